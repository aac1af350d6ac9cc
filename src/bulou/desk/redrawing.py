"""Redrawing: what a new boundary changes, in a round that is under way too; and the last changes, to be taken back."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from msgspec import Struct, structs

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, Instant
from bulou.desk.gridlines import GridLine, assigned, lines_of, owners_of_grids, say_grids, shown
from bulou.desk.page import Page
from bulou.projections.read import read
from bulou.projections.standing import heard_since, round_of
from bulou.projections.views.doors import DoorFilter, Doors
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.phones import Phones, unheard
from bulou.projections.views.register import ListedStairwellRow
from bulou.projections.views.stairwells import grid_history
from bulou.projections.views.territory import CommunityRow, GridRow

NEW: Id = ""
"""Stands for the grid that would be drawn."""


class Change(Struct, frozen=True, kw_only=True):
    """A grid before and after: its line as it would be, and the doors that it has now."""

    line: GridLine
    before: int


class Moved(Struct, frozen=True, kw_only=True):
    """One change of the last day: when, how many stairwells and doors, from which grids to which."""

    at: Instant
    stairwells: int
    doors: int
    come_from: tuple[str, ...]
    gone_to: tuple[str, ...]


def preview(
    here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow],
    moving: Sequence[ListedStairwellRow], *, to: GridRow | None, number: int,
) -> HttpResponse:  # fmt: skip
    """Every grid before and after, and what the move means for the round; nothing is said yet."""
    target = to or GridRow(id=NEW, community_id=community.id, number=number, label="")
    gone = {row.id for row in moving}
    after = [structs.replace(row, grid_id=target.id) if row.id in gone else row for row in stairwells]
    owners = owners_of_grids(here)
    before = {line.number: line.doors for line in lines_of(here, drawn, stairwells, owners)}
    lines = lines_of(here, [*drawn, *([] if to else [target])], after, owners)
    return here.render(
        "desk/grids_redraw.html",
        {
            "community": community,
            "moving": moving,
            "grid": to.id if to else "new",
            "number": number,
            "changes": [Change(line=line, before=before.get(line.number, 0)) for line in lines],
            **for_the_round(here, moving),
            **shown(lines),
        },
    )


def for_the_round(here: Page, moving: Sequence[ListedStairwellRow]) -> Mapping[str, object]:
    """What moving these means for the round that is under way, and whose phones may still hold something of them."""
    return {
        "round": _round(here, moving),
        "quiet": _quiet(here, {row.grid_id for row in moving if row.grid_id}),
    }


def _round(here: Page, moving: Sequence[ListedStairwellRow]) -> Mapping[str, int] | None:
    """Of the doors that move: how many are done and stay with their authors, are open and go over, have a time."""
    current = round_of(here.scope)
    if current is None:
        return None
    where = DoorFilter(round_id=current.id, among="eligible", stairwells=tuple(row.id for row in moving))
    doors = read(here.scope, Doors(where=where))
    left = [door for door in doors if not door.closed]
    return {
        "done": len(doors) - len(left),
        "open": len(left),
        "due": sum(door.due_at is not None and door.due_at > here.now for door in left),
    }


def _quiet(here: Page, grids: set[Id]) -> list[str]:
    """Whose phones may still hold something about doors of these grids."""
    people = {post.person_id for post in posts_at(here.scope, at=here.now) if post.area_id in grids}
    since = heard_since(here.scope, round_of(here.scope), at=here.now)
    quiet = {phone.person_id for phone in unheard(read(here.scope, Phones()), since=since)} & people
    return sorted(names(here.scope, quiet).values())


def recent(
    here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow]
) -> list[Moved]:
    """The changes of the last day that can be taken back, the latest first."""
    by_id = {row.id: row for row in stairwells}
    numbers = {row.id: str(row.number) for row in drawn}
    found: dict[Instant, list[tuple[Id, Id | None, Id | None]]] = {}
    for id_, (at, before, now) in last_moves(here, community).items():
        found.setdefault(at, []).append((id_, before, now))
    return [
        Moved(
            at=at,
            stairwells=len(some),
            doors=sum(by_id[id_].doors for id_, _, _ in some if id_ in by_id),
            come_from=_numbers(numbers, [before for _, before, _ in some]),
            gone_to=_numbers(numbers, [now for _, _, now in some]),
        )
        for at, some in sorted(found.items(), reverse=True)
    ]


def _numbers(numbers: Mapping[Id, str], grids: Sequence[Id | None]) -> tuple[str, ...]:
    counted = Counter(numbers.get(grid or "", "—") for grid in grids)
    return tuple(sorted(counted, key=lambda number: (len(number), number)))


def last_moves(here: Page, community: CommunityRow) -> dict[Id, tuple[Instant, Id | None, Id | None]]:
    """By stairwell whose last change is not older than a day: when, from which grid, to which."""
    found = {}
    for id_, history in grid_history(here.scope, community=community.id).items():
        if len(history) > 1 and history[-1][0] > here.now - DAY:
            found[id_] = (history[-1][0], history[-2][1], history[-1][1])
    return found


def take_back(here: Page, community: CommunityRow) -> HttpResponse:
    """Puts back what was moved at one moment, as far as nobody has moved it since."""
    at = here.request.POST.get("at", "")
    back = [(id_, before) for id_, (moved_at, before, _) in last_moves(here, community).items() if str(moved_at) == at]
    say_grids(here, [assigned(id_, before) for id_, before in back])
    return here.go(here.to("grids_community", community.id), "grids.taken_back", n=len(back))
