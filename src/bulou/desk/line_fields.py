"""Line fields: what was typed for one door, read into a line; every fault names its field and how to put it right."""

from collections.abc import Mapping, Sequence
from datetime import date, time, tzinfo
from typing import Any, Final, cast

import msgspec
from django.http import QueryDict
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import Instant, local
from bulou.core.paper.lines import OUTCOMES, Line, lacking
from bulou.core.rounds.facts import Question
from bulou.core.visits.outcomes import OutcomeCode
from bulou.desk import handwriting
from bulou.desk.page import Page
from bulou.projections.read import read
from bulou.projections.views.rounds import QuestionSets, RoundRow

FIELDS: Final = ("outcome", "persons", "time", "due", "remark")
REMARK: Final = 400


class Heading(Struct, frozen=True, kw_only=True):
    """What the head of a sheet says for all its lines: the day, the hour it began, who went and with whom."""

    day: date
    hour: time | None
    by: Id | None
    partner: Id | None


class Bounds(Struct, frozen=True, kw_only=True):
    """When a visit can have been: not before the sheet was printed, not after now."""

    earliest: Instant
    latest: Instant
    zone: tzinfo


class Reading(Struct, frozen=True, kw_only=True):
    """A line as typed and as read; with `faults` (word keys by field) there is no line."""

    values: Mapping[str, str]
    faults: Mapping[str, str]
    line: Line | None = None
    happened_at: Instant = 0
    remark: str = ""


def questions_of(here: Page, current: RoundRow) -> tuple[Question, ...]:
    """The questions of a round."""
    found = next((one for one in read(here.scope, QuestionSets()) if one.id == current.question_set_id), None)
    return msgspec.json.decode(found.questions, type=tuple[Question, ...]) if found else ()


def read_heading(given: QueryDict, *, now: Instant, zone: tzinfo) -> tuple[Heading, dict[str, str]]:
    """The head as typed, and its faults by field. Without a day it is today's."""
    faults = {}
    try:
        on = date.fromisoformat(given.get("day", ""))
    except ValueError:
        on = local(now, zone).date()
        faults["day"] = "line.fault.day"
    hour = handwriting.clock(given.get("hour", ""))
    if hour is None and given.get("hour", "").strip():
        faults["hour"] = "line.fault.time"
    by, partner = (one if is_id(one := given.get(name, "")) else None for name in ("by", "partner"))
    return Heading(day=on, hour=hour, by=by, partner=partner if partner != by else None), faults


def read_line(
    given: QueryDict, mark: str, heading: Heading, *, questions: Sequence[Question], bounds: Bounds
) -> Reading | None:
    """The line whose fields end in `mark`; None where nothing was typed."""
    names = [*FIELDS, *(f"answer-{one.id}" for one in questions)]
    values = {name: given.get(f"{name}{mark}", "").strip() for name in names}
    if not any(values.values()):
        return None
    if values["outcome"] not in OUTCOMES:
        return Reading(values=values, faults={"outcome": "line.fault.outcome"})
    faults: dict[str, str] = {}
    line = _line(values, heading, questions, faults, bounds.zone)
    at = _happened_at(values["time"], heading, bounds, faults)
    for lack in lacking(line, questions=questions):
        field = {"absent": "persons"}.get(lack, lack)
        faults.setdefault(field, f"line.fault.{lack}")
    if faults:
        return Reading(values=values, faults=faults)
    return Reading(values=values, faults={}, line=line, happened_at=at, remark=values["remark"][:REMARK])


def _line(
    values: Mapping[str, str], heading: Heading, questions: Sequence[Question], faults: dict[str, str], zone: tzinfo
) -> Line:
    counted = handwriting.count(values["persons"])
    if counted is None and values["persons"]:
        faults["persons"] = "line.fault.persons"
    outcome = cast("OutcomeCode", values["outcome"])
    due, until = values["due"] if outcome == "appointment" else "", values["due"] if outcome == "away" else ""
    agreed = handwriting.moment(due, near=heading.day, zone=zone) if due else None
    back = handwriting.day(until, near=heading.day) if until else None
    if (due and agreed is None) or (until and back is None):
        faults["due"] = "line.fault.due" if due else "line.fault.until"
    return Line(
        outcome=outcome,
        persons=counted[0] if counted else None,
        absent=counted[1] if counted else None,
        answers=_answers(values, questions, faults),
        due_at=agreed.isoformat() if agreed else None,
        away_until=back.isoformat() if back else None,
    )


def _answers(values: Mapping[str, str], questions: Sequence[Question], faults: dict[str, str]) -> dict[str, Any]:
    answers: dict[str, bool | int | str] = {}
    for one in questions:
        said = values[f"answer-{one.id}"]
        if not said:
            continue
        if one.type == "yes_no" and said in {"0", "1"}:
            answers[one.id] = said == "1"
        elif one.type == "count" and said.isdecimal() and len(said) < 4:
            answers[one.id] = int(said)
        elif one.type == "choice" and said in {option.code for option in one.options}:
            answers[one.id] = said
        else:
            faults["answers"] = "line.fault.answer"
    return answers


def _happened_at(text: str, heading: Heading, bounds: Bounds, faults: dict[str, str]) -> Instant:
    hour = handwriting.clock(text) if text else heading.hour
    if hour is None:
        faults["time"] = "line.fault.time" if text else "line.fault.no_time"
        return 0
    at = handwriting.at(heading.day, hour, bounds.zone)
    if at > bounds.latest:
        faults["time"] = "line.fault.future"
    elif at < bounds.earliest:
        faults["time"] = "line.fault.before"
    return at
