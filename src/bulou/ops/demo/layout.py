"""The layout of a compound: the stairwells, lanes and door labels that a number of doors makes."""

from random import Random
from typing import Final

from msgspec import Struct

FLATS: Final = 2
STAIRWELLS: Final = (2, 3, 3, 4)
LANE: Final = 36
"""A lane list that one worker can walk before noon."""


class Plan(Struct, frozen=True, kw_only=True):
    """A stairwell or lane: the number of its building (None: a lane), its label, and (label, floor) of its doors."""

    building: str | None
    label: str
    doors: tuple[tuple[str, int | None], ...]


def compound_plan(doors: int, rng: Random) -> list[Plan]:
    """Buildings of five or six floors, one of eleven in a large compound, two flats to a landing."""
    plans: list[Plan] = []
    tall = rng.random() < 0.35 and doors > 200
    number = 0
    left = doors
    while left > 0:
        number += 1
        floors = 11 if tall and number == 1 else rng.choice((5, 6, 6))
        stairs = min(rng.choice(STAIRWELLS), -(-left // (floors * FLATS)))
        for stair in range(1, stairs + 1):
            count = min(left, floors * FLATS)
            plans.append(Plan(building=str(number), label=str(stair), doors=_flats(count)))
            left -= count
    return plans


def _flats(count: int) -> tuple[tuple[str, int | None], ...]:
    """101, 102, 201 ... upwards."""
    return tuple((f"{place // FLATS + 1}{place % FLATS + 1:02d}", place // FLATS + 1) for place in range(count))


def street_plan(name: str, doors: int, rng: Random) -> list[Plan]:
    """Lanes along a street: odd numbers on one side, even ones on the other, some with a second door behind."""
    labels: list[str] = []
    number = 0
    while len(labels) < doors:
        number += 1
        labels.append(f"{number}号")
        if rng.random() < 0.12 and len(labels) < doors:
            labels.append(f"{number}号院内")
    sides = [[one for one in labels if int(one.split("号")[0]) % 2 == odd] for odd in (1, 0)]
    plans = []
    for side, of_side in zip(("北侧", "南侧"), sides, strict=True):
        for begin in range(0, len(of_side), LANE):
            run = of_side[begin : begin + LANE]
            first, last = run[0].split("号")[0], run[-1].split("号")[0]
            plans.append(
                Plan(building=None, label=f"{name}{side}{first}-{last}号", doors=tuple((one, None) for one in run))
            )
    return plans
