"""Order sheets: for each person the day's work on a page, from what is owed this moment."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import local, working_day
from bulou.core.rounds.figures import OWED_REASONS
from bulou.desk.days import full_day, time_words
from bulou.desk.doors import owners_of
from bulou.desk.page import Page, page
from bulou.desk.places import door_words, stairwell_words
from bulou.desk.printing import as_pdf, asked_of, number_words
from bulou.desk.rounds import round_name
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.chain import on_duty
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import posts_at
from bulou.projections.views.rounds import RoundRow
from bulou.projections.views.sheets import Sheets
from bulou.reports.orders import Appointment, OrderPaper, OrdersPaper, Place

DISCREET: Final = {"second_look": "paper.reason.second_look"}
"""A sheet can be lost: it does not tell a finder where nobody lives."""
MOST: Final = 60_000
"""So many doors are laid out at once: a large county. Whoever has more prints person by person."""


@page(right="enter_for_others")
def order_sheets(here: Page) -> HttpResponse:
    """The orders of one person, or of everybody who answers for doors in the reader's area."""
    current = round_of(here.scope)
    person = here.request.GET.get("person", "")
    if current is None or (person and not is_id(person)):
        raise Http404
    doors = _doors(here, current, person)
    if len(doors) > MOST:
        return here.go(here.to("paper"), "paper.orders.too_many")
    orders = tuple(_orders(here, current, person, doors))
    if not orders:
        return here.go(here.to("paper"), "paper.no_doors")
    return as_pdf(here, "orders", OrdersPaper(orders=orders), name="orders")


def _doors(here: Page, current: RoundRow, person: Id) -> list[DoorRow]:
    """The eligible doors in the areas of somebody's posts, or of everybody's; one more than may be laid out at most."""
    areas = tuple({post.area_id for post in posts_at(here.scope, at=here.now) if post.person_id == person})
    where = DoorFilter(round_id=current.id, among="eligible", areas=areas if person else None)
    return read(here.scope, Doors(where=where, limit=MOST + 1))


def _orders(here: Page, current: RoundRow, person: Id, doors: Sequence[DoorRow]) -> Iterable[OrderPaper]:
    """By name: what each of them has to do. A door with two owners stands on both sheets."""
    duty = on_duty(here.scope, at=here.now)
    by_person: dict[tuple[str, Id], list[DoorRow]] = {}
    for _, neighbours in groupby(doors, key=lambda door: door.stairwell_id):
        some = list(neighbours)
        for id_, name in owners_of(some[0], duty):
            if person in {"", id_}:
                by_person.setdefault((name, id_), []).extend(some)
    read_out, _ = asked_of(here, current)
    out = read(here.scope, Sheets(round_id=current.id, among="sheets_still_out"))
    for (name, id_), mine in sorted(by_person.items()):
        sheets = tuple(number_words(sheet.number) for sheet in out if sheet.person_id == id_)
        yield _order(here, current, name, mine, sheets, read_out)


def _order(
    here: Page, current: RoundRow, name: str, doors: Sequence[DoorRow], sheets: tuple[str, ...], read_out: str
) -> OrderPaper:
    zone = here.region.zone
    owed = [door for door in doors if not door.closed]
    communities = list(dict.fromkeys(door.community for door in doors))
    return OrderPaper(
        person=name,
        community=here.word("list.comma").join(communities),
        day=full_day(here.now, zone, here.language),
        round_name=round_name(current, here.language),
        deadline=time_words(current.deadline, now=here.now, zone=zone, language=here.language),
        eligible=len(doors),
        owed=len(owed),
        places=tuple(_places(here, doors)),
        appointments=tuple(_appointments(here, owed)),
        sheets=sheets,
        read_out=read_out,
        printed=f"{local(here.now, zone):%H:%M}",
    )


def _places(here: Page, doors: Sequence[DoorRow]) -> Iterable[Place]:
    """The stairwells and lanes where something is owed."""
    for _, some in groupby(doors, key=lambda door: door.stairwell_id):
        neighbours = list(some)
        owed = [door for door in neighbours if not door.closed]
        if owed:
            yield Place(
                name=stairwell_words(neighbours[0], here.language),
                eligible=len(neighbours),
                owed=len(owed),
                reasons=_reasons(here, owed),
            )


def _reasons(here: Page, owed: Sequence[DoorRow]) -> str:
    """Why the doors are owed, and in which time band most of each are best tried next."""
    counted = Counter(door.owed_reason or "untouched" for door in owed)
    words = []
    for reason in sorted(counted, key=OWED_REASONS.index):
        bands = Counter(
            door.next_band for door in owed if (door.owed_reason or "untouched") == reason and door.next_band
        )
        key = "paper.reason_count_band" if bands else "paper.reason_count"
        band = here.word(f"band.{bands.most_common(1)[0][0]}") if bands else ""
        words.append(
            here.word(key, word=here.word(DISCREET.get(reason, f"reason.{reason}")), n=counted[reason], band=band)
        )
    return here.word("list.comma").join(words)


def _appointments(here: Page, owed: Sequence[DoorRow]) -> Iterable[Appointment]:
    """Doors where somebody is expected today, and those where nobody came in time."""
    zone = here.region.zone
    today = working_day(here.now, zone)
    due = [(door.due_at, door) for door in owed if door.due_at is not None and working_day(door.due_at, zone) <= today]
    for at, door in sorted(due, key=lambda one: one[0]):
        yield Appointment(
            time=time_words(at, now=here.now, zone=zone, language=here.language),
            door=door_words(door, here.language),
            late=at < here.now,
        )
