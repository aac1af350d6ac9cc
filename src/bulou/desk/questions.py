"""Questions: the question set as versioned data, and a new version made from the last one."""

import json
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
from django.http import HttpResponse, QueryDict

from bulou.core.rounds.facts import Option, Question, QuestionSetPublished
from bulou.core.visits.outcomes import TRIGGERS
from bulou.desk.page import Page, page
from bulou.ground.words import LANGUAGES, word
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.rounds import QuestionSetRow, QuestionSets

OWN: Final = 6
"""Rows for own questions; more would not be asked at a door."""
_TYPES: Final[tuple[Literal["yes_no", "count", "choice"], ...]] = ("yes_no", "count", "choice")
_questions = msgspec.json.Decoder(tuple[Question, ...])


class Incomplete(ValueError):
    """Something that must be said in both languages was not; the text is the key of the sentence that says so."""


@page(methods=("GET", "POST"))
def questions(here: Page) -> HttpResponse:
    """Every version, and a form that makes the next one from the last."""
    published = read(here.scope, QuestionSets())
    said = here.request.POST
    refused = ""
    if here.request.method == "POST":
        try:
            _publish(here, published)
        except Incomplete as incomplete:
            refused = here.word(str(incomplete))
        else:
            return here.go(here.to("questions"), "questions.published", n=len(published) + 1)
    return here.render(
        "desk/questions.html",
        {
            "refused": refused,
            "versions": [_shown(row) for row in reversed(published)],
            "draft": _typed(said) if said else _draft(published[-1] if published else None),
            "next": len(published) + 1,
            "types": _TYPES,
            "triggers": TRIGGERS,
        },
    )


def _shown(row: QuestionSetRow) -> dict[str, Any]:
    return {
        "version": row.version,
        "questions": json.loads(row.questions),
        "read_out": json.loads(row.read_out),
    }


def _draft(last: QuestionSetRow | None) -> dict[str, Any]:
    """The last version as a form, or the standard three questions where there is none yet."""
    asked = list(_questions.decode(last.questions)) if last else standard_questions()
    triggering = [question for question in asked if question.id in TRIGGERS]
    own = [question for question in asked if question.id not in TRIGGERS]
    rows: list[dict[str, Any]] = [_row(question) for question in own]
    rows += [_row(None)] * (OWN - len(rows))
    return {
        "read_out": json.loads(last.read_out) if last else _in_both("questions.standard.read_out"),
        "standard": [
            {"id": question.id, "zh": question.text["zh"], "en": question.text["en"]} for question in triggering
        ],
        "own": rows,
    }


def standard_questions() -> list[Question]:
    """Returnee, symptom, contact: each a trigger."""
    return [
        Question(id=one, type="yes_no", text=_in_both(f"questions.standard.{one}"), trigger=one) for one in TRIGGERS
    ]


def _in_both(key: str) -> dict[Literal["zh", "en"], str]:
    return {language: word(key, language) for language in LANGUAGES}


def _row(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"zh": "", "en": "", "type": "yes_no", "trigger": "", "options": ""}
    return {
        "zh": question.text["zh"],
        "en": question.text["en"],
        "type": question.type,
        "trigger": question.trigger or "",
        "options": "\n".join(f"{option.text['zh']} | {option.text['en']}" for option in question.options),
    }


def _typed(said: QueryDict) -> dict[str, Any]:
    """The form as it was sent, so that nothing typed is lost over a missing word."""
    return {
        "read_out": {language: said.get(f"read_out_{language}", "") for language in LANGUAGES},
        "standard": [{"id": one, "zh": said.get(f"{one}_zh", ""), "en": said.get(f"{one}_en", "")} for one in TRIGGERS],
        "own": [
            {name: said.get(f"own{n}_{name}", "") for name in ("zh", "en", "type", "trigger", "options")}
            for n in range(OWN)
        ],
    }


def _publish(here: Page, published: Sequence[QuestionSetRow]) -> None:
    typed = _typed(here.request.POST)
    if not all(text.strip() for text in typed["read_out"].values()):
        raise Incomplete("questions.need_read_out")
    asked = [_question(one["id"], {**one, "type": "yes_no", "trigger": one["id"]}) for one in typed["standard"]]
    asked += [_question(f"own_{n}", one) for n, one in enumerate(typed["own"], start=1) if one["zh"] or one["en"]]
    read_out = {language: typed["read_out"][language].strip() for language in LANGUAGES}
    _say(here, published, asked, read_out)


def publish_standard(here: Page) -> None:
    """The three standard questions with their standard words, for a first round that cannot wait for better ones."""
    _say(here, read(here.scope, QuestionSets()), standard_questions(), _in_both("questions.standard.read_out"))


def _say(
    here: Page, published: Sequence[QuestionSetRow], asked: Sequence[Question], read_out: dict[Literal["zh", "en"], str]
) -> None:
    number = max((row.version for row in published), default=0) + 1
    body = QuestionSetPublished(number=number, questions=tuple(asked), read_out=read_out)
    saying = Saying(subject_kind="question_set", subject_id=new_id(here.now), body=body)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)


def _question(question_id: str, typed: dict[str, Any]) -> Question:
    zh, en = typed["zh"].strip()[:400], typed["en"].strip()[:400]
    if not (zh and en):
        raise Incomplete("questions.need_both")
    kind = next((one for one in _TYPES if one == typed["type"]), _TYPES[0])
    options = _options(typed.get("options", "")) if kind == "choice" else ()
    if kind == "choice" and len(options) < 2:
        raise Incomplete("questions.need_options")
    trigger = typed["trigger"] if typed["trigger"] in TRIGGERS and kind == "yes_no" else None
    return Question(id=question_id, type=kind, text={"zh": zh, "en": en}, trigger=trigger, options=options)


def _options(text: str) -> tuple[Option, ...]:
    """One answer a line: 中文 | English."""
    found = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        zh, _, en = (part.strip()[:400] for part in line.partition("|"))
        if not (zh and en):
            raise Incomplete("questions.need_both")
        found.append(Option(code=f"answer_{number}", text={"zh": zh, "en": en}))
    return tuple(found)
