"""A contact: a person's name, numbers and identity number, on the way to being sealed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BREAKS = re.compile(r"(?<=\d)[\s-]+(?=\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[\s-]?\d{7,8})(?!\d)|(?<![\d-])([2-8]\d{6,7})(?![\d-])")
_ID = re.compile(r"(?<![0-9A-Z])\d{17}[0-9X](?![0-9A-Z])|(?<!\d)\d{15}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Contact(NamedTuple):
    """Never stored as it stands: only its sealed form, last four digits and keyed hash are."""

    name: str
    phones: tuple[str, ...]
    id_number: str


@lru_cache(maxsize=8192)
def phones_in(text: str) -> tuple[str, ...]:
    """Every phone number in a cell, mobile numbers first, each once: two in one cell are two."""
    if not text or not any(c.isdigit() for c in text):
        return ()
    found = [m[1] for m in _MOBILE.finditer(text)]
    rest = _MOBILE.sub(" ", text)
    joined = _BREAKS.sub("", rest)
    found += [m[1] for m in _MOBILE.finditer(joined)]
    found += [re.sub(r"[\s-]", "", m[1] or m[2]) for m in _LANDLINE.finditer(_MOBILE.sub(" ", rest))]
    return tuple(dict.fromkeys(n for n in found if not any(n != m and n in m for m in found)))


@lru_cache(maxsize=8192)
def id_in(text: str) -> str:
    """The identity number in a cell in upper case, whether or not its check digit is right; '' when there is none."""
    if len(text) < 15:
        return ""
    found = _ID.search(text.upper().replace(" ", ""))
    return found[0] if found else ""


def id_is_valid(number: str) -> bool:
    """Whether the check digit of an 18-digit number is right (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1]
