"""The norm of a grid: 300 to 500 households in a town, and how uneven grids are."""

from collections.abc import Sequence
from typing import Final, Literal

NORM: Final = (300, 500)
"""Households of a grid in a town (GB/T 34300-2017: about 300 to 500 households or about 1,000 people)."""

Measure = Literal["none", "under", "within", "over"]


def measure(doors: int) -> Measure:
    """How a grid of so many doors stands to the norm; a grid without doors has none."""
    if not doors:
        return "none"
    if doors < NORM[0]:
        return "under"
    return "within" if doors <= NORM[1] else "over"


def imbalance(sizes: Sequence[int]) -> float:
    """How many times the smallest grid goes into the largest; empty grids are left out. 1: all alike, also for one."""
    filled = [size for size in sizes if size]
    return max(filled) / min(filled) if filled else 1.0
