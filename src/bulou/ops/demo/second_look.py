"""The second look: what was written without knocking, and what another person found at the same doors."""

from collections.abc import Iterable

from msgspec import Struct

from bulou.ops.demo.walk import Seen
from bulou.ops.demo.workers import Worker


class SecondLook(Struct, frozen=True, kw_only=True):
    """Doors where somebody wrote without knocking, those that another went to later, and where it was not so."""

    made_up: int
    looked: int
    different: int


def second_look(workers: Iterable[Worker]) -> SecondLook:
    """Compares every made-up word with the last word of somebody else at the same door in the same round."""
    everybody = list(workers)
    made_up = looked = different = 0
    for careless in everybody:
        for place in careless.made_up:
            made_up += 1
            mine = careless.mine.get(place, [])
            theirs = [one for other in everybody if other is not careless for one in other.mine.get(place, [])]
            if mine and theirs:
                looked += 1
                different += not _same(mine[0], max(theirs, key=lambda one: int(one["at"])))
    return SecondLook(made_up=made_up, looked=looked, different=different)


def _same(one: Seen, other: Seen) -> bool:
    return (one["outcome"], one["persons"]) == (other["outcome"], other["persons"])
