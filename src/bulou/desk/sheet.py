"""A sheet: its doors, where it is, and the steps that it takes - back, typed in, void - each of which can be undone."""

from typing import Final, Literal

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.paper.facts import SheetReopened, SheetReturned, SheetVoided
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.rounds import RoundRow, Rounds
from bulou.projections.views.sheets import OneSheet, SheetRow

Void = Literal["lost", "spoilt", "not_needed"]
VOIDS: Final[tuple[Void, ...]] = ("lost", "spoilt", "not_needed")


class SheetDoor(Struct, frozen=True, kw_only=True):
    """A row of the sheet; `door` is None when it is no longer on the register."""

    number: int
    door: DoorRow | None


@page(right="enter_for_others")
def sheet(here: Page, sheet_id: Id) -> HttpResponse:
    """One sheet with its doors as they stand now."""
    found = find(here, sheet_id)
    current = round_row(here, found)
    people = names(here.scope, {one for one in (found.person_id, found.issued_by, found.step_by) if one})
    context = {
        "sheet": found,
        "round_name": round_name(current, here.language),
        "who": people.get(found.person_id, ""),
        "issuer": people.get(found.issued_by, ""),
        "step_who": people.get(found.step_by or "", ""),
        "rows": doors_of(here, found),
        "voids": VOIDS,
    }
    return here.render("desk/sheet.html", context)


@page(right="enter_for_others", methods=("POST",))
def step(here: Page, sheet_id: Id, step: str) -> HttpResponse:
    """The sheet is back, void, or its last step was a slip."""
    found = find(here, sheet_id)
    there = here.to("sheet", found.id)
    if step == "undo":
        if found.step_id:
            _say(here, found, SheetReopened(), supersedes=(found.step_id,))
        return here.go(there, "paper.undone")
    if found.stage in {"entered", "void"}:
        return here.go(there, f"paper.already.{found.stage}")
    if step == "back":
        if found.stage == "out":
            _say(here, found, SheetReturned())
        return here.go(there, "paper.returned", number=found.number)
    reason = here.request.POST.get("reason", "")
    if step != "void" or reason not in VOIDS:
        raise BadRequest
    _say(here, found, SheetVoided(reason=reason))
    return here.go(there, "paper.voided", number=found.number)


def find(here: Page, sheet_id: Id) -> SheetRow:
    """The sheet, if it lies in the reader's communities. Raises Http404."""
    found = read(here.scope, OneSheet(sheet_id=sheet_id)) if is_id(sheet_id) else []
    if not found:
        raise Http404
    return found[0]


def round_row(here: Page, found: SheetRow) -> RoundRow:
    """The round that a sheet was printed for."""
    return next(row for row in read(here.scope, Rounds()) if row.id == found.round_id)


def doors_of(here: Page, found: SheetRow) -> list[SheetDoor]:
    """The rows of a sheet; numbers are those that are printed."""
    where = DoorFilter(round_id=found.round_id, among="listed", doors=found.doors)
    known = {one.id: one for one in read(here.scope, Doors(where=where))}
    return [SheetDoor(number=number, door=known.get(id_)) for number, id_ in enumerate(found.doors, start=1)]


def _say(here: Page, found: SheetRow, body: Struct, *, supersedes: tuple[Id, ...] = ()) -> None:
    saying = Saying(subject_kind="sheet", subject_id=found.id, body=body, supersedes=supersedes)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
