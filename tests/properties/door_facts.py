"""Facts about one door, as Hypothesis invents them: visits, corrections, withdrawals, a supervisor's closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import Raw, Struct

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact, Subject
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, Instant, local, parse_instant
from bulou.core.rounds.policy import METHODS, RoundPolicy
from bulou.core.visits.facts import (
    AnswerAmended,
    ClaimConfirmed,
    DoorClosedUnresolved,
    DoorRemarked,
    LightSeen,
    OutcomeOverruled,
    VisitRecorded,
    VisitWithdrawn,
)
from bulou.core.visits.outcomes import OUTCOMES, TRIGGERS
from bulou.ledger.append import as_entry
from tests.town import ZONE

FIRST: Instant = parse_instant("2020-01-29T09:00:00+08:00")
REGION, DOOR, ROUND = "1" * 32, "d" * 32, "e" * 32
PEOPLE = ("a1" * 16, "a2" * 16, "a3" * 16)
PHONES = ("b1" * 16, "b2" * 16, "b3" * 16)
NEAR_FINAL = ("no_answer", "away", "vacant", "proxy", "not_found", "screened_phone", "appointment")
"""Outcomes whose rules look at several attempts."""


class Told(Struct, frozen=True, kw_only=True):
    """One fact before it has ids: what is said, by whom, how many hours after the first, about which earlier ones."""

    body: Struct
    who: int
    hour: int
    gone: tuple[int, ...] = ()


@st.composite
def visits(draw: st.DrawFn, outcomes: Sequence[str], *, households: bool) -> VisitRecorded:
    """A visit with one of these outcomes, perhaps at one of several households."""
    persons = draw(st.none() | st.integers(0, 6))
    body: dict[str, Any] = {
        "outcome": draw(st.sampled_from(outcomes)),
        "persons": persons,
        "absent": draw(st.none() | st.integers(0, persons)) if persons else None,
        "household": draw(st.sampled_from((1, 2, 3))) if households else 1,
        "households": draw(st.sampled_from((None, None, 2))) if households else None,
        "triggers": draw(st.sampled_from(((), (), (), TRIGGERS[:1], TRIGGERS))),
        "partner_id": draw(st.sampled_from((None, None, None, *PEOPLE))),
        "evidence": draw(st.sampled_from(((), (), ("meter",), ("meter", "neighbour")))),
        "appointment_at": local(FIRST + 30 * HOUR, ZONE).isoformat() if draw(st.booleans()) else None,
    }
    return msgspec.convert(body, VisitRecorded)


@st.composite
def tellings(draw: st.DrawFn, *, most: int = 12) -> list[Told]:
    """What is said about a door: with few words or many, in hours or days, with or without taking anything back."""
    number = draw(st.integers(1, most))
    few = st.lists(st.sampled_from(NEAR_FINAL), min_size=1, max_size=3)
    outcomes = draw(few | few.map(lambda words: [*words, "no_answer"]) | st.just(OUTCOMES))
    one_visit = visits(outcomes, households=draw(st.booleans()))
    span = draw(st.sampled_from((8, 30, 60)))
    takes_back = draw(st.booleans())
    told = []
    for _ in range(number):
        odd = takes_back and draw(st.integers(0, 4)) == 0
        gone = tuple(sorted(draw(st.sets(st.integers(0, number - 1), max_size=2)))) if odd else ()
        others = [VisitWithdrawn(), DoorClosedUnresolved(reason="several_attempts")]
        others += [LightSeen(lit=True), LightSeen(lit=False), DoorRemarked()]
        others += [ClaimConfirmed(outcome="vacant", evidence=("owner_phone",)), ClaimConfirmed(outcome="not_found")]
        visit = _id(draw(st.integers(0, number - 1)))
        others += [OutcomeOverruled(visit=visit, reason="doubtful", household=draw(st.sampled_from((1, 1, 2))))]
        others += [AnswerAmended(visit=visit, answers={"symptom": True}, triggers=("symptom",))]
        body: Struct = draw(st.sampled_from(others) | one_visit if odd else one_visit)
        told.append(Told(body=body, who=draw(st.integers(0, 2)), hour=draw(st.integers(0, span)), gone=gone))
    return told


policies = st.builds(
    RoundPolicy,
    phone_closes=st.booleans(),
    proxy_attempts=st.integers(1, 4),
    proxy_bands=st.integers(1, 3),
    away_rechecks=st.integers(1, 3),
    vacant_evidence=st.integers(0, 3),
    confirm_by=st.sampled_from(("another", "supervisor")),
    methods=st.sampled_from((METHODS, METHODS[:1])),
)


def entries(told: list[Told]) -> list[Entry]:
    """The telling as entries of one key, recorded long after it was said."""
    return [_entry(one, number) for number, one in enumerate(told)]


def _entry(one: Told, number: int) -> Entry:
    fact = Fact(
        region_id=REGION, fact_id=_id(number), act_id=_id(number), author_id=PEOPLE[one.who],
        kind=type(one.body).__name__, version=1, subject=Subject("dwelling", DOOR), round_id=ROUND,
        occurred_at=local(FIRST + one.hour * HOUR, ZONE).isoformat(), body=Raw(msgspec.json.encode(one.body)),
        device_id=PHONES[one.who], device_seq=number + 1, supersedes=tuple(_id(gone) for gone in one.gone),
    )  # fmt: skip
    return as_entry(fact, position=number + 1, recorded_at=FIRST + 1000 * HOUR)


def _id(number: int) -> Id:
    return f"f{number:031x}"
