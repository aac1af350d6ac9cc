"""Golden cases of coming again: what a worker is told about a door at an hour, worked out alike on phone and server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bulou.core.kernel.instants import parse_instant
from bulou.core.visits import again
from bulou.core.visits.fold import fold, standing
from bulou.core.visits.rules import door_state
from tests.contracts.telling import LI, WANG, ZHAO, Case, confirmed, overruled, visit, window


@dataclass(frozen=True)
class Asked:
    """A telling, the hour at which somebody looks at their list, and who."""

    case: Case
    now: str
    person: str
    expect: dict[str, Any]


def answer(asked: Asked) -> dict[str, Any]:
    """What the rules say about the door at that hour."""
    case, zone = asked.case, ZoneInfo(asked.case.timezone)
    visits = fold(case.entries)
    state = door_state(visits=visits, policy=case.policy, zone=zone)
    now = parse_instant(asked.now)
    return {
        "appointment": again.appointment(due_at=state.due_at, now=now) if state.due_at else None,
        "untried_now": again.untried_now(state, now=now, zone=zone),
        "lit_since": again.lit_since(state),
        "may_look_again": again.may_look_again(standing(visits), state, person_id=asked.person),
        "window": state.state in again.WINDOWS,
    }


def document(entry: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # how an entry is written is the writer's
    """The cases as both languages read them."""
    return [
        {
            "name": asked.case.name,
            "timezone": asked.case.timezone,
            "policy": msgspec.to_builtins(asked.case.policy),
            "entries": [entry(one) for one in asked.case.entries],
            "now": parse_instant(asked.now),
            "person": asked.person,
            "expect": answer(asked),
        }
        for asked in AGAIN
    ]


def _at(day_and_time: str) -> str:
    day, _, time = day_and_time.partition(" ")
    return f"2020-01-{day}T{time}:00+08:00"


DUE = "2020-01-30T20:30:00+08:00"
AGREED = [visit("appointment", at="30 09:00", appointment_at=DUE)]
CLAIM = [visit("vacant", at="29 09:00", by=LI, partner_id=WANG, evidence=["meter"])]

AGAIN: Final = [
    Asked(
        Case("an appointment of this evening is for later", AGREED, {}), _at("30 20:14"), LI, {"appointment": "later"}
    ),
    Asked(
        Case("a quarter of an hour before, it is time to go", AGREED, {}), _at("30 20:15"), LI, {"appointment": "due"}
    ),
    Asked(Case("half an hour late is still in time", AGREED, {}), _at("30 21:00"), LI, {"appointment": "due"}),
    Asked(
        Case("after that somebody was kept waiting", AGREED, {}),
        _at("30 21:01"),
        LI,
        {"appointment": "overdue", "untried_now": False, "window": False},
    ),
    Asked(
        Case("tried in the morning, the evening is untried", [visit("no_answer", at="30 09:00")], {}),
        _at("30 19:00"),
        LI,
        {"untried_now": True, "window": True},
    ),
    Asked(
        Case("the same band of another day is not untried", [visit("no_answer", at="29 19:00")], {}),
        _at("30 19:30"),
        LI,
        {"untried_now": False},
    ),
    Asked(
        Case("nobody has been there: not again", [], {}), _at("30 19:00"), LI, {"untried_now": False, "window": True}
    ),
    Asked(
        Case("a screened door is not tried again", [visit("screened", at="30 09:00")], {}),
        _at("30 19:00"),
        LI,
        {"untried_now": False, "window": False},
    ),
    Asked(
        Case("an overruled door is tried again", [visit("screened", at="30 09:00"), overruled(1, at="30 15:00")], {}),
        _at("30 19:00"),
        LI,
        {"untried_now": True},
    ),
    Asked(
        Case("light after the last knock", [visit("no_answer", at="30 15:00"), window(at="30 19:00", lit=True)], {}),
        _at("30 19:30"),
        LI,
        {"lit_since": True},
    ),
    Asked(
        Case("light before the last knock", [window(at="30 19:00", lit=True), visit("no_answer", at="30 19:10")], {}),
        _at("30 19:30"),
        LI,
        {"lit_since": False},
    ),
    Asked(
        Case("dark again", [window(at="29 19:00", lit=True), window(at="30 19:00", lit=False)], {}),
        _at("30 19:30"),
        LI,
        {"lit_since": False},
    ),
    Asked(Case("nobody looks twice at the own claim", CLAIM, {}), _at("30 19:00"), LI, {"may_look_again": False}),
    Asked(Case("nor does the partner", CLAIM, {}), _at("30 19:00"), WANG, {"may_look_again": False}),
    Asked(Case("somebody else does", CLAIM, {}), _at("30 19:00"), ZHAO, {"may_look_again": True, "untried_now": False}),
    Asked(
        Case("whoever confirmed has looked", [*CLAIM, confirmed("vacant", at="29 20:00", by=ZHAO)], {}),
        _at("30 19:00"),
        ZHAO,
        {"may_look_again": False, "window": True},
    ),
    Asked(
        Case("a claim before a sign of life is nobody's to confirm", [*CLAIM, window(at="29 20:00", lit=True)], {}),
        _at("30 19:00"),
        ZHAO,
        {"may_look_again": False, "lit_since": True},
    ),
]
