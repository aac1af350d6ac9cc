"""The chain of responsibility (包保) in words: at a door, and as the table that hangs in every compound."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.fold import Post
from bulou.core.people.roles import RANKS, Rank
from bulou.core.people.rules import NEAREST, Chain
from bulou.desk.boundaries import boundary
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.views.chain import OnDuty, PartnerUnitRow, on_duty, partner_units
from bulou.projections.views.register import ListedStairwellRow, ListedStairwells
from bulou.projections.views.territory import Communities, CommunityRow, Grids


class Holder(Struct, frozen=True, kw_only=True):
    """Somebody in the chain: who, since when, in which post where the rank does not say it already.

    `away`: absent now, until `away_until` where that is known; `replaces`: the name of whoever this one stands in for.
    """

    person_id: Id
    name: str
    post: str
    since: Instant
    until: Instant | None
    away: bool
    away_until: Instant | None
    replaces: str


class Link(Struct, frozen=True, kw_only=True):
    """One rank of the chain over a place; nobody in it when `holders` is empty."""

    rank: Rank
    holders: tuple[Holder, ...]

    @property
    def on_duty(self) -> bool:
        """Whether somebody of this rank is there now."""
        return any(not one.away for one in self.holders)


class Row(Struct, frozen=True, kw_only=True):
    """Stairwells of one compound with the same chain: their boundary in words, their doors, their links."""

    place: str
    grid: int | None
    doors: int
    links: tuple[Link, ...]
    partners: tuple[str, ...]
    owned: str

    @property
    def unowned(self) -> bool:
        """Nobody of the chain is on duty."""
        return self.owned == "unowned"

    @property
    def fallback(self) -> bool:
        """Only a cadre or leader is."""
        return self.owned == "fallback"


class Section(Struct, frozen=True, kw_only=True):
    """A community's table."""

    community: CommunityRow
    rows: list[Row]


def post_words(here: Page, post: Post) -> str:
    """The post as the street says it: whoever heads a stairwell is 单元长, a building 楼栋长, a compound 负责人."""
    if post.post == "building_head" and post.area_kind in {"stairwell", "building", "compound"}:
        return here.word(f"post.building_head.{post.area_kind}")
    return here.word(f"post.{post.post}")


def chain_links(here: Page, duty: OnDuty, where: Chain) -> tuple[Link, ...]:
    """The chain over a place, from the door upwards, every rank, also the empty ones."""
    found = duty.links(where)
    return tuple(
        Link(rank=rank, holders=tuple(_holder(here, duty, rank, post) for post in found[rank])) for rank in RANKS
    )


def _holder(here: Page, duty: OnDuty, rank: Rank, post: Post) -> Holder:
    absence, words = post.absent_at(duty.at), post_words(here, post)
    return Holder(
        person_id=post.person_id,
        name=duty.name(post.person_id),
        post="" if words == here.word(f"rank.{rank}") else words,
        since=post.since,
        until=post.until,
        away=absence is not None,
        away_until=absence.until if absence else None,
        replaces=duty.replaced(post),
    )


def partners_of(where: Chain, units: Mapping[Id, Sequence[PartnerUnitRow]]) -> list[PartnerUnitRow]:
    """The units that help a place, the nearest area first."""
    areas = [where.get(kind) for kind in NEAREST]
    return [unit for area in areas if area for unit in units.get(area, ())]


@page()
def chain_table(here: Page) -> HttpResponse:
    """包保公示: who answers for every building and lane, ready to be printed and put up; `community` leaves one."""
    wanted = here.request.GET.get("community", "")
    duty, units = on_duty(here.scope, at=here.at), partner_units(here.scope, at=here.at)
    numbers = {row.id: row.number for row in read(here.scope, Grids())}
    communities = read(here.scope, Communities())
    if wanted and wanted not in {row.id for row in communities}:
        raise Http404
    sections = []
    for community in communities:
        inside = read(here.scope, ListedStairwells(community_id=community.id))
        if inside and wanted in {"", community.id}:
            sections.append(Section(community=community, rows=_rows(here, community, inside, duty, units, numbers)))
    return here.render(
        "desk/chain_table.html",
        {"sections": sections, "choices": communities, "community": wanted, "ranks": list(RANKS)},
    )


def _rows(
    here: Page, community: CommunityRow, inside: Sequence[ListedStairwellRow], duty: OnDuty,
    units: Mapping[Id, Sequence[PartnerUnitRow]], numbers: Mapping[Id, int],
) -> list[Row]:  # fmt: skip
    """Neighbouring stairwells with one and the same chain are one line."""
    told = []
    for row in inside:
        where: Chain = {
            "region": here.region_id, "community": community.id, "compound": row.compound_id, "grid": row.grid_id,
            "building": row.building_id, "stairwell": row.id,
        }  # fmt: skip
        partners = tuple(unit.name for unit in partners_of(where, units))
        told.append((row, chain_links(here, duty, where), partners, duty.ownership(where)))
    rows = []
    for (_, grid_id, links, partners, owned), some in groupby(
        told, key=lambda one: (one[0].compound_id, one[0].grid_id, *one[1:])
    ):
        mine = [one[0] for one in some]
        rows.append(
            Row(
                place=boundary(here, mine, inside),
                grid=numbers.get(grid_id or ""),
                doors=sum(row.doors for row in mine),
                links=links,
                partners=partners,
                owned=owned,
            )
        )
    return rows
