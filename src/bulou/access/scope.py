"""Scopes: from a person's posts, the areas in which that person may read now and the rights there."""

from collections.abc import Collection, Iterable

from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.people.roles import DESK, RIGHTS
from bulou.ground import database
from bulou.projections.posts import POST_COLUMNS, post_of_row


def every_post(region_id: Id, *, people: Collection[Id] = (), ids: Collection[Id] = ()) -> dict[Id, Post]:
    """Every post, past and present, of these people or of these ids; by the post's id."""
    posts: dict[Id, Post] = {}
    for column, wanted in (("person_id", people), ("id", ids)):
        for some in database.chunks(sorted(wanted)):
            for row in database.rows(
                f"SELECT {POST_COLUMNS} FROM post p WHERE p.region_id = %s AND p.{column} IN ({database.marks(some)})",
                [region_id, *some],
            ):
                posts[row[0]] = post_of_row(row)
    return posts


def posts_of(region_id: Id, person_id: Id, *, at: Instant) -> list[Post]:
    """The posts that a person holds at an instant."""
    return [post for post in every_post(region_id, people=[person_id]).values() if post.held_at(at)]


def scope_of(region_id: Id, person_id: Id, posts: Iterable[Post]) -> Scope:
    """Where somebody with these posts may read."""
    areas: dict[str, set[Id]] = {}
    for post in posts:
        areas.setdefault(post.area_kind, set()).add(post.area_id)
    return Scope(
        region_id=region_id,
        reader_id=person_id,
        whole_region="region" in areas,
        communities=frozenset(areas.get("community", ())),
        compounds=frozenset(areas.get("compound", ())),
        grids=frozenset(areas.get("grid", ())),
        buildings=frozenset(areas.get("building", ())),
        stairwells=frozenset(areas.get("stairwell", ())),
    )


def rights_of(posts: Iterable[Post]) -> frozenset[Right]:
    """Every right that these posts give somewhere; where exactly is judged with each fact."""
    return frozenset(right for post in posts for right in RIGHTS[post.post])


def works_at_desk(posts: Iterable[Post]) -> bool:
    """Whether one of these posts signs in at the desk."""
    return any(post.post in DESK for post in posts)
