"""Answers: what a household said, in the words of the question set that it was asked with then."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.rounds.facts import Question
from bulou.core.visits.facts import Answers
from bulou.desk.page import Page
from bulou.projections.views.rounds import QuestionSetRow, RoundRow
from bulou.projections.views.story import Told

_questions: Final = msgspec.json.Decoder(tuple[Question, ...])
Asked = Mapping[Id, tuple[Question, ...]]
"""By round: the questions that were asked in it, as they stood then."""


class Answer(Struct, frozen=True, kw_only=True):
    """One question and its answer in words; `first` is what was answered at the door, where it was amended."""

    id: str
    question: str
    words: str
    first: str = ""
    value: Any = None


def asked_in(rounds: Sequence[RoundRow], sets: Sequence[QuestionSetRow]) -> Asked:
    """The questions of every round, by the version that it was launched with."""
    by_id = {row.id: row for row in sets}
    return {
        row.id: _questions.decode(by_id[row.question_set_id].questions)
        for row in rounds
        if row.question_set_id in by_id
    }


def answers_of(here: Page, visit: Told, story: Sequence[Told], asked: Asked) -> list[Answer]:
    """The answers of a visit, amended where somebody put them right since, in the order of the questions."""
    first: Answers = visit.body.answers
    now: Answers = {**first, **_amended(visit, story)}
    questions = {one.id: one for one in asked.get(visit.round_id or "", ())}
    order = [*(one for one in questions if one in now), *(one for one in now if one not in questions)]
    return [
        Answer(
            id=one,
            question=questions[one].text[here.language] if one in questions else one,
            words=_words(here, questions.get(one), now[one]),
            first=_words(here, questions.get(one), first.get(one)) if first.get(one) != now[one] else "",
            value=now[one],
        )
        for one in order
    ]


def _amended(visit: Told, story: Sequence[Told]) -> Answers:
    """What later facts put right, the last word on each question; withdrawn and held ones say nothing."""
    found: Answers = {}
    for told in story:
        counts = told.kind == "AnswerAmended" and told.body is not None and not (told.withdrawn or told.held)
        if counts and told.body.visit == visit.fact_id:
            found |= told.body.answers
    return found


def _words(here: Page, question: Question | None, value: Any) -> str:  # noqa: ANN401  # yes or no, a count, a code
    if value is None:
        return here.word("answer.none")
    if isinstance(value, bool):
        return here.word("answer.yes" if value else "answer.no")
    if question is not None and question.type == "choice":
        return next((one.text[here.language] for one in question.options if one.code == value), str(value))
    return str(value)


def typed_answer(question: Question, text: str) -> bool | int | str | None:
    """An answer as a form gives it; None: nothing, or nothing that this question can be answered with."""
    if question.type == "yes_no":
        return {"yes": True, "no": False}.get(text)
    if question.type == "count":
        return int(text) if text.isdecimal() and len(text) < 4 else None
    return text if text in {one.code for one in question.options} else None


def options_of(here: Page, question: Question) -> list[tuple[str, str]]:
    """What a form offers for a question; empty: a number is typed."""
    if question.type == "yes_no":
        return [("yes", here.word("answer.yes")), ("no", here.word("answer.no"))]
    return [(one.code, one.text[here.language]) for one in question.options]
