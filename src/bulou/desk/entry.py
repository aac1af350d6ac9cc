"""Entry: what stands on a sheet that came back, typed in line by line; each line is kept at once and can be undone."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.core.paper.facts import SheetDoorAdded, SheetEntered, SheetReturned
from bulou.core.paper.lines import Source, visit_of
from bulou.core.rounds.facts import Question
from bulou.core.territory.facts import DwellingListed
from bulou.core.visits.facts import VisitWithdrawn
from bulou.desk.line_fields import Heading, Reading, questions_of, read_heading, read_line
from bulou.desk.page import Page, page
from bulou.desk.sheet import find
from bulou.desk.sheet_rows import EDITABLE, asked_of, bounds_of, context_of, outcomes_of, round_row, rows_of
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger.append import lock
from bulou.projections.read import read
from bulou.projections.views.doors import DoorFilter, Doors
from bulou.projections.views.sheets import SheetRow
from bulou.projections.views.typed import typed_in

ROW: Final = "Bulou-Row"
"""The request header by which a page asks for the one row that it sends."""


@page(right="enter_for_others", methods=("POST",))
def rows(here: Page, sheet_id: Id) -> HttpResponse:
    """Keeps the lines that are filled in (or the one named in `row`), takes one back, or finishes the sheet."""
    found = find(here, sheet_id)
    there = here.to("sheet", found.id)
    if found.stage not in EDITABLE:
        return here.go(there, f"paper.already.{found.stage}")
    given = here.request.POST
    only = int(given["row"]) if ROW in here.request.headers and given.get("row", "").isdecimal() else None
    if given.get("undo"):
        _take_back(here, found, given["undo"])
        return _row(here, found, only, {}) if only else here.go(there, "line.undone")
    heading, faults = read_heading(given, now=here.now, zone=here.region.zone)
    questions = questions_of(here, round_row(here, found))
    readings = _readings(here, found, heading, questions, only)
    if faults:
        readings = {number: _waiting(reading) for number, reading in readings.items()}
    kept = _keep(here, found, heading, readings, questions)
    faulty = bool(faults) or any(reading.faults for reading in readings.values())
    if only:
        return _row(here, found, only, readings, faults)
    if faulty:
        context = context_of(here, find(here, found.id), heading=heading, readings=readings, faults=faults)
        return here.render("desk/sheet.html", {**context, "kept": kept}, status=422)
    if "finish" in given:
        done = _finish(here, found)
        return here.go(here.to("paper"), "paper.entered", number=found.number, n=done)
    return here.go(there, "line.kept" if kept else "line.nothing", n=kept)


@page(right="enter_for_others", methods=("POST",))
def add_door(here: Page, sheet_id: Id) -> HttpResponse:
    """A door that was written on an empty line: it becomes the next row, and is put on the register if it was not."""
    found = find(here, sheet_id)
    label, stairwell = here.request.POST.get("label", "").strip()[:80], here.request.POST.get("stairwell", "")
    there = here.to("sheet", found.id)
    if found.stage not in EDITABLE or not label or not is_id(stairwell):
        return here.go(there, "line.door.which")
    neighbours = read(here.scope, Doors(where=DoorFilter(round_id=None, among="listed", stairwell=stairwell)))
    if not neighbours:
        raise BadRequest
    same = next((one.id for one in neighbours if one.label == label), None)
    door = same or new_id(here.now)
    sayings = [Saying(subject_kind="sheet", subject_id=found.id, body=SheetDoorAdded(dwelling_id=door))]
    if same is None:
        last = max(one.sort for one in neighbours)
        floor = int(label[:-2]) if label.isdecimal() and len(label) in {3, 4} else None
        body = DwellingListed(stairwell_id=stairwell, label=label, floor=floor, sort=last, source="added")
        sayings.insert(0, Saying(subject_kind="dwelling", subject_id=door, body=body))
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(f"{there}#row-{len(found.doors) + 1}", "line.door.added", label=label)


def _readings(
    here: Page, found: SheetRow, heading: Heading, questions: tuple[Question, ...], only: int | None
) -> dict[int, Reading]:
    numbers = [only] if only else range(1, len(found.doors) + 1)
    bounds = bounds_of(here, found)
    readings = {
        number: read_line(here.request.POST, f"-{number}", heading, questions=questions, bounds=bounds)
        for number in numbers
        if 0 < number <= len(found.doors)
    }
    return {number: reading for number, reading in readings.items() if reading is not None}


def _waiting(reading: Reading) -> Reading:
    """A line under a head that cannot be read: it stays as typed until the head is put right."""
    return Reading(values=reading.values, faults=reading.faults or {"heading": "line.fault.heading"})


def _keep(
    here: Page, found: SheetRow, heading: Heading, readings: Mapping[int, Reading], questions: tuple[Question, ...]
) -> int:
    """Says every complete line, in one transaction; how many. A line that was sent twice is kept once."""
    whole = {number: reading for number, reading in readings.items() if reading.line is not None}
    if not whole:
        return 0
    went = heading.by or found.person_id
    source = Source(
        medium="paper",
        visited_by=None if went == here.person_id else went,
        partner_id=heading.partner,
        sheet_id=found.id,
    )

    def job() -> int:
        lock(here.region_id)
        known = {visit.act_id for visits in typed_in(here.scope, found.id).values() for visit in visits}
        sheet = find(here, found.id)
        if sheet.stage == "out":
            _say(here, Saying(subject_kind="sheet", subject_id=found.id, body=SheetReturned()))
        for number, reading in whole.items():
            token = here.request.POST.get(f"token-{number}", "")
            if token not in known and reading.line is not None:
                body = visit_of(reading.line, source, questions=questions)
                saying = Saying(
                    subject_kind="dwelling",
                    subject_id=found.doors[number - 1],
                    body=body,
                    round_id=found.round_id,
                    private={"remark": reading.remark} if reading.remark else None,
                    happened_at=reading.happened_at,
                )
                _say(here, saying, act_id=token if is_id(token) else None)
        return len(whole)

    return write(job)


def _take_back(here: Page, found: SheetRow, fact_id: Id) -> None:
    """Withdraws a visit that was typed in from this sheet; anything else is not this page's to withdraw."""
    typed = typed_in(here.scope, found.id)
    door = next((door for door, visits in typed.items() if any(one.fact_id == fact_id for one in visits)), None)
    if door is None:
        return
    _say(
        here,
        Saying(
            subject_kind="dwelling",
            subject_id=door,
            body=VisitWithdrawn(),
            round_id=found.round_id,
            supersedes=(fact_id,),
        ),
    )


def _finish(here: Page, found: SheetRow) -> int:
    """Everything that stands on the sheet is in; doors without anything stay owed."""
    typed = typed_in(here.scope, found.id)
    body = SheetEntered(rows=len(typed), blank=len(found.doors) - len(typed))
    _say(here, Saying(subject_kind="sheet", subject_id=found.id, body=body))
    return len(typed)


def _row(
    here: Page, found: SheetRow, only: int, readings: Mapping[int, Reading], faults: Mapping[str, str] | None = None
) -> HttpResponse:
    """The row that was sent, as it stands now."""
    row = next((one for one in rows_of(here, find(here, found.id), readings) if one.number == only), None)
    if row is None:
        raise BadRequest
    context = {
        "row": row,
        "editable": True,
        "questions": asked_of(here, questions_of(here, round_row(here, found))),
        "outcomes": outcomes_of(here),
        "faults": faults or {},
    }
    return here.render("desk/sheet_row.html", context, status=422 if row.faults or faults else 200)


def _say(here: Page, saying: Saying, *, act_id: Id | None = None) -> None:
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone, act_id=act_id)
