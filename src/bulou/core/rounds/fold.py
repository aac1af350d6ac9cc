"""How facts become a community's closing of a round: applied for, sent back, approved."""

from typing import Literal

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.kernel.latest import latest
from bulou.core.rounds.facts import ClosingRequested

ClosingStage = Literal["requested", "returned", "approved"]


class Closing(Struct, frozen=True, kw_only=True):
    """One application to close a community's part of a round, and what became of it."""

    round_id: Id
    request: ClosingRequested
    stage: ClosingStage
    requested_by: Id
    requested_at: Instant
    as_of: Instant
    decided_by: Id | None = None
    decided_at: Instant | None = None


def closing(entries: list[Entry]) -> Closing | None:
    """What the facts about one closing add up to, or None before it was applied for."""
    asked = latest(entries, "ClosingRequested")
    if asked is None or asked.fact.round_id is None:
        return None
    request: ClosingRequested = body_of(asked.fact)
    decided = latest(entries, "ClosingApproved", "ClosingReturned")
    stage: ClosingStage = "requested"
    if decided is not None:
        stage = "approved" if decided.fact.kind == "ClosingApproved" else "returned"
    return Closing(
        round_id=asked.fact.round_id,
        request=request,
        stage=stage,
        requested_by=asked.fact.author_id,
        requested_at=asked.ordered_at,
        as_of=parse_instant(request.as_of),
        decided_by=decided.fact.author_id if decided else None,
        decided_at=decided.ordered_at if decided else None,
    )
