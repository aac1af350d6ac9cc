"""Staff, posts and who owns which door now."""

from typing import ClassVar

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.ground import database
from bulou.projections.posts import POST_COLUMNS, post_of_row
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import Flag, MaybeNumber, MaybeText, Number, Text
from bulou.vault import sealing


class StaffRow(Struct, frozen=True, kw_only=True):
    """Somebody who works for the region; the name is in the vault under `fact_id`."""

    id: Text
    fact_id: Text
    has_phone: Flag


class Staff(View[StaffRow], frozen=True, kw_only=True):
    """Everybody who works for the region."""

    row: ClassVar[type[Struct]] = StaffRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="p")
        return f"SELECT p.id, p.fact_id, p.has_phone FROM staff p WHERE {where} ORDER BY p.position", params


class PostRow(Struct, frozen=True, kw_only=True):
    """A post over an area in time; `absences` is JSON."""

    id: Text
    person_id: Text
    post: Text
    area_kind: Text
    area_id: Text
    since: Number
    until: MaybeNumber
    stands_in_for: MaybeText
    absences: Text


class Posts(View[PostRow], frozen=True, kw_only=True):
    """The posts held at an instant."""

    row: ClassVar[type[Struct]] = PostRow
    at: int

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="p")
        return (
            f"SELECT {POST_COLUMNS} FROM post p"
            f" WHERE {where} AND p.since <= %s AND (p.until IS NULL OR p.until > %s) ORDER BY p.position",
            [*params, self.at, self.at],
        )


class PostsOf(View[PostRow], frozen=True, kw_only=True):
    """Every post, past, present and to come, of one person."""

    row: ClassVar[type[Struct]] = PostRow
    person_id: Id

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="p")
        return (
            f"SELECT {POST_COLUMNS} FROM post p"
            f" WHERE {where} AND p.person_id = %s ORDER BY p.since DESC, p.position DESC",
            [*params, self.person_id],
        )


class StandIns(View[PostRow], frozen=True, kw_only=True):
    """The posts of those who stand in for the holders of these, past, present and to come."""

    row: ClassVar[type[Struct]] = PostRow
    posts: tuple[Id, ...]

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="p")
        return (
            f"SELECT {POST_COLUMNS} FROM post p WHERE {where}"
            f" AND p.stands_in_for IN ({database.marks(self.posts)}) ORDER BY p.position",
            [*params, *self.posts],
        )


def posts_at(scope: Scope, *, at: Instant) -> list[Post]:
    """The posts held at an instant, also by those who are away from theirs, in the order in which they were given."""
    return [post_of_row(msgspec.structs.astuple(row)) for row in read(scope, Posts(at=at))]


def posts_of(scope: Scope, person_id: Id) -> list[Post]:
    """Every post, past, present and to come, of one person; the latest first."""
    return [post_of_row(msgspec.structs.astuple(row)) for row in read(scope, PostsOf(person_id=person_id))]


def names(scope: Scope, people: set[Id] | None = None) -> dict[Id, str]:
    """The names under which staff work (class 1: known to the street by their duty), for all or for these people."""
    staff = [row for row in read(scope, Staff()) if people is None or row.id in people]
    by_fact = sealing.working_names(scope.region_id, [row.fact_id for row in staff])
    return {row.id: by_fact[row.fact_id] for row in staff if row.fact_id in by_fact}


def name_of(region_id: Id, person_id: Id) -> str:
    """One working name, or an empty text."""
    found = database.one("SELECT fact_id FROM staff WHERE region_id = %s AND id = %s", [region_id, person_id])
    return sealing.working_names(region_id, [found[0]]).get(found[0], "") if found else ""
