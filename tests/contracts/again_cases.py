"""Golden cases of coming again: what a worker is told about a door at an hour, worked out alike on phone and server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bulou.core.kernel.instants import parse_instant
from bulou.core.rounds import remainder
from bulou.core.visits import again
from bulou.core.visits.fold import fold, standing
from bulou.core.visits.rules import door_state
from bulou.core.visits.state import DoorState
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


BOOKS: Final = [
    ("never left open", None, [(1, "screened"), (2, "untouched")], False),
    ("left open by the first round, nobody came in the second", 1, [(1, "no_answer"), (2, "untouched")], True),
    ("tried in vain in the second", 1, [(1, "no_answer"), (2, "no_answer")], True),
    ("answered in the second: struck off by that", 1, [(1, "no_answer"), (2, "screened")], False),
    ("found empty by two: struck off", 1, [(1, "vacant"), (2, "vacant_confirmed")], False),
    ("closed without an answer again: still on the books", 1, [(1, "no_answer"), (2, "closed_unresolved")], True),
    (
        "answered in the second, shut in the third: settled",
        1,
        [(1, "refused"), (2, "screened"), (3, "no_answer")],
        False,
    ),
    ("what the round itself found does not strike it off", 2, [(1, "screened"), (2, "closed_unresolved")], True),
    ("left open anew by the third", 3, [(1, "no_answer"), (2, "screened"), (3, "refused")], True),
    ("a phone answer that closes strikes it off", 1, [(1, "no_access"), (2, "screened_phone")], False),
]
"""By name: the round that left a door open, its state by round, and whether it is still on the books."""


def _door(code: str) -> DoorState:
    out = code.endswith("_confirmed")
    closed = code in {"screened", "screened_phone", "closed_unresolved"}
    return DoorState(state=code, closed=closed, out_of_scope=out)  # type: ignore[arg-type]  # a code of the list


def books() -> list[dict[str, Any]]:
    """The cases as both languages read them."""
    return [
        {
            "name": name,
            "carried": carried,
            "rounds": [
                [number, {"state": door.state, "closed": door.closed, "out_of_scope": door.out_of_scope}]
                for number, door in ((number, _door(code)) for number, code in rounds)
            ],
            "on_the_books": remainder.on_the_books(
                carried_by=carried, rounds=[(number, _door(code)) for number, code in rounds]
            ),
        }
        for name, carried, rounds, _ in BOOKS
    ]
