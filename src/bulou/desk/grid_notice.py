"""The notice of a community's grids (网格划分公示): each grid's boundary in words, its size and who answers for it."""

from django.http import Http404, HttpResponse
from msgspec import structs

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import GridDrawn
from bulou.desk.gridlines import grids_of, lines_of, owners_of_grids, shown
from bulou.desk.grids import community_of
from bulou.desk.page import Page, page
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.register import ListedStairwells

LONGEST = 200


@page(right="draw_grids")
def grid_notice(here: Page, community_id: Id) -> HttpResponse:
    """Ready to be printed and put up; how far each grid reaches can be written beside what it holds."""
    community = community_of(here, community_id)
    stairwells = read(here.scope, ListedStairwells(community_id=community_id))
    lines = lines_of(here, grids_of(here, community_id), stairwells, owners_of_grids(here))
    return here.render("desk/grid_notice.html", {"community": community, **shown(lines)})


@page(right="draw_grids", methods=("POST",))
def write_boundary(here: Page, community_id: Id, grid_id: Id) -> HttpResponse:
    """Where a grid ends, in words; empty takes it away."""
    community = community_of(here, community_id)
    grid = next((one for one in grids_of(here, community_id) if one.id == grid_id), None)
    if grid is None:
        raise Http404
    text = " ".join(here.request.POST.get("boundary", "").split())[:LONGEST]
    body = structs.replace(GridDrawn(community_id=community.id, number=grid.number, label=grid.label), boundary=text)
    saying = Saying(subject_kind="grid", subject_id=grid.id, body=body)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("grid_notice", community_id), "grids.boundary_written", number=grid.number)
