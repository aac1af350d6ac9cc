"""Company: who goes with whom today, and the colleagues that somebody can go with."""

from typing import ClassVar

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Outing, Post
from bulou.core.people.roles import OWNS_DOORS
from bulou.projections.posts import POST_COLUMNS, post_of_row
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeText, Number, Text
from bulou.projections.views.people import PostRow

MOST_COLLEAGUES = 400
"""So many posts of a community are looked at for whom one may go with."""


class OutingRow(Struct, frozen=True, kw_only=True):
    """Somebody set out with somebody, or alone."""

    author_id: Text
    partner_id: MaybeText
    at: Number


class Outings(View[OutingRow], frozen=True, kw_only=True):
    """Who set out with whom in the day before an instant; the working day is cut by the rule."""

    row: ClassVar[type[Struct]] = OutingRow
    at: Instant
    person_id: Id = ""

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="o")
        mine, of = (" AND %s IN (o.author_id, o.partner_id)", [self.person_id]) if self.person_id else ("", [])
        return (
            f"SELECT o.author_id, o.partner_id, o.at FROM outing o WHERE {where} AND o.at > %s AND o.at <= %s{mine}"
            " ORDER BY o.at, o.position",
            [*params, self.at - DAY, self.at, *of],
        )


class Colleagues(View[PostRow], frozen=True, kw_only=True):
    """The posts held at an instant in the communities that the reader works in."""

    row: ClassVar[type[Struct]] = PostRow
    at: Instant

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            f"SELECT {POST_COLUMNS} FROM post p"
            " LEFT JOIN grid g ON g.region_id = p.region_id AND g.id = p.area_id"
            " LEFT JOIN stairwell t ON t.region_id = p.region_id AND t.id = p.area_id"
            " LEFT JOIN building b ON b.region_id = p.region_id AND b.id = p.area_id"
            " LEFT JOIN compound k ON k.region_id = p.region_id"
            " AND k.id = COALESCE(t.compound_id, b.compound_id, p.area_id)"
            " WHERE p.region_id = %s AND p.since <= %s AND (p.until IS NULL OR p.until > %s)"
            " AND COALESCE(g.community_id, k.community_id, p.area_id) IN (SELECT c.community_id FROM stairwell s"
            f" JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id WHERE {where})"
            " ORDER BY p.position LIMIT %s",
            [fence.scope.region_id, self.at, self.at, *params, MOST_COLLEAGUES],
        )


class PositionRow(Struct, frozen=True, kw_only=True):
    """A commit position."""

    position: Number


class LastPost(View[PositionRow], frozen=True, kw_only=True):
    """When a post changed last."""

    row: ClassVar[type[Struct]] = PositionRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="p")
        return f"SELECT COALESCE(MAX(p.position), 0) FROM post p WHERE {where}", params


def outings(scope: Scope, *, at: Instant, person_id: Id = "") -> list[Outing]:
    """Who set out with whom in the day before an instant; those of one person and those that name one."""
    return [Outing(**msgspec.structs.asdict(row)) for row in read(scope, Outings(at=at, person_id=person_id))]


def colleagues(scope: Scope, *, at: Instant) -> list[Post]:
    """Whoever is on duty in the communities that the reader works in, without the reader; field people first."""
    found: dict[Id, Post] = {}
    for row in read(scope, Colleagues(at=at)):
        post = post_of_row(msgspec.structs.astuple(row))
        if post.on_duty_at(at) and post.person_id != scope.reader_id:
            found.setdefault(post.person_id, post)
    return sorted(found.values(), key=lambda post: post.post not in OWNS_DOORS)
