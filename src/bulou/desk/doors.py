"""Lists of doors: the gap list, and the list behind every other number; grouped by stairwell, cut into pages."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.rounds.figures import OWED_REASONS
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.standing import UNCOVERED, round_of
from bulou.projections.views.chain import OnDuty, on_duty
from bulou.projections.views.doors import LISTS, DoorCount, DoorFilter, DoorRow, Doors, Reasons, TriggeredDoors
from bulou.projections.views.fallback import uncovered
from bulou.projections.views.late import late_doors
from bulou.projections.views.people import posts_at
from bulou.projections.views.territory import Communities, Compounds, Grids

PER_PAGE: Final = 200
BY_OWNER: Final = UNCOVERED
AMONG: Final = (
    "owed", "listed", "out_of_scope", "eligible", "attempted", "contacted", "contacted_phone", "proxied", "screened",
    "closed", *BY_OWNER,
    "positive", "carried", "unresolved", "away_final", "proxy_final", "observed",
)  # fmt: skip


class Group(Struct, frozen=True, kw_only=True):
    """The doors of one stairwell or lane on this page, and who answers for them."""

    place: DoorRow
    owners: list[tuple[Id, str]]
    doors: list[DoorRow]


class Asked(Struct, frozen=True, kw_only=True):
    """What the address asks for; every part may be empty."""

    among: str
    community: Id
    compound: Id
    grid: Id
    building: Id
    stairwell: Id
    reason: str
    owner: Id
    page: int


@page()
def gaps(here: Page) -> HttpResponse:
    """The doors that one number counts, by default those still owed (应排未排)."""
    asked = _asked(here)
    where = door_filter(here, asked)
    reasons = _reasons(here, where)
    total = sum(doors for _, doors in reasons) if reasons else read(here.scope, DoorCount(where=where))[0].doors
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(asked.page, 1), pages)
    duty = on_duty(here.scope, at=here.at)
    rows = _rows(here, where, number)
    context = {
        "asked": asked,
        "total": total,
        "number": number,
        "pages": range(1, pages + 1),
        "first": (number - 1) * PER_PAGE + 1 if total else 0,
        "last": min(number * PER_PAGE, total),
        "groups": _grouped(rows, duty),
        "reasons": reasons,
        "late": late_doors(here.scope, round_id=where.round_id, doors=[row.id for row in rows]),
        "choices": _choices(here, asked, duty),
        "link": {name: value for name, value in _link(asked).items() if value},
    }
    return here.render("desk/gaps.html", context)


def door_filter(here: Page, asked: Asked) -> DoorFilter:
    """The conditions of the list; the doors without an owner are those of the stairwells without one."""
    current = round_of(here.scope)
    stairwells = None
    if asked.among in BY_OWNER:
        stairwells = _uncovered(here, asked.among)
    areas = None
    if asked.owner:
        posts = posts_at(here.scope, at=here.at)
        areas = tuple(post.area_id for post in posts if post.person_id == asked.owner)
    return DoorFilter(
        round_id=current.id if current else None,
        among="listed" if asked.among in BY_OWNER else asked.among,
        community=asked.community,
        compound=asked.compound,
        grid=asked.grid,
        building=asked.building,
        stairwell=asked.stairwell,
        reason=asked.reason,
        areas=areas,
        stairwells=stairwells,
    )


def _uncovered(here: Page, among: str) -> tuple[Id, ...]:
    """The stairwells behind one of the counts of doors that nobody owns."""
    owned, unsigned = among.split("_", maxsplit=1)[0], among == "fallback_unsigned"
    areas = [one for one in uncovered(here.scope, at=here.at) if one.owned == owned]
    return tuple(id_ for one in areas if not (unsigned and one.signature) for id_ in one.stairwells)


def _asked(here: Page) -> Asked:
    given = here.request.GET
    among, reason = given.get("among", "owed"), given.get("reason", "")
    if among not in {*LISTS, *BY_OWNER} or (reason and reason not in OWED_REASONS):
        raise Http404
    ids = {name: given.get(name, "") for name in ("community", "compound", "grid", "building", "stairwell", "owner")}
    if any(value and not is_id(value) for value in ids.values()):
        raise Http404
    number = given.get("page", "1")
    return Asked(among=among, reason=reason, page=int(number) if number.isdecimal() else 1, **ids)


def _rows(here: Page, where: DoorFilter, number: int) -> Sequence[DoorRow]:
    """One page of the list. Who is positive is read by name of that list only, and logged."""
    offset = (number - 1) * PER_PAGE
    if where.among == "positive":
        view = TriggeredDoors(where=where, limit=PER_PAGE, offset=offset)
        return read(here.scope, view, purpose="list_of_positives", now=here.now)
    return read(here.scope, Doors(where=where, limit=PER_PAGE, offset=offset))


def _grouped(rows: Sequence[DoorRow], duty: OnDuty) -> list[Group]:
    groups = []
    for _, some in groupby(rows, key=lambda row: row.stairwell_id):
        doors = list(some)
        groups.append(Group(place=doors[0], owners=owners_of(doors[0], duty), doors=doors))
    return groups


def owners_of(door: DoorRow, duty: OnDuty) -> list[tuple[Id, str]]:
    """Who answers for a door now: (person, working name), each once."""
    areas = (door.stairwell_id, door.building_id, door.grid_id, door.compound_id, door.community_id)
    return list({post.person_id: duty.name(post.person_id) for post in duty.owners(areas)}.items())


def _reasons(here: Page, where: DoorFilter) -> list[tuple[str, int]]:
    """The owed doors of this list by reason, for a list that has any."""
    if where.among != "owed":
        return []
    sums: dict[str, int] = {}
    for row in read(here.scope, Reasons(where=where)):
        sums[row.reason] = sums.get(row.reason, 0) + row.doors
    return sorted(sums.items(), key=lambda one: -one[1])


def _choices(here: Page, asked: Asked, duty: OnDuty) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: (value, words)."""
    communities = {row.id: row.name for row in read(here.scope, Communities())}
    within = {asked.community} if asked.community else set(communities)
    owners = {post.person_id for posts in duty.by_area.values() for post in posts if duty.owners([post.area_id])}
    return {
        "among": [(name, here.word(f"figure.{name}")) for name in AMONG],
        "community": list(communities.items()),
        "compound": [(row.id, row.name) for row in read(here.scope, Compounds()) if row.community_id in within],
        "grid": [
            (row.id, here.word("grid.name", number=row.number, community=communities.get(row.community_id, "")))
            for row in read(here.scope, Grids())
            if row.community_id in within
        ],
        "reason": [(name, here.word(f"reason.{name}")) for name in OWED_REASONS],
        "owner": sorted(((one, duty.name(one)) for one in owners), key=lambda choice: choice[1]),
    }


def _link(asked: Asked) -> dict[str, str]:
    """The query of this list without its page."""
    return {
        "among": "" if asked.among == "owed" else asked.among,
        "community": asked.community,
        "compound": asked.compound,
        "grid": asked.grid,
        "building": asked.building,
        "stairwell": asked.stairwell,
        "reason": asked.reason,
        "owner": asked.owner,
    }
