"""How facts become what we know about a door in a round: every attempt in order, or only the next one."""

from bisect import bisect_left, insort
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Final

import msgspec
from msgspec import Raw, structs

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.instants import parse_instant
from bulou.core.visits.facts import AnswerAmended, ClaimConfirmed, LightSeen, OutcomeOverruled, VisitRecorded
from bulou.core.visits.memory import Memory, add
from bulou.core.visits.outcomes import OUTCOMES
from bulou.core.visits.state import Attempt, DoorVisits

_visit = msgspec.json.Decoder(VisitRecorded)
_claim = msgspec.json.Decoder(ClaimConfirmed)
_light = msgspec.json.Decoder(LightSeen)
_ruling = msgspec.json.Decoder(OutcomeOverruled)
_amendment = msgspec.json.Decoder(AnswerAmended)


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
    """Adds an entry that changes none before it and sorts last. False: it does, so the door must be folded again."""
    if entry.fact.supersedes:
        return False
    attempt = attempt_of(entry)
    if attempt is None or attempt.fact_id in memory.withdrawn or attempt.about in memory.withdrawn:
        return True
    if attempt.outcome == "overruled" or attempt.fact_id in memory.overruled:
        return False
    if memory.last is not None and attempt.sorts_as <= memory.last:
        return False
    add(memory, attempt, zone)
    return True


def standing(known: DoorVisits) -> list[Attempt]:
    """The attempts that nobody withdrew, in the one total order; an overruled one says only that somebody went there.

    What is said about a visit (overruled, amended) goes with it when it is withdrawn.
    """
    gone = set(known.withdrawn)
    left = (
        [one for one in known.attempts if one.fact_id not in gone and one.about not in gone] if gone else known.attempts
    )
    overruled = {one.about for one in left if one.outcome == "overruled"}
    return [_set_aside(one) if one.fact_id in overruled else one for one in left] if overruled else left


def _set_aside(attempt: Attempt) -> Attempt:
    """A visit whose outcome is overruled; what it found about people stays a trigger."""
    if attempt.outcome not in OUTCOMES:
        return attempt
    return structs.replace(
        attempt, outcome="overruled", persons=None, absent=None, evidence=(), confirms=False, due_at=None
    )


def _sorts_as(attempt: Attempt) -> tuple[int, str, int, str]:
    return attempt.sorts_as


def attempt_of(entry: Entry) -> Attempt | None:
    """What a fact says about a door, as the fold keeps it; a withdrawal or a remark says nothing of its own."""
    told = _TOLD.get(entry.fact.kind)
    if told is None:
        return None
    fact = entry.fact
    body = told(fact.body)
    return Attempt(
        fact_id=fact.fact_id,
        at=entry.ordered_at,
        author_id=body.pop("visited_by", None) or fact.author_id,
        device_id=fact.device_id or "",
        device_seq=fact.device_seq or 0,
        **body,
    )


def _visited(written: Raw) -> dict[str, Any]:
    body = _visit.decode(written)
    return {
        "outcome": body.outcome,
        "visited_by": body.visited_by,
        "partner_id": body.partner_id,
        "how": body.how,
        "persons": body.persons,
        "absent": body.absent,
        "household": body.household,
        "households": body.households,
        "triggers": body.triggers,
        "signs": body.signs,
        "evidence": body.evidence,
        "notice_left": body.notice_left,
        "notice_number": body.notice_number,
        "due_at": parse_instant(body.appointment_at) if body.appointment_at else None,
    }


def _closed(_written: Raw) -> dict[str, Any]:
    return {"outcome": "closed_unresolved"}


def _confirmed(written: Raw) -> dict[str, Any]:
    body = _claim.decode(written)
    told = {"outcome": body.outcome, "how": body.how, "evidence": body.evidence, "household": body.household}
    return {**told, "partner_id": body.partner_id, "confirms": True}


def _seen_light(written: Raw) -> dict[str, Any]:
    return {"outcome": "lit" if _light.decode(written).lit else "dark"}


def _overruled(written: Raw) -> dict[str, Any]:
    body = _ruling.decode(written)
    return {"outcome": "overruled", "household": body.household, "about": body.visit}


def _amended(written: Raw) -> dict[str, Any]:
    body = _amendment.decode(written)
    return {"outcome": "amended", "triggers": body.triggers, "about": body.visit}


_TOLD: Final[dict[str, Callable[[Raw], dict[str, Any]]]] = {
    "VisitRecorded": _visited,
    "DoorClosedUnresolved": _closed,
    "ClaimConfirmed": _confirmed,
    "LightSeen": _seen_light,
    "OutcomeOverruled": _overruled,
    "AnswerAmended": _amended,
}
