"""Reached: the people behind phones, where they are posted, and whom to ask when they cannot be reached."""

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.people.fold import Post
from bulou.desk.areas import area_names
from bulou.desk.page import Page
from bulou.projections.read import read
from bulou.projections.views.chain import OnDuty, on_duty
from bulou.projections.views.people import Staff
from bulou.projections.views.stairwells import BuildingNames, StairwellNames
from bulou.projections.views.territory import Compounds, Grids

LEADS: Final = ("community_secretary", "community_leader", "tract_cadre", "director")
"""Whom to ask about somebody, the nearest first."""


class Reached(Struct, frozen=True, kw_only=True):
    """Somebody with the posts held now ("网格员 东关1网格"), and whoever leads there when the person has no number."""

    person_id: Id
    fact_id: Id
    name: str
    has_number: bool
    posts: list[tuple[str, str]]
    lead: tuple[Id, str] | None


def reached(here: Page, people: Collection[Id]) -> dict[Id, Reached]:
    """These people as a caller needs to know them."""
    duty = on_duty(here.scope, at=here.now)
    held: dict[Id, list[Post]] = {one: [] for one in people}
    for posts in duty.by_area.values():
        for post in posts:
            if post.person_id in held:
                held[post.person_id].append(post)
    areas = area_names(here, posts=[post for posts in held.values() for post in posts])
    communities = _communities(here, held)
    staff = {row.id: row for row in read(here.scope, Staff()) if row.id in held}
    return {
        one: Reached(
            person_id=one,
            fact_id=staff[one].fact_id if one in staff else "",
            name=duty.name(one),
            has_number=one in staff and staff[one].has_phone,
            posts=[(post.post, areas.get(post.area_id, "")) for post in posts],
            lead=_lead(here, one, posts, communities, duty),
        )
        for one, posts in held.items()
    }


def _communities(here: Page, held: Mapping[Id, list[Post]]) -> dict[Id, Id]:
    """The community of every area that somebody here has a post over."""
    compounds = {row.id: row.community_id for row in read(here.scope, Compounds())}
    found = {**compounds, **{row.id: row.community_id for row in read(here.scope, Grids())}}
    areas = {kind: tuple(_areas(held, kind)) for kind in ("stairwell", "building")}
    stairwells = read(here.scope, StairwellNames(ids=areas["stairwell"]))
    buildings = read(here.scope, BuildingNames(ids=areas["building"]))
    inside = [(row.id, row.compound_id) for row in stairwells] + [(row.id, row.compound_id) for row in buildings]
    return {**found, **{area: compounds[compound] for area, compound in inside if compound in compounds}}


def _areas(held: Mapping[Id, list[Post]], kind: str) -> set[Id]:
    return {post.area_id for posts in held.values() for post in posts if post.area_kind == kind}


def _lead(here: Page, one: Id, posts: list[Post], communities: Mapping[Id, Id], duty: OnDuty) -> tuple[Id, str] | None:
    for post in posts:
        area = communities.get(post.area_id, post.area_id)
        over = [*duty.by_area.get(area, ()), *duty.by_area.get(here.region_id, ())]
        leads = [lead for lead in over if lead.post in LEADS and lead.person_id != one and lead.on_duty_at(duty.at)]
        if leads:
            first = min(leads, key=lambda lead: LEADS.index(lead.post))
            return first.person_id, duty.name(first.person_id)
    return None
