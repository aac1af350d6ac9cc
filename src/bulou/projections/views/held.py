"""A held fact: what it says, and what would change if it counted."""

from datetime import tzinfo
from typing import Final

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.fold import fold
from bulou.core.visits.rules import door_state
from bulou.core.visits.state import DoorState
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.views.doors import OneDoor, OneDoorRow
from bulou.projections.views.phones import HeldFacts, HeldRow
from bulou.projections.views.rounds import Rounds
from bulou.projections.views.story import Told, told_of
from bulou.vault import sealing

JUDGED: Final = frozenset({"no_right", "not_this_person"})
"""Reasons on which a person may decide; the others wait for what is missing, or can never be read."""


class Effect(Struct, frozen=True, kw_only=True):
    """The state of a door in its round without the held fact, and with it."""

    before: DoorState
    after: DoorState


class HeldFact(Struct, frozen=True, kw_only=True):
    """One held fact of this scope. `door` and `effect` are there when it is about a door that the register knows."""

    row: HeldRow
    told: Told
    door: OneDoorRow | None
    effect: Effect | None

    @property
    def judged(self) -> bool:
        """Whether a person may let it count."""
        return self.row.reason in JUDGED


def held_fact(scope: Scope, fact_id: Id, *, zone: tzinfo, now: Instant) -> HeldFact | None:
    """A held fact, if it is about a door of this scope or the scope is the whole region. A positive one is logged."""
    rows = read(scope, HeldFacts())
    row = next((one for one in rows if one.fact_id == fact_id), None)
    entries = ledger.by_ids(scope.region_id, [fact_id])
    if row is None or not entries:
        return None
    door = _door(scope, row)
    if door is None and not scope.whole_region:
        return None
    if row.positive:
        sealing.log_opening(
            scope.region_id, by=scope.reader_id, purpose="judge_held", subject=f"fact:{fact_id}", entries=1, now=now
        )
    apart = {one.fact_id for one in rows if one.key == row.key}
    effect = _effect(scope, row, apart, zone) if door else None
    return HeldFact(row=row, told=told_of(entries[0], held=row.reason), door=door, effect=effect)


def _door(scope: Scope, row: HeldRow) -> OneDoorRow | None:
    family, _, rest = row.key.partition(":")
    if family not in {"visit", "dwelling", "household"}:
        return None
    found = read(scope, OneDoor(door_id=rest.rpartition(":")[2]))
    return found[0] if found else None


def _effect(scope: Scope, row: HeldRow, apart: set[Id], zone: tzinfo) -> Effect | None:
    if not row.key.startswith("visit:"):
        return None
    round_id = row.key.split(":")[1]
    policy = next((one.policy for one in read(scope, Rounds()) if one.id == round_id), None)
    if policy is None:
        return None
    rules = msgspec.json.decode(policy, type=RoundPolicy)
    entries = ledger.of_keys(scope.region_id, [row.key])
    counting = [entry for entry in entries if entry.fact.fact_id not in apart]
    added = [*counting, *(entry for entry in entries if entry.fact.fact_id == row.fact_id)]
    return Effect(
        before=door_state(visits=fold(counting), policy=rules, zone=zone),
        after=door_state(visits=fold(added), policy=rules, zone=zone),
    )
