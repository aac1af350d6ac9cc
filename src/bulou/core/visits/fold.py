"""How facts become the state of a door in a round: collect what stands, in order, then read it off."""

from bisect import bisect_left, insort

import msgspec

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.instants import parse_instant
from bulou.core.visits.facts import DoorClosedUnresolved, VisitRecorded
from bulou.core.visits.state import Attempt, DoorVisits

_visit = msgspec.json.Decoder(VisitRecorded)
_closing = msgspec.json.Decoder(DoorClosedUnresolved)


def fold(entries: list[Entry]) -> DoorVisits:
    """Every attempt that these entries of one key leave standing, whatever order they come in."""
    known = DoorVisits()
    for entry in entries:
        apply(known, entry)
    return known


def apply(known: DoorVisits, entry: Entry) -> None:
    """Adds one entry to what is known. Commutes and repeats harmlessly: sorted insertion by id, and a set union."""
    fact = entry.fact
    for gone in fact.supersedes:
        if gone not in known.withdrawn:
            insort(known.withdrawn, gone)
    attempt = _attempt(entry)
    if attempt is None:
        return
    place = bisect_left(known.attempts, attempt.sorts_as, key=_sorts_as)
    if known.attempts[place : place + 1] != [attempt]:
        known.attempts.insert(place, attempt)


def standing(known: DoorVisits) -> list[Attempt]:
    """The attempts that nobody withdrew, in the one total order."""
    if not known.withdrawn:
        return known.attempts
    return [attempt for attempt in known.attempts if attempt.fact_id not in known.withdrawn]


def _sorts_as(attempt: Attempt) -> tuple[int, str, int, str]:
    return attempt.sorts_as


def _attempt(entry: Entry) -> Attempt | None:
    fact = entry.fact
    if fact.kind == "VisitRecorded":
        body = _visit.decode(fact.body)
        return Attempt(
            fact_id=fact.fact_id,
            at=entry.ordered_at,
            author_id=fact.author_id,
            device_id=fact.device_id or "",
            device_seq=fact.device_seq or 0,
            outcome=body.outcome,
            partner_id=body.partner_id,
            how=body.how,
            persons=body.persons,
            absent=body.absent,
            household=body.household,
            households=body.households,
            triggers=body.triggers,
            signs=body.signs,
            due_at=parse_instant(body.appointment_at) if body.appointment_at else None,
        )
    if fact.kind == "DoorClosedUnresolved":
        return Attempt(
            fact_id=fact.fact_id,
            at=entry.ordered_at,
            author_id=fact.author_id,
            device_id=fact.device_id or "",
            device_seq=fact.device_seq or 0,
            outcome="closed_unresolved",
        )
    return None
