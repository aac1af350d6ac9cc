"""How facts become what we know about a door in a round: every attempt in order, or only the next one."""

from bisect import bisect_left, insort
from datetime import tzinfo

import msgspec

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.instants import parse_instant
from bulou.core.visits.facts import VisitRecorded
from bulou.core.visits.memory import Memory, add
from bulou.core.visits.state import Attempt, DoorVisits

_visit = msgspec.json.Decoder(VisitRecorded)


def fold(entries: list[Entry]) -> DoorVisits:
    """Every attempt that these entries of one key leave standing, whatever order they come in."""
    attempts = {attempt.sorts_as: attempt for attempt in map(attempt_of, entries) if attempt is not None}
    withdrawn = {gone for entry in entries for gone in entry.fact.supersedes}
    return DoorVisits(attempts=[attempts[place] for place in sorted(attempts)], withdrawn=sorted(withdrawn))


def apply(known: DoorVisits, entry: Entry) -> None:
    """Adds one entry to what is known. Commutes and repeats harmlessly: sorted insertion by id, and a set union."""
    fact = entry.fact
    for gone in fact.supersedes:
        if gone not in known.withdrawn:
            insort(known.withdrawn, gone)
    attempt = attempt_of(entry)
    if attempt is None:
        return
    place = bisect_left(known.attempts, attempt.sorts_as, key=_sorts_as)
    if known.attempts[place : place + 1] != [attempt]:
        known.attempts.insert(place, attempt)


def follow(memory: Memory, entry: Entry, zone: tzinfo) -> bool:
    """Adds an entry that supersedes nothing and sorts last. False: it does not, so the door must be folded again."""
    if entry.fact.supersedes:
        return False
    attempt = attempt_of(entry)
    if attempt is None or attempt.fact_id in memory.withdrawn:
        return True
    if memory.last is not None and attempt.sorts_as <= memory.last:
        return False
    add(memory, attempt, zone)
    return True


def standing(known: DoorVisits) -> list[Attempt]:
    """The attempts that nobody withdrew, in the one total order."""
    if not known.withdrawn:
        return known.attempts
    return [attempt for attempt in known.attempts if attempt.fact_id not in known.withdrawn]


def _sorts_as(attempt: Attempt) -> tuple[int, str, int, str]:
    return attempt.sorts_as


def attempt_of(entry: Entry) -> Attempt | None:
    """The attempt that a fact tells of; a withdrawal tells of none."""
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
