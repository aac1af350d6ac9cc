"""Golden cases of what changes between two rounds, worked out alike on phone and desk."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bulou.core.rounds.changes import changes
from bulou.core.rounds.facts import Option, Question
from bulou.core.rounds.policy import RoundPolicy

RETURNEE = Question(id="returnee", type="yes_no", text={"zh": "有人返乡吗", "en": "Any returnee"}, trigger="returnee")
FROM = Question(
    id="from", type="choice", text={"zh": "从哪里", "en": "From where"}, trigger="returnee",
    options=(Option(code="wuhan", text={"zh": "武汉", "en": "Wuhan"}),),
)  # fmt: skip
ADVISED = Question(id="advised", type="yes_no", text={"zh": "劝过不出门吗", "en": "Told to stay at home"})
MORE = msgspec.structs.replace(FROM, options=(*FROM.options, Option(code="hubei", text={"zh": "湖北", "en": "Hubei"})))
FIRST = RoundPolicy()

CASES: Final[list[tuple[str, RoundPolicy, RoundPolicy, tuple[Question, ...], tuple[Question, ...], list[str]]]] = [
    ("nothing changed", FIRST, FIRST, (RETURNEE,), (RETURNEE,), []),
    ("a question is new", FIRST, FIRST, (RETURNEE,), (RETURNEE, FROM), ["+from"]),
    ("a question is gone", FIRST, FIRST, (RETURNEE, FROM), (RETURNEE,), ["-from"]),
    ("one more answer to choose", FIRST, FIRST, (RETURNEE, FROM), (RETURNEE, MORE), ["~from"]),
    ("their order alone is no change", FIRST, FIRST, (RETURNEE, ADVISED), (ADVISED, RETURNEE), []),
    (
        "the third round of the week: advice is asked for, people go in pairs and masked",
        FIRST,
        RoundPolicy(pairs=True, protection=("mask", "distance"), vacant_evidence=2),
        (RETURNEE, FROM),
        (RETURNEE, FROM, ADVISED),
        ["+advised", "vacant_evidence", "pairs", "protection"],
    ),
    (
        "a neighbour's word no longer closes, a supervisor must confirm",
        FIRST,
        RoundPolicy(methods=("door", "phone"), confirm_by="supervisor", phone_closes=False),
        (RETURNEE,),
        (RETURNEE,),
        ["phone_closes", "confirm_by", "methods"],
    ),
    (
        "words of advice are shown whole, not as a change",
        FIRST,
        RoundPolicy(advice={"zh": "先敲门，再后退一米", "en": "Knock, then step back"}),
        (),
        (),
        [],
    ),
]


def found(case: tuple[Any, ...]) -> list[str]:
    """What the rule says of a case."""
    _, before, after, asked, asks, _ = case
    return changes(before=before, after=after, asked=asked, asks=asks)


def document() -> list[dict[str, Any]]:
    """The cases as both languages read them."""
    return [
        {
            "name": case[0],
            "before": {"policy": msgspec.to_builtins(case[1]), "questions": msgspec.to_builtins(case[3])},
            "after": {"policy": msgspec.to_builtins(case[2]), "questions": msgspec.to_builtins(case[4])},
            "changes": found(case),
        }
        for case in CASES
    ]
