"""A sheet: its doors, where it is, and the steps that it takes - back, typed in, void - each of which can be undone."""

from typing import Final, Literal

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.paper.facts import SheetReopened, SheetReturned, SheetVoided
from bulou.desk.office import office_of
from bulou.desk.page import Page, page
from bulou.desk.sheet_rows import EDITABLE, context_of
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.sheets import OneSheet, SheetRow

Void = Literal["lost", "spoilt", "not_needed"]
VOIDS: Final[tuple[Void, ...]] = ("lost", "spoilt", "not_needed")


@page(right="enter_for_others")
def sheet(here: Page, sheet_id: Id) -> HttpResponse:
    """One sheet with its doors as they stand now."""
    found = find(here, sheet_id)
    context = {**context_of(here, found), "voids": VOIDS, "office": office_of(here)}
    return here.render("desk/sheet.html", context)


@page(right="enter_for_others", methods=("POST",))
def step(here: Page, sheet_id: Id, step: str) -> HttpResponse:
    """The sheet is back, void, or its last step was a slip."""
    found = find(here, sheet_id)
    there = here.to("sheet", found.id)
    if step == "undo":
        if found.step_id:
            say_of(here, found, SheetReopened(), supersedes=(found.step_id,))
        return here.go(there, "paper.undone")
    if found.stage not in EDITABLE:
        return here.go(there, f"paper.already.{found.stage}")
    if step == "back":
        if found.stage == "out":
            say_of(here, found, SheetReturned())
        return here.go(there, "paper.returned", number=found.number)
    reason = here.request.POST.get("reason", "")
    if step != "void" or reason not in VOIDS:
        raise BadRequest
    say_of(here, found, SheetVoided(reason=reason))
    return here.go(there, "paper.voided", number=found.number)


def find(here: Page, sheet_id: Id) -> SheetRow:
    """The sheet, if it lies in the reader's communities. Raises Http404."""
    found = read(here.scope, OneSheet(sheet_id=sheet_id)) if is_id(sheet_id) else []
    if not found:
        raise Http404
    return found[0]


def say_of(here: Page, found: SheetRow, body: Struct, *, supersedes: tuple[Id, ...] = ()) -> None:
    """Says something about a sheet."""
    saying = Saying(subject_kind="sheet", subject_id=found.id, body=body, supersedes=supersedes)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
