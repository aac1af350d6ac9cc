"""Calling: what a household or a worker says on the phone, written down by whoever answers (电话代录)."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import local
from bulou.core.paper.lines import BY_PHONE, Source, visit_of
from bulou.core.visits.facts import VisitWithdrawn
from bulou.desk.doors import owners_of
from bulou.desk.line_fields import Bounds, Heading, Reading, questions_of, read_heading, read_line
from bulou.desk.page import Page, page
from bulou.desk.places import door_words
from bulou.desk.search import LONGEST, everything
from bulou.desk.sheet_rows import asked_of, outcomes_of
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.chain import on_duty
from bulou.projections.views.doors import OneDoor, OneDoorRow
from bulou.projections.views.rounds import RoundRow
from bulou.projections.views.sheets import SheetsNumbered

LAST: Final = "called"
"""Where a session keeps the last call that was written down, so that a slip can be undone at once."""
PLACES: Final = frozenset({"stairwell", "building", "place"})
SLIP: Final = re.compile(r"(\d{1,7})-(\d{1,3})")
"""The number on a notice or receipt: sheet and row."""


@page(right="enter_for_others", methods=("GET", "POST"))
def call(here: Page) -> HttpResponse:
    """Finds the door that a call is about. What is typed may be a name, so it is never part of an address."""
    asked = here.request.POST.get("q", "").strip()[:LONGEST]
    on_slip = _on_slip(here, asked)
    found = everything(here, asked) if asked else []
    doors = [hit for hits in found if hits.kind == "door" for hit in hits.hits]
    if len(doors) + bool(on_slip) == 1:
        return here.go(here.to("call_door", on_slip.id if on_slip else doors[0].id))
    context = {
        "asked": asked,
        "on_slip": on_slip,
        "doors": doors,
        "places": [hit for hits in found if hits.kind in PLACES for hit in hits.hits],
        "last": here.request.session.get(LAST),
    }
    return here.render("desk/call.html", context)


@page(right="enter_for_others", methods=("GET", "POST"))
def call_door(here: Page, door_id: Id) -> HttpResponse:
    """The form for one door; a POST writes down what was said."""
    current = round_of(here.scope)
    if current is None:
        return here.go(here.to("rounds"), "rounds.none")
    door = _door(here, door_id, current)
    if here.request.method == "GET":
        return here.render("desk/call_door.html", _context(here, current, door))
    reading, caller, faults = _read(here, current)
    if reading is None or reading.line is None or faults:
        values = reading.values if reading else {}
        told = {**(reading.faults if reading else {"outcome": "line.fault.outcome"}), **faults}
        return here.render("desk/call_door.html", _context(here, current, door, values=values, faults=told), status=422)
    _write(here, current, door, reading, caller)
    return here.go(here.to("call"), "call.kept", door=door_words(door, here.language))


@page(right="enter_for_others", methods=("POST",))
def undo_call(here: Page) -> HttpResponse:
    """Takes back the call that this reader wrote down last."""
    last = here.request.session.pop(LAST, None)
    if not last:
        raise Http404
    withdrawn = Saying(
        subject_kind="dwelling",
        subject_id=last["door"],
        body=VisitWithdrawn(),
        round_id=last["round"],
        supersedes=(last["fact"],),
    )
    say([withdrawn], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("call_door", last["door"]), "line.undone")


def _on_slip(here: Page, asked: str) -> OneDoorRow | None:
    """The door whose notice or receipt bears this number."""
    named = SLIP.fullmatch(asked)
    if named is None:
        return None
    sheets = read(here.scope, SheetsNumbered(first=int(named[1]), last=int(named[1])))
    row = int(named[2])
    if not sheets or not 0 < row <= len(sheets[-1].doors):
        return None
    return next(iter(read(here.scope, OneDoor(door_id=sheets[-1].doors[row - 1], round_id=sheets[-1].round_id))), None)


def _door(here: Page, door_id: Id, current: RoundRow) -> OneDoorRow:
    found = read(here.scope, OneDoor(door_id=door_id, round_id=current.id)) if is_id(door_id) else []
    if not found:
        raise Http404
    return found[0]


def _read(here: Page, current: RoundRow) -> tuple[Reading | None, Source, dict[str, str]]:
    """What was typed, who called, and what is wrong. A household speaks for now, a worker for when they were there."""
    given = here.request.POST
    zone = here.region.zone
    spoke = given.get("caller") != "worker"
    bounds = Bounds(earliest=current.opened_at, latest=here.now, zone=zone)
    faults: dict[str, str] = {}
    if spoke:
        at = local(here.now, zone)
        heading = Heading(day=at.date(), hour=time(at.hour, at.minute), by=None, partner=None)
    else:
        heading, faults = read_heading(given, now=here.now, zone=zone)
        if heading.by is None:
            faults["by"] = "call.fault.who"
    reading = read_line(given, "", heading, questions=questions_of(here, current), bounds=bounds)
    if spoke and reading and reading.values["outcome"] not in {"", *BY_PHONE}:
        faults["outcome"] = "call.fault.by_phone"
    visited_by = heading.by if heading.by != here.person_id else None
    return reading, Source(medium="call", visited_by=visited_by, spoke=spoke), faults


def _write(here: Page, current: RoundRow, door: OneDoorRow, reading: Reading, caller: Source) -> None:
    if reading.line is None:
        return
    saying = Saying(
        subject_kind="dwelling",
        subject_id=door.id,
        body=visit_of(reading.line, caller, questions=questions_of(here, current)),
        round_id=current.id,
        private={"remark": reading.remark} if reading.remark else None,
        happened_at=None if caller.spoke else reading.happened_at,
    )
    (recorded,) = say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    here.request.session[LAST] = {
        "door": door.id,
        "round": current.id,
        "fact": recorded.receipts[0].id,
        "words": door_words(door, here.language),
    }


def _context(
    here: Page, current: RoundRow, door: OneDoorRow, *, values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    duty = on_duty(here.scope, at=here.now)
    owners = owners_of(door, duty)
    others = {post.person_id for posts in duty.by_area.values() for post in posts} - {one for one, _ in owners}
    given = here.request.POST
    return {
        "door": door,
        "owners": owners,
        "others": sorted(((one, duty.name(one)) for one in others), key=lambda choice: choice[1]),
        "questions": asked_of(here, questions_of(here, current)),
        "outcomes": outcomes_of(here),
        "by_phone": BY_PHONE,
        "values": values or {},
        "faults": faults or {},
        "caller": given.get("caller", "household"),
        "by": given.get("by", owners[0][0] if owners else ""),
        "visited_on": given.get("day") or local(here.now, here.region.zone).date().isoformat(),
    }
