"""Division into grids: a serpentine walk through a community, cut into N balanced runs that never split a stairwell."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from bulou.core.kernel.ids import Id


class Stretch(Struct, frozen=True, kw_only=True):
    """One stairwell or lane to be divided: its doors are its weight; the sorts are walking orders."""

    id: Id
    doors: int
    compound: tuple[int, str]
    building: tuple[int, str]
    sort: int


def serpentine(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The walking order: compounds in turn, and every second building's stairwells from the other end."""
    walk: list[Stretch] = []
    ordered = sorted(stretches, key=lambda s: (s.compound, s.building, s.sort, s.id))
    for _, of_compound in groupby(ordered, key=lambda s: s.compound):
        for turn, (_, of_building) in enumerate(groupby(of_compound, key=lambda s: s.building)):
            stairs = list(of_building)
            walk.extend(reversed(stairs) if turn % 2 else stairs)
    return walk


def divide(stretches: Sequence[Stretch], *, into: int) -> list[list[Id]]:
    """Cuts one community's serpentine walk into runs whose door counts are as equal as whole stairwells allow.

    Returns `into` lists of stairwell ids in walking order (fewer when there are fewer stairwells). Minimises the sum
    of squared run sizes exactly, by dynamic programming over cut points. Raises ValueError for less than one grid.
    """
    if into < 1:
        raise ValueError("a community is divided into at least one grid")
    walk = serpentine(stretches)
    runs = min(into, len(walk))
    if not runs:
        return []
    upto = [0]
    for stretch in walk:
        upto.append(upto[-1] + stretch.doors)
    cuts = _best_cuts(upto, runs)
    return [[s.id for s in walk[begin:end]] for begin, end in pairwise(cuts)]


def _best_cuts(upto: Sequence[int], runs: int) -> list[int]:
    count = len(upto) - 1
    best: list[float] = [0.0] + [float("inf")] * count
    came_from: list[list[int]] = []
    for run in range(1, runs + 1):
        now: list[float] = [float("inf")] * (count + 1)
        origin = [0] * (count + 1)
        for end in range(run, count + 1):
            now[end], origin[end] = min(
                (best[begin] + (upto[end] - upto[begin]) ** 2, begin) for begin in range(run - 1, end)
            )
        best = now
        came_from.append(origin)
    cuts = [count]
    for origin in reversed(came_from):
        cuts.append(origin[cuts[-1]])
    return cuts[::-1]
