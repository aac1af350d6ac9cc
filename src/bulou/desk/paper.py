"""Paper: the check-off sheets of a round, giving out new ones, and where each of them is."""

import re
from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.paper.facts import SheetIssued
from bulou.core.paper.rules import COUNTS, sheets_of
from bulou.desk.office import office_of
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger.append import lock
from bulou.projections.read import read
from bulou.projections.sheets import next_number
from bulou.projections.standing import round_of
from bulou.projections.views.chain import on_duty
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import Posts, names
from bulou.projections.views.rounds import RoundRow
from bulou.projections.views.sheets import LISTS, OneSheet, SheetRow, Sheets, SheetsNumbered, paper
from bulou.projections.views.territory import Communities

MOST_SHEETS: Final = 60
"""Given out at once: a day's paper for one person is far less; more is a slip."""
WHICH: Final = ("owed", "listed")
SCANNED: Final = re.compile(r"/paper/([0-9a-f]{32})$")
"""The address in the QR code of a sheet, as a scanner types it."""
TYPED: Final = re.compile(r"0*(\d{1,7})(?:-(\d{1,3}))?", re.ASCII)
"""A sheet's number, or that of a slip: sheet and row."""


class NotIssued(ValueError):
    """No sheet was made; the text is the key of the sentence that says why."""


class SheetLine(Struct, frozen=True, kw_only=True):
    """A sheet on the list."""

    row: SheetRow
    who: str
    community: str


@page()
def sheets(here: Page) -> HttpResponse:
    """The sheets of the round; a number that was typed or scanned leads straight to its sheet."""
    wanted = here.request.GET.get("number", "").strip()
    if wanted:
        return _to_sheet(here, wanted)
    asked = here.request.GET.get("round", "")
    current = round_of(here.scope, int(asked) if asked.isdecimal() else None)
    if current is None:
        return here.render("desk/paper.html", {"round": None})
    among, community = here.request.GET.get("among", "sheets_issued"), here.request.GET.get("community", "")
    if among not in LISTS or (community and not is_id(community)):
        raise Http404
    rows = read(here.scope, Sheets(round_id=current.id, among=among, community=community))
    figures, by_community = paper(here.scope, round_id=current.id)
    shown = by_community.get(community, dict.fromkeys(COUNTS, 0)) if community else figures
    communities = read(here.scope, Communities())
    first, _, last = here.request.GET.get("printed", "").partition("-")
    context = {
        "round": current,
        "round_name": round_name(current, here.language),
        "lines": _lines(here, rows),
        "among": among,
        "community": community,
        "figures": [(name, shown[name]) for name in COUNTS],
        "people": _owners(here),
        "chosen": here.request.GET.get("person", ""),
        "communities": [row for row in communities if here.scope.whole_region or row.id in here.scope.communities],
        "office": office_of(here),
        "printed": (first, last) if first.isdecimal() and last.isdecimal() else None,
    }
    return here.render("desk/paper.html", context)


@page(right="issue_sheets", methods=("POST",))
def issue(here: Page) -> HttpResponse:
    """Gives out sheets for somebody's doors; the numbers follow on from the last one of the region."""
    current = round_of(here.scope)
    if current is None:
        raise Http404
    person, which = here.request.POST.get("person", ""), here.request.POST.get("which", "owed")
    try:
        numbers = _issue(here, current, person, which if which in WHICH else "owed")
    except NotIssued as why:
        return here.go(here.to("paper", person=person), str(why))
    span = f"{numbers[0]}-{numbers[-1]}"
    return here.go(here.to("paper", printed=span), "paper.issued", n=len(numbers), first=numbers[0], last=numbers[-1])


def _issue(here: Page, current: RoundRow, person: Id, which: str) -> list[int]:
    """Says that the sheets were given out. Raises NotIssued when there is nobody, no door, or far too many."""
    doors = _doors_of(here, current, person, which) if is_id(person) else []
    if not doors:
        raise NotIssued("paper.choose" if not is_id(person) else "paper.no_doors")
    parts = sheets_of(doors)
    if len(parts) > MOST_SHEETS:
        raise NotIssued("paper.too_many")

    def job() -> list[int]:
        lock(here.region_id)
        first = next_number(here.region_id)
        numbers = [first + index for index in range(len(parts))]
        sayings = [_issued(here, current, person, *one) for one in zip(numbers, parts, strict=True)]
        say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
        return numbers

    return write(job)


def _issued(here: Page, current: RoundRow, person: Id, number: int, doors: Sequence[DoorRow]) -> Saying:
    body = SheetIssued(
        number=number,
        person_id=person,
        community_id=doors[0].community_id,
        dwellings=tuple(door.id for door in doors),
    )
    return Saying(subject_kind="sheet", subject_id=new_id(here.now), body=body, round_id=current.id)


def _doors_of(here: Page, current: RoundRow, person: Id, which: str) -> list[DoorRow]:
    """The doors that somebody answers for now, in walking order."""
    posts = [post for post in read(here.scope, Posts(at=here.now)) if post.person_id == person]
    if not posts:
        return []
    everywhere = any(post.area_kind == "region" for post in posts)
    areas = None if everywhere else tuple(post.area_id for post in posts)
    return read(here.scope, Doors(where=DoorFilter(round_id=current.id, among=which, areas=areas)))


def _owners(here: Page) -> list[tuple[Id, str]]:
    """Everybody on duty who answers for doors, by name."""
    duty = on_duty(here.scope, at=here.now)
    people = {post.person_id for posts in duty.by_area.values() for post in posts if duty.owners([post.area_id])}
    return sorted(((one, duty.name(one)) for one in people), key=lambda choice: choice[1])


def _lines(here: Page, rows: Sequence[SheetRow]) -> list[SheetLine]:
    who = names(here.scope, {row.person_id for row in rows})
    communities = {row.id: row.name for row in read(here.scope, Communities())}
    return [
        SheetLine(row=row, who=who.get(row.person_id, ""), community=communities.get(row.community_id, ""))
        for row in rows
    ]


def _to_sheet(here: Page, wanted: str) -> HttpResponse:
    """Leads to a sheet by its number, by the number of a slip (the row after it), or by what a scanner reads."""
    scanned, typed = SCANNED.search(wanted), TYPED.fullmatch(wanted)
    found: list[SheetRow] = []
    if scanned:
        found = read(here.scope, OneSheet(sheet_id=scanned[1]))
    elif typed:
        found = read(here.scope, SheetsNumbered(first=int(typed[1]), last=int(typed[1])))
    if not found:
        return here.go(here.to("paper"), "paper.unknown_number", number=wanted[:20])
    row = f"#row-{int(typed[2])}" if typed and typed[2] else ""
    return here.go(f"{here.to('sheet', found[-1].id)}{row}")
