"""Carrying over: what is said of every door that a community leaves open when its part of a round is closed (挂账)."""

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.rounds.facts import DoorCarriedOver
from bulou.intake.said import Saying
from bulou.projections.read import read
from bulou.projections.views.doors import DoorFilter, Doors

MOST = 1_000_000


def carried_over(scope: Scope, *, round_id: Id, number: int, community_id: Id, closing_id: Id) -> list[Saying]:
    """One saying for every door that is open now, or was closed without an answer; first in the next round."""
    left = [
        door
        for among in ("owed", "unresolved")
        for door in read(
            scope, Doors(where=DoorFilter(round_id=round_id, among=among, community=community_id), limit=MOST)
        )
    ]
    return [
        Saying(
            subject_kind="dwelling",
            subject_id=door.id,
            round_id=round_id,
            body=DoorCarriedOver(
                closing_id=closing_id,
                number=number,
                reason="unresolved" if door.closed else door.owed_reason or "untouched",
            ),
        )
        for door in left
    ]
