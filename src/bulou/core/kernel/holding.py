"""Holding: whether a fact is kept out of every figure, and why."""

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import first, latest


class Hold(Struct, frozen=True, kw_only=True):
    """A held fact: the reason as last judged, when it was first held, and when released (None: still held)."""

    reason: str
    waits_for: Id | None
    held_at: Instant
    released_at: Instant | None = None


def hold(entries: list[Entry]) -> Hold | None:
    """What the holding and releasing of one fact add up to."""
    begun = first(entries, "FactHeld")
    held = latest(entries, "FactHeld")
    if begun is None or held is None:
        return None
    released = latest(entries, "FactReleased")
    return Hold(
        reason=body_of(held.fact).reason,
        waits_for=body_of(held.fact).waits_for,
        held_at=begun.recorded_at,
        released_at=released.recorded_at if released else None,
    )
