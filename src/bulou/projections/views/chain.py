"""The chain of responsibility: who holds a post over a place, who of them is on duty, the nearest first."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.people.roles import FALLBACK, OWNS_DOORS, Rank
from bulou.core.people.rules import Chain, Ownership, links, ownership
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeNumber, Number, Text
from bulou.projections.views.people import names, posts_at


class OnDuty(Struct, frozen=True, kw_only=True):
    """Everybody in post at one instant, also those who are away, by the area that they answer for; working names."""

    at: Instant
    by_area: Mapping[Id, tuple[Post, ...]]
    names: Mapping[Id, str]

    def owners(self, areas: Iterable[Id | None]) -> list[Post]:
        """Who answers for the doors of these areas now: those who own doors; else the cadres and leaders above."""
        posts = [post for area in areas if area for post in self.by_area.get(area, ()) if post.on_duty_at(self.at)]
        owners = [post for post in posts if post.post in OWNS_DOORS]
        return owners or [post for post in posts if post.post in FALLBACK]

    def links(self, where: Chain) -> dict[Rank, list[Post]]:
        """The chain over a place by rank, those who are away included."""
        posts = [post for area in where.values() if area for post in self.by_area.get(area, ())]
        return links(posts=posts, where=where, at=self.at)

    def ownership(self, where: Chain) -> Ownership:
        """Whether somebody of the chain over a place is on duty."""
        posts = [post for area in where.values() if area for post in self.by_area.get(area, ())]
        return ownership(posts=posts, where=where, at=self.at)

    @property
    def present(self) -> set[Id]:
        """Everybody with a post who is not away from all of them."""
        return {post.person_id for posts in self.by_area.values() for post in posts if post.on_duty_at(self.at)}

    def replaced(self, post: Post) -> str:
        """The name of the person for whom somebody stands in, or an empty text."""
        away = next((one for one in self.by_area.get(post.area_id, ()) if one.id == post.stands_in_for), None)
        return self.name(away.person_id) if away else ""

    def name(self, person_id: Id) -> str:
        """A working name, or an empty text."""
        return self.names.get(person_id, "")


def on_duty(scope: Scope, *, at: Instant) -> OnDuty:
    """Who is in post where at an instant."""
    by_area: dict[Id, tuple[Post, ...]] = {}
    for post in posts_at(scope, at=at):
        by_area[post.area_id] = (*by_area.get(post.area_id, ()), post)
    return OnDuty(at=at, by_area=by_area, names=names(scope))


class PartnerUnitRow(Struct, frozen=True, kw_only=True):
    """A unit that helps an area; who is to be called there is in the vault under `fact_id`."""

    id: Text
    fact_id: Text
    name: Text
    area_kind: Text
    area_id: Text
    since: Number
    until: MaybeNumber


class PartnerUnits(View[PartnerUnitRow], frozen=True, kw_only=True):
    """The units that help at an instant; their names hang on the walls of the areas."""

    row: ClassVar[type[Struct]] = PartnerUnitRow
    at: Instant

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="u")
        return (
            "SELECT u.id, u.fact_id, u.name, u.area_kind, u.area_id, u.since, u.until FROM partner_unit u"
            f" WHERE {where} AND u.since <= %s AND (u.until IS NULL OR u.until > %s) ORDER BY u.position",
            [*params, self.at, self.at],
        )


def partner_units(scope: Scope, *, at: Instant) -> dict[Id, list[PartnerUnitRow]]:
    """The units that help at an instant, by the area that they help."""
    by_area: dict[Id, list[PartnerUnitRow]] = {}
    for row in read(scope, PartnerUnits(at=at)):
        by_area.setdefault(row.area_id, []).append(row)
    return by_area
