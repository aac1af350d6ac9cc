"""Numbers in a framing sentence: half-width, in digits or in words, one by one or from one to another."""

import re
import unicodedata
from typing import Final

from bulou.core.territory.numerals import NUMERAL, number_of

_PAIRS: Final = "號号樓楼單单層层兩两戶户棟栋門门東东雙双無无沒没間间開开鋪铺編编個个負负數数從从為为續续連连"
_PLAIN: Final = str.maketrans(
    dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)) | {chr(one): chr(one).upper() for one in range(97, 123)}
)
_FROM_TO: Final = re.compile(
    rf"\s*[-‐‑–—―−~〜]\s*|(?<=[\d一二三四五六七八九十百两号A-Za-z])(?:至|到)(?=[\d第{NUMERAL[1:-1]}A-Za-z])"
    r"|(?<=\d)\s+to\s+(?=\d)",
    re.IGNORECASE,
)

N: Final = rf"(?:\d+|{NUMERAL}+)"
_LABEL: Final = rf"(?:[甲乙丙丁]?{N}[A-Z]?|[A-Z]\d*)"
_AND: Final = r"\s*(?:[、,，/&]|和|及|\bAND\b)\s*"
LIST: Final = rf"{N}(?:-{N})?(?:{_AND}{N}(?:-{N})?)*"
LABELS: Final = rf"{_LABEL}(?:-{_LABEL})?(?:{_AND}{_LABEL}(?:-{_LABEL})?)*"
MOST: Final = 1000


class BadRange(ValueError):
    """A range that runs backwards or is too long."""


def tidy(text: str) -> tuple[str, str]:
    """Half-width with one kind of dash; and the same, letter for letter, in capitals and simplified characters."""
    folded = _FROM_TO.sub("-", " ".join(unicodedata.normalize("NFKC", text).split()))
    return folded, folded.translate(_PLAIN)


def value(word: str) -> int:
    """12, 十二 or 一二 as a number."""
    return int(word if word.isdigit() else number_of(word))


def values(some: str) -> tuple[int, ...]:
    """1-3、5 as (1, 2, 3, 5). Raises BadRange."""
    found: list[int] = []
    for part in re.split(_AND, some):
        first, _, last = part.partition("-")
        found.extend(_between(value(first), value(last or first)))
    return tuple(found)


def labels(some: str) -> tuple[str, ...]:
    """1-3、5, A-C, 甲1 or 3A as labels. Raises BadRange."""
    found: list[str] = []
    for part in re.split(_AND, some):
        first, _, last = part.partition("-")
        found.extend(_labels_between(first, last) if last else [_label(first)])
    return tuple(found)


def _between(first: int, last: int) -> range:
    if last < first or last - first >= MOST:
        raise BadRange(f"{first}-{last}")
    return range(first, last + 1)


def _labels_between(first: str, last: str) -> list[str]:
    if len(first) == len(last) == 1 and first.isascii() and first.isalpha() and last.isalpha():
        return [chr(one) for one in _between(ord(first), ord(last))]
    mark = first[0] if first[0] in "甲乙丙丁" or (first[0].isascii() and first[0].isalpha()) else ""
    ends = [one.removeprefix(mark) for one in (first, last)]
    if not all(re.fullmatch(N, one) for one in ends):
        raise BadRange(f"{first}-{last}")
    return [f"{mark}{one}" for one in _between(value(ends[0]), value(ends[1]))]


def _label(text: str) -> str:
    return re.sub(rf"^([甲乙丙丁A-Z]?)({N})([A-Z]?)$", lambda m: f"{m[1]}{value(m[2])}{m[3]}", text)
