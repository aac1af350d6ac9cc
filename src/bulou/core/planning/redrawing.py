"""Redrawing: which grid each new run of stairwells becomes, so that people keep as many of their doors as possible."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bulou.core.kernel.ids import Id


def kept_grids(runs: Sequence[Mapping[Id, int]], *, grids: Sequence[Id]) -> list[Id | None]:
    """For each run the grid that it has most doors in common with, each once; then one left over, or None: a new one.

    `runs` hold, by the grid that they lie in now, how many doors each run takes from it.
    """
    common = [(doors, -number, grid) for number, run in enumerate(runs) for grid, doors in run.items() if grid in grids]
    kept: dict[int, Id] = {}
    for _, number, grid in sorted(common, reverse=True):
        if -number not in kept and grid not in kept.values():
            kept[-number] = grid
    spare = [grid for grid in grids if grid not in kept.values()]
    return [kept[number] if number in kept else spare.pop(0) if spare else None for number in range(len(runs))]


def doors_by_grid(stretches: Sequence[tuple[Id | None, int]]) -> Mapping[Id, int]:
    """How many doors a run takes from each grid; `stretches` are (grid, doors)."""
    found: Counter[Id] = Counter()
    for grid, doors in stretches:
        if grid is not None:
            found[grid] += doors
    return found
