"""A cell: whatever a spreadsheet stores, as the text that a clerk meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_DITTO = re.compile(
    r"(?:同上一?(?:户|行|栏)?|同[前左]|上同|[-—]+同上[-—]*|[-—]*do[.—-]*|ditto"
    r"|[〃\"“”‘’'〝〞∥‖﹃『]|'{2}|\"{2}|′{1,4}|,,|\.\.)(?:\s*[〃\"″”'′])*",
    re.IGNORECASE,
)
_AS_NUMBER = re.compile(r"\d+\.0|\d\.\d{1,17}[eE]\+?\d{1,2}")
_DITTO_STARTS = frozenset("同上〃〞〝\"″′“”‘’',-—dD∥‖﹃『.")
# Above this a spreadsheet's number no longer holds every digit: an identity number typed as a number is already wrong.
_EXACT = 1e15


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Half-width, without invisible characters, one space where there were several."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _whole(text) if text[:1].isdigit() and _AS_NUMBER.fullmatch(text) else text


def _whole(text: str) -> str:
    """A whole number that a csv wrote as 101.0 or 1.3912345678E+10, unless the exponent has cost it digits."""
    mantissa, _, exponent = text.upper().partition("E")
    digits, _, after = mantissa.partition(".")
    if not exponent:
        return digits
    return digits + after if len(after) == int(exponent) else text


def cell_text(value: object) -> str:
    """The folded text of any stored value: 401.0 is 401, a phone stored as 1.39e10 is its eleven digits."""
    if isinstance(value, str):
        return fold(value)
    if value is None or isinstance(value, bool):
        return {True: "是", False: "否"}.get(value, "") if value is not None else ""
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return fold(str(value))


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(value)


def is_ditto(text: str) -> bool:
    """Whether the cell only says that it repeats the one above (同上, 〃, ")."""
    return text[:1] in _DITTO_STARTS and _DITTO.fullmatch(text) is not None
