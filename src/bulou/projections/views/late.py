"""Late: doors of which something arrived long after it was said, or, of the past, after the cut-off."""

from collections.abc import Sequence
from typing import Final, Literal

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant
from bulou.core.kernel.scope import Scope
from bulou.ledger import read as ledger

LATE: Final = 15 * MINUTE
"""A fact that arrives so long after it was said is marked; a stairwell without signal takes no longer."""
Lateness = Literal["late", "after"]


def arrived_late(*, said: Instant, received: Instant) -> bool:
    """Whether a fact arrived long after it was said."""
    return received - said > LATE


def late_doors(scope: Scope, *, round_id: Id | None, doors: Sequence[Id]) -> dict[Id, Lateness]:
    """Which of these doors of the scope have late news of a round.

    Now, `late`: the last thing said there arrived long afterwards. Of the past, `after`: something said there by T
    arrived only after K, so the door stands otherwise than it was.
    """
    if round_id is None:
        return {}
    found: dict[Id, Lateness] = {}
    last: dict[Id, Instant] = {}
    for key, position, said, received in ledger.times_of_keys(
        scope.region_id, [f"visit:{round_id}:{door}" for door in doors]
    ):
        door = key.rpartition(":")[2]
        if scope.as_of is None:
            if said >= last.get(door, 0):
                last[door] = said
                found.pop(door, None)
                if arrived_late(said=said, received=received):
                    found[door] = "late"
        elif position > scope.as_of.cutoff and said <= scope.as_of.at:
            found[door] = "after"
    return found
