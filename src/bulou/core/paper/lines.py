"""Lines: what somebody wrote on a line of a sheet, or said on the phone, as a visit - or what it lacks to be one."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.rounds.facts import Question
from bulou.core.visits.facts import How, VisitRecorded
from bulou.core.visits.outcomes import SCREENED, TRIGGERS, OutcomeCode

Lack = Literal["persons", "absent", "answers", "due"]
Medium = Literal["paper", "call"]

OUTCOMES: Final[tuple[OutcomeCode, ...]] = (
    "screened", "screened_phone", "no_answer", "occupied_no_answer", "refused", "appointment", "away", "vacant",
    "no_access", "proxy", "refused_soft", "not_dwelling", "not_found", "language", "unable",
)  # fmt: skip
"""What can be typed in; the first ones have a box of their own on paper. `screened_part` follows from who was out."""

BY_PHONE: Final[tuple[OutcomeCode, ...]] = ("screened_phone", "appointment", "away", "refused_soft", "language")
"""What a call with the household itself can come to: nobody of ours stood at the door."""


class Line(Struct, frozen=True, kw_only=True):
    """A line as it was read. `persons` live there, `absent` of them were not seen; `answers` by the question's id."""

    outcome: OutcomeCode
    persons: int | None = None
    absent: int | None = None
    answers: Mapping[str, bool | int | str] = {}
    due_at: str | None = None
    away_until: str | None = None


class Source(Struct, frozen=True, kw_only=True):
    """How it came to the desk: on paper or by call; who went, with whom. `spoke`: it was the household that called."""

    medium: Medium
    visited_by: Id | None = None
    partner_id: Id | None = None
    sheet_id: Id | None = None
    spoke: bool = False


def lacking(line: Line, *, questions: Iterable[Question]) -> list[Lack]:
    """What must still be said. A household that answered needs its head-count and every question that can find a
    trigger: an empty box is not a "no". An appointment needs its time.
    """
    found: list[Lack] = []
    if line.outcome in SCREENED:
        if line.persons is None:
            found.append("persons")
        elif line.absent and line.absent > line.persons:
            found.append("absent")
        if any(_finds(one) and one.id not in line.answers for one in questions):
            found.append("answers")
    if line.outcome == "appointment" and line.due_at is None:
        found.append("due")
    return found


def visit_of(line: Line, source: Source, *, questions: Iterable[Question]) -> VisitRecorded:
    """The visit that a complete line tells of. Only a household that answered has counts and answers."""
    answered = line.outcome in SCREENED
    positive = {one.trigger for one in questions if _finds(one) and line.answers.get(one.id) is True}
    outcome = "screened_part" if line.outcome == "screened" and line.absent else line.outcome
    how: How = "phone" if source.spoke or outcome == "screened_phone" else "door"
    return VisitRecorded(
        outcome=outcome,
        how=how,
        source=source.medium,
        visited_by=source.visited_by,
        sheet_id=source.sheet_id,
        partner_id=source.partner_id,
        persons=line.persons if answered else None,
        absent=(line.absent or None) if answered else None,
        answers=dict(line.answers) if answered else {},
        triggers=tuple(one for one in TRIGGERS if one in positive) if answered else (),
        appointment_at=line.due_at if outcome == "appointment" else None,
        away_until=line.away_until if outcome == "away" else None,
    )


def _finds(question: Question) -> bool:
    return question.type == "yes_no" and question.trigger is not None
