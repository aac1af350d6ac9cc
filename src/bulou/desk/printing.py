"""Printing: the record as PDFs that a browser shows and a printer prints."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import local
from bulou.desk.days import day_words, time_words
from bulou.desk.page import Page, page
from bulou.desk.places import stairwell_words
from bulou.desk.rounds import round_name
from bulou.desk.sheet_rows import round_row
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.rounds import QuestionSets, RoundRow
from bulou.projections.views.sheets import SheetRow, SheetsNumbered
from bulou.projections.views.territory import Communities
from bulou.reports.fonts import NoChineseFont
from bulou.reports.press import printed
from bulou.reports.sheets import BOXES, LETTERS, Asked, Row, SheetPaper, SheetsPaper, qr_svg
from bulou.vault import sealing

MOST: Final = 100
"""So many sheets come in one PDF."""


class Printed(Struct, frozen=True, kw_only=True):
    """Sheets with their doors by id, and who carries them."""

    rows: Sequence[SheetRow]
    doors: dict[Id, DoorRow]
    who: dict[Id, str]


@page(right="enter_for_others")
def print_sheets(here: Page) -> HttpResponse:
    """The sheets of a range of numbers as one PDF; printed again they keep their numbers."""
    first, last = (here.request.GET.get(name, "") for name in ("first", "last"))
    if not all(one.isdecimal() and len(one) < 8 for one in (first, last)):
        raise Http404
    found = read(here.scope, SheetsNumbered(first=int(first), last=int(last)))[:MOST]
    if not found:
        raise Http404
    current = round_row(here, found[0])
    rows = [row for row in found if row.round_id == current.id]
    told = SheetsPaper(sheets=tuple(_papers(here, current, printed_of(here, current, rows))))
    return as_pdf(here, "sheets", told, name=f"sheets-{first}-{last}")


def printed_of(here: Page, current: RoundRow, rows: Sequence[SheetRow]) -> Printed:
    """Everything that sheets name, read at once."""
    ids = tuple(dict.fromkeys(door for row in rows for door in row.doors))
    doors = {one.id: one for one in read(here.scope, Doors(where=_these(current, ids)))}
    return Printed(rows=rows, doors=doors, who=names(here.scope, {row.person_id for row in rows}))


def as_pdf(here: Page, template: str, told: Struct, *, name: str) -> HttpResponse:
    """A PDF to look at and print; without a Chinese font, what to install. What leaves the building is logged."""
    try:
        content = printed(template, told, language=here.language, now=here.now)
    except NoChineseFont as missing:
        return here.render("desk/no_font.html", {"lines": str(missing).splitlines()}, status=503)
    write(
        lambda: sealing.log_opening(
            here.region_id, by=here.person_id, purpose="print", subject=f"print:{name}", entries=1, now=here.now
        )
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def asked_of(here: Page, current: RoundRow) -> tuple[str, tuple[Asked, ...]]:
    """What is read out in a round, and its questions as columns."""
    found = next((one for one in read(here.scope, QuestionSets()) if one.id == current.question_set_id), None)
    if found is None:
        return "", ()
    said = json.loads(found.read_out)
    questions = tuple(
        Asked(
            number=number,
            text=one["text"].get(here.language, ""),
            kind=one["type"],
            options=tuple(
                f"{letter} {option['text'].get(here.language, '')}"
                for letter, option in zip(LETTERS, one.get("options") or (), strict=False)
            ),
        )
        for number, one in enumerate(json.loads(found.questions), start=1)
    )
    return said.get(here.language, ""), questions


def _these(current: RoundRow, ids: tuple[Id, ...]) -> DoorFilter:
    return DoorFilter(round_id=current.id, among="listed", doors=ids)


def _papers(here: Page, current: RoundRow, printed: Printed) -> Iterable[SheetPaper]:
    communities = {row.id: row for row in read(here.scope, Communities())}
    read_out, questions = asked_of(here, current)
    boxes = tuple(here.word(f"paper.box.{one}") for one in BOXES)
    for row in printed.rows:
        community = communities[row.community_id]
        english = here.language == "en" and community.name_en
        yield SheetPaper(
            number=number_words(row.number),
            round_name=round_name(current, here.language),
            community=community.name_en if english else community.name,
            person=printed.who.get(row.person_id, ""),
            printed=time_words(row.issued_at, now=here.now, zone=here.region.zone, language=here.language),
            deadline=f"{local(current.deadline, here.region.zone):%H:%M}",
            read_out=read_out,
            questions=questions,
            boxes=boxes,
            rows=tuple(_lines(here, row, printed.doors)),
            qr=qr_svg(here.request.build_absolute_uri(here.to("sheet", row.id))),
        )


def number_words(number: int) -> str:
    """A sheet's number as it is printed: 0012."""
    return f"{number:04d}"


def _lines(here: Page, sheet: SheetRow, doors: dict[Id, DoorRow]) -> Iterable[Row]:
    """The rows that are still doors; a number is never given to another door."""
    before = ""
    for number, door_id in enumerate(sheet.doors, start=1):
        door = doors.get(door_id)
        if door is None:
            continue
        group = stairwell_words(door, here.language) if door.stairwell_id != before else ""
        before = door.stairwell_id
        yield Row(
            number=number,
            door=door.label,
            tried=_tried(here, door),
            due=_due(here, door),
            group=group,
            reserved=door.state == "under_observation",
        )


def _tried(here: Page, door: DoorRow) -> str:
    if not door.attempts or door.last_at is None:
        return ""
    at = local(door.last_at, here.region.zone)
    return here.word("paper.tried", n=door.attempts, day=day_words(at.date(), here.language), time=f"{at:%H:%M}")


def _due(here: Page, door: DoorRow) -> str:
    if door.due_at is None or door.closed:
        return ""
    at = local(door.due_at, here.region.zone)
    return here.word("paper.due", day=day_words(at.date(), here.language), time=f"{at:%H:%M}")
