"""Plan: a community drawn as blocks of buildings in their order, shaded by how much is closed; no map is needed."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.desk.page import Page, page
from bulou.desk.places import building_name, community_name
from bulou.desk.rounds import round_name
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.figures import Unframed, figures
from bulou.projections.views.register import ListedStairwellRow, ListedStairwells
from bulou.projections.views.territory import Communities

ACROSS: Final = 4
"""So many buildings stand in a row of the drawing: as wide as a phone, so that it need not be shrunk."""
CELL: Final = (84, 64)
LANE: Final = (354, 40)
GAP: Final = 6
SHADES: Final = ((1.0, "all"), (0.75, "most"), (0.4, "some"), (0.0, "few"))
"""From which share of closed doors on a cell has which shade; each shade has a pattern of its own."""


class Cell(Struct, frozen=True, kw_only=True):
    """A building or lane on the plan: where it stands, and its doors. `full` is how much of its foot is filled."""

    address: str
    name: str
    x: int
    y: int
    width: int
    height: int
    eligible: int
    closed: int
    owed: int
    shade: str
    full: float


class Site(Struct, frozen=True, kw_only=True):
    """A compound or street as one drawing; without cells: nobody has listed a door there."""

    id: Id
    name: str
    width: int
    height: int
    cells: list[Cell]
    owed: int
    eligible: int


@page()
def plan(here: Page) -> HttpResponse:
    """One community's compounds side by side; every cell opens its gaps, or its doors when none is owed."""
    current = round_of(here.scope)
    round_id = current.id if current else None
    seen = {*figures(here.scope, level="community", round_id=round_id), *here.scope.communities}
    communities = [row for row in read(here.scope, Communities()) if here.scope.whole_region or row.id in seen]
    wanted = here.request.GET.get("community", "") or (communities[0].id if communities else "")
    chosen = next((row for row in communities if row.id == wanted), None)
    if wanted and chosen is None:
        raise Http404
    context = {
        "community": wanted,
        "name": community_name(chosen, here.language) if chosen else "",
        "choices": [(row.id, community_name(row, here.language)) for row in communities],
        "round_name": round_name(current, here.language) if current else "",
        "sites": sites(here, wanted, round_id) if chosen else [],
        "shades": [shade for _, shade in SHADES],
    }
    return here.render("desk/plan.html", context)


def sites(here: Page, community: Id, round_id: Id | None) -> list[Site]:
    """The compounds and streets of a community in the order of the register."""
    counts = figures(here.scope, level="stairwell", round_id=round_id, community=community)
    rows = read(here.scope, ListedStairwells(community_id=community))
    drawn = [_site(here, list(some), counts) for _, some in groupby(rows, key=lambda row: row.compound_id)]
    empty = [row for row in read(here.scope, Unframed()) if row.community_id == community]
    return [one for one in drawn if one.eligible] + [
        Site(id=row.id, name=row.name, width=0, height=0, cells=[], owed=0, eligible=0) for row in empty
    ]


def _site(here: Page, rows: Sequence[ListedStairwellRow], counts: Mapping[Id | None, dict[str, int]]) -> Site:
    cells: list[Cell] = []
    buildings = [list(some) for _, some in groupby(rows, key=lambda row: row.building_id) if some]
    places = [some for some in buildings if some[0].building_id] + [
        [row] for some in buildings if not some[0].building_id for row in some
    ]
    column, y, right = 0, 0, 0
    for some in places:
        lane = not some[0].building_id
        width, height = LANE if lane else CELL
        if lane or column == ACROSS:
            y, column = y + (CELL[1] + GAP if column else 0), 0
        cell = _cell(here, some, counts, at=(column * (CELL[0] + GAP), y), size=(width, height))
        if not cell.eligible:
            continue
        cells.append(cell)
        right = max(right, cell.x + width)
        if lane:
            y += height + GAP
        else:
            column += 1
    return Site(
        id=rows[0].compound_id,
        name=rows[0].compound,
        width=right,
        height=max((cell.y + cell.height for cell in cells), default=0),
        cells=cells,
        owed=sum(cell.owed for cell in cells),
        eligible=sum(cell.eligible for cell in cells),
    )


def _cell(
    here: Page,
    rows: Sequence[ListedStairwellRow],
    counts: Mapping[Id | None, dict[str, int]],
    *,
    at: tuple[int, int],
    size: tuple[int, int],
) -> Cell:
    """The stairwells of a building together, or one lane."""
    first = rows[0]
    sums = {
        name: sum(counts[row.id][name] for row in rows if row.id in counts) for name in ("eligible", "closed", "owed")
    }
    share = sums["closed"] / sums["eligible"] if sums["eligible"] else 1.0
    where = {"building": first.building_id} if first.building_id else {"stairwell": first.id}
    inside = here.to("building", first.building_id) if first.building_id else here.to("stairwell", first.id)
    name = building_name(first.building or "", here.language) if first.building_id else first.label
    return Cell(
        address=here.to("gaps", **where) if sums["owed"] else inside,
        name=name.removeprefix(first.compound) or name,
        x=at[0],
        y=at[1],
        width=size[0],
        height=size[1],
        shade=next(shade for least, shade in SHADES if share >= least),
        full=round((size[0] - 2) * share, 1),
        **sums,
    )
