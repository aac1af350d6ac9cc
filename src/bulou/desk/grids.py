"""Grids: what each holds and who owns it, a balanced division as a proposal, and stairwells moved by hand."""

import hashlib
from collections.abc import Sequence

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.core.planning.division import divide
from bulou.core.planning.redrawing import doors_by_grid, kept_grids
from bulou.desk.drawing import board, move
from bulou.desk.gridlines import (
    assigned,
    drawn_as,
    grids_of,
    line_of,
    lines_of,
    owners_of_grids,
    say_grids,
    shown,
    stretches,
)
from bulou.desk.page import Page, page
from bulou.desk.redrawing import for_the_round, take_back
from bulou.intake.said import new_id
from bulou.projections.read import read
from bulou.projections.views.register import ListedStairwellRow, ListedStairwells
from bulou.projections.views.territory import Communities, CommunityRow, GridRow

MOST_GRIDS = 200


@page(right="draw_grids")
def grids(here: Page) -> HttpResponse:
    """Every community with its grids."""
    owners = owners_of_grids(here)
    sections = []
    for community in read(here.scope, Communities()):
        stairwells = read(here.scope, ListedStairwells(community_id=community.id))
        lines = lines_of(here, grids_of(here, community.id), stairwells, owners)
        if stairwells or here.scope.whole_region:
            sections.append({"community": community, **shown(lines)})
    return here.render("desk/grids.html", {"sections": sections})


@page(right="draw_grids", methods=("GET", "POST"))
def community_grids(here: Page, community_id: Id) -> HttpResponse:
    """One community: a proposal for `into` grids, or the drawing board; a POST accepts or moves."""
    community = community_of(here, community_id)
    stairwells = read(here.scope, ListedStairwells(community_id=community_id))
    into = _number(here.request.GET.get("into", "") or here.request.POST.get("into", ""))
    if here.request.method == "POST":
        return _accept(here, community, stairwells, into) if into else move(here, community, stairwells)
    drawn = grids_of(here, community_id)
    if into:
        return _proposal(here, community, stairwells, drawn, into)
    return board(here, community, stairwells, drawn)


def _proposal(
    here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow], into: int
) -> HttpResponse:
    by_id = {row.id: row for row in stairwells}
    runs = [[by_id[one] for one in run] for run in divide(stretches(stairwells), into=into)]
    numbers = _kept_grids(runs, drawn)
    lines, upto = [], 0
    for run, (number, grid) in zip(runs, numbers, strict=True):
        upto += sum(row.doors for row in run)
        lines.append(line_of(here, number, grid, run, stairwells, upto))
    moving = [row for line in lines for row in line.stairwells if row.grid_id != (line.grid and line.grid.id)]
    return here.render(
        "desk/grids_proposal.html",
        {
            "community": community,
            "into": into,
            "print": _print_of(runs),
            "first": not drawn,
            "moved": sum(row.doors for row in moving),
            **for_the_round(here, [row for row in moving if row.grid_id]),
            **shown(lines),
        },
    )


def _kept_grids(
    runs: Sequence[Sequence[ListedStairwellRow]], drawn: Sequence[GridRow]
) -> list[tuple[int, GridRow | None]]:
    """The number of each run's grid, and the grid itself where there is one already."""
    by_id = {grid.id: grid for grid in drawn}
    taken = [doors_by_grid([(row.grid_id, row.doors) for row in run]) for run in runs]
    following = max((grid.number for grid in drawn), default=0)
    found: list[tuple[int, GridRow | None]] = []
    for grid_id in kept_grids(taken, grids=list(by_id)):
        following += grid_id is None
        found.append((by_id[grid_id].number, by_id[grid_id]) if grid_id else (following, None))
    return found


def _print_of(runs: Sequence[Sequence[ListedStairwellRow]]) -> str:
    """Tells whether what is accepted is what was shown."""
    shown = repr([[(row.id, row.doors) for row in run] for run in runs])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _accept(here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], into: int) -> HttpResponse:
    by_id = {row.id: row for row in stairwells}
    runs = [[by_id[one] for one in run] for run in divide(stretches(stairwells), into=into)]
    if here.request.POST.get("print") != _print_of(runs):
        return here.go(here.to("grids_community", community.id, into=into), "grids.changed_meanwhile")
    sayings = []
    for run, (number, grid) in zip(runs, _kept_grids(runs, grids_of(here, community.id)), strict=True):
        grid_id = grid.id if grid else new_id(here.now)
        if grid is None:
            sayings.append(drawn_as(grid_id, community.id, number))
        sayings += [assigned(row.id, grid_id) for row in run if row.grid_id != grid_id]
    say_grids(here, sayings)
    return here.go(here.to("grids"), "grids.divided", community=community.name, n=len(runs))


@page(right="draw_grids", methods=("POST",))
def undo_grids(here: Page, community_id: Id) -> HttpResponse:
    """Takes one of the last changes back."""
    return take_back(here, community_of(here, community_id))


def community_of(here: Page, community_id: Id) -> CommunityRow:
    """The community of this id, when the reader draws its grids. Raises Http404."""
    if not (is_id(community_id) and (here.scope.whole_region or community_id in here.scope.communities)):
        raise Http404
    for row in read(here.scope, Communities()):
        if row.id == community_id:
            return row
    raise Http404


def _number(text: str) -> int:
    """How many grids, or 0 when that is not said."""
    return min(int(text), MOST_GRIDS) if text.isdecimal() else 0
