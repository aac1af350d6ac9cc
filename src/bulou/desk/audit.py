"""Audit: who looked at what was said of identifiable people, when and for what purpose; looking here is logged too."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import span_of_day
from bulou.desk.page import Page, page
from bulou.desk.places import community_name, door_words
from bulou.ground.words import catalogue
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.views.doors import DoorFilter, Doors, OneDoor, OneDoorRow
from bulou.projections.views.openings import (
    IN_BULK,
    OpeningFilter,
    OpeningPurposes,
    OpeningRow,
    Openings,
    OpeningsOfDoor,
)
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.territory import Communities, Compounds
from bulou.vault import sealing

PER_PAGE: Final = 200
MASKED: Final = ":masked"
PAPER: Final = "print"
"""What was printed is named by its file."""
PAGES_OF: Final = {
    "dwelling": "door",
    "compound": "compound",
    "building": "building",
    "stairwell": "stairwell",
    "fact": "held_fact",
}
"""By kind of what was looked at: the page that shows it."""


class Line(Struct, frozen=True, kw_only=True):
    """One opening in words; `address` is the page of what was looked at, where there is one."""

    row: OpeningRow
    who: str
    purpose: str
    masked: bool
    about: str
    address: str


class Asked(Struct, frozen=True, kw_only=True):
    """What the address asks for; every part may be empty."""

    person: Id
    purpose: str
    day: str
    page: int


@page(right="read_audit")
def audit(here: Page) -> HttpResponse:
    """The log of the readers in the scope, the newest first, by person, purpose and working day."""
    asked = _asked(here)
    where = _filter(here, asked)
    purposes = _purposes(here, where)
    total = sum(openings for _, _, openings in purposes)
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(asked.page, 1), pages)
    rows = read(here.scope, Openings(where=where, limit=PER_PAGE, offset=(number - 1) * PER_PAGE))
    _log(here, "audit", len(rows))
    people = names(here.scope)
    context = {
        "asked": asked,
        "total": total,
        "pages": range(1, pages + 1),
        "number": number,
        "lines": _lines(here, rows, people),
        "purposes": purposes,
        "people": sorted(people.items(), key=lambda one: one[1]),
    }
    return here.render("desk/audit.html", context)


@page(right="read_audit")
def door_openings(here: Page, door_id: Id) -> HttpResponse:
    """Who has seen what is kept of one door: the answer to a resident who asks, to be printed."""
    found = read(here.scope, OneDoor(door_id=door_id)) if is_id(door_id) else []
    if not found:
        raise Http404
    itself, *around = subjects_of(found[0])
    rows = _of_door(here, door_id, itself)
    others = _of_door(here, door_id, *around)
    _log(here, itself, len(rows) + len(others))
    people = names(here.scope, {row.reader_id for row in (*rows, *others)})
    context = {
        "door": found[0],
        "itself": _lines(here, rows, people),
        "others": _lines(here, others, people),
        "posts": _posts(here),
        "most": PER_PAGE if PER_PAGE in {len(rows), len(others)} else 0,
    }
    return here.render("desk/door_openings.html", context)


def _of_door(here: Page, door_id: Id, *subjects: str) -> list[OpeningRow]:
    """The openings of these subjects, one for each look: a page that asks twice at the same moment is one look."""
    rows = read(here.scope, OpeningsOfDoor(door_id=door_id, subjects=subjects, limit=PER_PAGE))
    looks = {(row.at, row.reader_id, row.purpose, row.subject): row for row in rows if row.purpose != "audit"}
    return list(looks.values())


def subjects_of(door: OneDoorRow) -> tuple[str, ...]:
    """What the log may call an opening that showed this door: itself first, then what it lies in."""
    areas = (
        ("dwelling", door.id), ("stairwell", door.stairwell_id), ("building", door.building_id),
        ("compound", door.compound_id), ("grid", door.grid_id), ("community", door.community_id),
    )  # fmt: skip
    return (*(f"{kind}:{id_}" for kind, id_ in areas if id_), "region", IN_BULK)


def _log(here: Page, subject: str, entries: int) -> None:
    def job() -> None:
        sealing.log_opening(
            here.region_id, by=here.person_id, purpose="audit", subject=subject, entries=entries, now=here.now
        )

    write(job)


def _asked(here: Page) -> Asked:
    given = here.request.GET
    person, day, number = given.get("person", ""), given.get("day", ""), given.get("page", "1")
    if person and not is_id(person):
        raise Http404
    return Asked(
        person=person,
        purpose=given.get("purpose", "")[:40],
        day=day,
        page=int(number) if number.isdecimal() and len(number) < 9 else 1,  # no log has so many pages
    )


def _filter(here: Page, asked: Asked) -> OpeningFilter:
    """A day that cannot be read leaves the span open."""
    try:
        since, until = span_of_day(date.fromisoformat(asked.day), here.region.zone)
    except (ValueError, OverflowError):
        return OpeningFilter(reader=asked.person, purpose=asked.purpose)
    return OpeningFilter(reader=asked.person, purpose=asked.purpose, since=since, until=until)


def _purposes(here: Page, where: OpeningFilter) -> list[tuple[str, str, int]]:
    """(code, words, openings) of each purpose in the filter; masked and in full together."""
    sums: dict[str, int] = {}
    for row in read(here.scope, OpeningPurposes(where=where)):
        plain = row.purpose.removesuffix(MASKED)
        sums[plain] = sums.get(plain, 0) + row.openings
    return [(code, purpose_words(here, code), sums[code]) for code in sorted(sums, key=lambda one: -sums[one])]


def purpose_words(here: Page, code: str) -> str:
    """A purpose in words; as it was written where it is older or newer than our words."""
    return catalogue(here.language).get(f"purpose.{code}", code)


def _lines(here: Page, rows: Sequence[OpeningRow], people: Mapping[Id, str]) -> list[Line]:
    known = _names_of(here, {row.subject for row in rows})
    return [
        Line(
            row=row,
            who=people.get(row.reader_id, "") or here.word("story.server"),
            purpose=purpose_words(here, row.purpose.removesuffix(MASKED)),
            masked=row.purpose.endswith(MASKED),
            about=known.get(row.subject, ("", ""))[0],
            address=known.get(row.subject, ("", ""))[1],
        )
        for row in rows
    ]


def _names_of(here: Page, subjects: Collection[str]) -> dict[str, tuple[str, str]]:
    """By subject: its words and the address of its page. What the reader may not see is named by its kind only."""
    doors = tuple(one.partition(":")[2] for one in subjects if one.startswith("dwelling:"))
    found = {
        f"dwelling:{door.id}": door_words(door, here.language)
        for door in read(here.scope, Doors(where=DoorFilter(round_id=None, among="listed", doors=doors)))
    }
    found |= {f"community:{row.id}": community_name(row, here.language) for row in read(here.scope, Communities())}
    found |= {f"compound:{row.id}": row.name for row in read(here.scope, Compounds())}
    told = {}
    for subject in subjects:
        kind, _, id_ = subject.partition(":")
        words = found.get(subject) or catalogue(here.language).get(f"audit.about.{kind}", "")
        if kind == PAPER:
            words = f"{words} {id_}"
        shown = kind in PAGES_OF and id_ and (kind != "dwelling" or subject in found)
        told[subject] = (words, here.to(PAGES_OF[kind], id_) if shown else "")
    return told


def _posts(here: Page) -> dict[Id, str]:
    """By person: the post held now, in words."""
    return {post.person_id: here.word(f"post.{post.post}") for post in posts_at(here.scope, at=here.now)}
