"""Labels: the form in which two spellings of the number of a building, a stairwell or a door are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bulou.core.territory.numerals import all_digits, with_digits

_UNITS: Final = "(?:号单元|单元|号楼|楼栋|栋楼|幢楼|号院|#楼|门洞|门(?![面市])|房(?!子)|[栋幢座室户号之附院楼排层#梯])"
_AFTER_NUMBER: Final = re.compile(f"(?<=[0-9A-Z]){_UNITS}+")
_LEADING: Final = re.compile("^(?:之|第|#)+")
_LAST: Final = re.compile(r"(?<=[东南西北中左右甲乙丙丁])(?:单元|[户室门])(?=$|-)")
_SEPARATOR: Final = re.compile(r"[\s\-‐‑–—―−_./\\·,、:;()]+")
_ZEROS: Final = re.compile(r"(?<![0-9A-Z])0+(?=\d)")


@lru_cache(maxsize=65536)
def normal_label(label: str) -> str:
    """Half-width, digits for numerals, no units, no leading zeros; suffix letters are kept.

    三号楼, 3栋, 03# and 3 are all 3; 12号之3 and 12-3 are 12-3.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).upper())
    while (shorter := _normal_once(text)) != text:
        text = shorter
    return text


def _normal_once(text: str) -> str:
    text = all_digits(with_digits(_SEPARATOR.sub("-", text).strip("-"), _UNITS))
    text = _LEADING.sub("", _AFTER_NUMBER.sub("-", text))
    text = re.sub(r"(?<=\d)-(?=[东南西北中左右])", "", _LAST.sub("", text))
    return _ZEROS.sub("", re.sub("-+", "-", text).strip("-"))
