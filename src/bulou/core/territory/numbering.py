"""Numbering: the place of a label in its natural order, the same for every roster that brings it."""

import re

_NUMBER = re.compile(r"\d+")
_LARGEST = 2**31 - 1


def sort_of(label: str) -> int:
    """12号之3 is 1203: by the number, then the sub-number; a label without any number comes last."""
    numbers = [int(one) for one in _NUMBER.findall(label)]
    if not numbers:
        return _LARGEST
    sub = min(numbers[1], 99) if len(numbers) > 1 else 0
    return min(numbers[0] * 100 + sub, _LARGEST - 1)
