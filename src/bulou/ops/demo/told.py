"""Told: what a household that opened answers to the round's questions, and the person whom a trigger is about."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ops.demo.calendar import on
from bulou.ops.demo.names import name, phone

AGREES: Final = 0.97
"""How often a household says yes to a question without a trigger: whether it agreed to stay in."""
ORIGINS: Final = (("wuhan", "420100"), ("hubei", "420000"), ("province", "310000"), ("shanxi", "140100"))
Row = dict[str, Any]


def answers(asked: Sequence[Row], *, positive: Sequence[str], rng: Random) -> Row:
    """An answer to every question that was asked; where from only when somebody came back."""
    given: Row = {}
    for question in asked:
        if question["type"] == "yes_no":
            trigger = question.get("trigger")
            given[question["id"]] = trigger in positive if trigger else rng.random() < AGREES
        elif question["type"] == "choice" and "returnee" in positive:
            given[question["id"]] = rng.choice(question["options"])["code"]
        elif question["type"] == "count":
            given[question["id"]] = rng.choices((0, 1, 2), weights=(88, 9, 3))[0]
    return given


def person(door_id: Id, *, triggers: Sequence[str], at: Instant, rng: Random) -> tuple[Row, Row]:
    """The body of the record of the person concerned, and its private part."""
    where, code = rng.choices(ORIGINS, weights=(3, 4, 40, 53))[0]
    body: Row = {"dwelling_id": door_id, "triggers": triggers}
    if "returnee" in triggers:
        left = rng.randint(2, 9)
        body |= {"left_on": on(at, days=-left), "arrived_on": on(at, days=-left + 1), "from_code": code}
    body["fever"] = "symptom" in triggers
    return body, {"name": name(rng), "phone": phone(rng), "from": where, "remark": ""}
