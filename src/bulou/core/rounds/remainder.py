"""Remainder: doors that a closed round left open (挂账), first in the next until struck off (销号)."""

from collections.abc import Iterable

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import latest
from bulou.core.visits.state import DoorState


class Carried(Struct, frozen=True, kw_only=True):
    """A door on the books: by which round's closing, why, by whom; and a supervisor's striking off, if any."""

    round_id: Id
    number: int
    reason: str
    by: Id
    at: Instant
    struck_how: str | None = None
    struck_by: Id | None = None
    struck_at: Instant | None = None
    struck_fact: Id | None = None


def carried(entries: list[Entry]) -> Carried | None:
    """What the facts about one door's remainder add up to; a closing after a striking off puts it back on the books."""
    put = latest(entries, "DoorCarriedOver")
    if put is None:
        return None
    struck = latest(entries, "DoorStruckOff")
    if struck is not None and struck.sorts_as < put.sorts_as:
        struck = None
    body = body_of(put.fact)
    return Carried(
        round_id=put.fact.round_id or "",
        number=body.number,
        reason=body.reason,
        by=put.fact.author_id,
        at=put.ordered_at,
        struck_how=body_of(struck.fact).how if struck else None,
        struck_by=struck.fact.author_id if struck else None,
        struck_at=struck.ordered_at if struck else None,
        struck_fact=struck.fact.fact_id if struck else None,
    )


def settles(door: DoorState) -> bool:
    """Whether a later round strikes a door off by what was found there; another closing without an answer does not."""
    return door.out_of_scope or (door.closed and door.state != "closed_unresolved")


def on_the_books(*, carried_by: int | None, rounds: Iterable[tuple[int, DoorState]]) -> bool:
    """Whether a door is still owed from before: left open by round `carried_by`, and settled in none after it.

    `rounds`: the door's state by the number of the round. None: never left open, or struck off by a supervisor.
    """
    if carried_by is None:
        return False
    return not any(number > carried_by and settles(door) for number, door in rounds)
