"""Chinese numerals: 十二 is 12, 四〇一 is 401."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000}
_SHORT = {"廿": "二十", "卅": "三十", "卌": "四十"}

NUMERAL_CHARS = "零〇○一二三四五六七八九十百廿卅卌两壹贰叁肆伍陆柒捌玖拾佰"
NUMERAL = f"[{NUMERAL_CHARS}]"
_WORD = re.compile(f"{NUMERAL}+")


def number_of(word: str) -> str:
    """The digits of a numeral word, either by value (二十三) or digit by digit (四〇一)."""
    word = "".join(_SHORT.get(c, c) for c in word)
    if not any(c in _TENS for c in word):
        return "".join(str(_DIGITS[c]) for c in word)
    total = digit = 0
    for c in word:
        if c in _TENS:
            total += (digit or 1) * _TENS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return str(total + digit)


def with_digits(text: str, before: str) -> str:
    """Write in digits every numeral that stands directly before one of the words of the pattern `before`."""
    return re.sub(f"({NUMERAL}+)(?={before})", lambda m: number_of(m[1]), text)


def all_digits(text: str) -> str:
    """Write in digits a text that is nothing but a numeral; anything else is returned as it came."""
    return number_of(text) if _WORD.fullmatch(text) else text
