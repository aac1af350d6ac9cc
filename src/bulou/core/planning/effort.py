"""Effort: about how many minutes a stairwell took in a round, from when who knocked there last."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant

A_DOOR: Final = 3
"""Minutes that a door takes with the way to it, where the clock cannot say."""
PAUSE: Final = 20 * MINUTE
"""Whoever says nothing for longer was not busy with one door."""


class Knock(Struct, frozen=True, kw_only=True):
    """The last attempt at a door: where, by whom, when; and how many there were."""

    stairwell_id: Id
    author_id: Id
    at: Instant
    attempts: int


def minutes(knocks: Iterable[Knock]) -> dict[Id, int]:
    """Minutes by stairwell, an estimate: from one word of a worker to the next, earlier attempts at A_DOOR each.

    Only the last attempt at a door is looked at, so that it can be answered for a whole community at once.
    """
    found: defaultdict[Id, float] = defaultdict(float)
    ordered = sorted(knocks, key=lambda one: (one.author_id, one.at, one.stairwell_id))
    for _, of_worker in groupby(ordered, key=lambda one: one.author_id):
        walk = list(of_worker)
        first, *_ = walk
        found[first.stairwell_id] += A_DOOR
        for before, now in pairwise(walk):
            gap = now.at - before.at
            found[now.stairwell_id] += gap / MINUTE if gap <= PAUSE else A_DOOR
        for one in walk:
            found[one.stairwell_id] += (one.attempts - 1) * A_DOOR
    return {stairwell: round(spent) for stairwell, spent in found.items()}
