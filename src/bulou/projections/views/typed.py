"""Typed in: the visits that were entered from a sheet, by door, as far as nobody took them back."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import in_order, superseded
from bulou.core.kernel.scope import Scope
from bulou.core.visits.facts import VisitRecorded
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.views.sheets import OneSheet


class TypedVisit(Struct, frozen=True, kw_only=True):
    """A visit that was typed in: when it was, who typed it and when, in which act."""

    fact_id: Id
    act_id: Id
    author_id: Id
    at: Instant
    typed_at: Instant
    body: VisitRecorded


def typed_in(scope: Scope, sheet_id: Id) -> Mapping[Id, list[TypedVisit]]:
    """By door: what was typed in from this sheet, the first first; nothing when the sheet lies outside the scope."""
    found = read(scope, OneSheet(sheet_id=sheet_id))
    if not found:
        return {}
    return _by_door(scope.region_id, sheet_id, [f"visit:{found[0].round_id}:{door}" for door in found[0].doors])


def _by_door(region_id: Id, sheet_id: Id, keys: Iterable[str]) -> Mapping[Id, list[TypedVisit]]:
    entries = in_order(ledger.of_keys(region_id, list(keys)))
    gone = superseded(entries)
    by_door: dict[Id, list[TypedVisit]] = {}
    for entry in entries:
        fact = entry.fact
        if fact.kind != "VisitRecorded" or fact.fact_id in gone:
            continue
        body: VisitRecorded = body_of(fact)
        if body.sheet_id == sheet_id:
            visit = TypedVisit(
                fact_id=fact.fact_id,
                act_id=fact.act_id,
                author_id=fact.author_id,
                at=entry.ordered_at,
                typed_at=entry.recorded_at,
                body=body,
            )
            by_door.setdefault(fact.subject.id, []).append(visit)
    return by_door
