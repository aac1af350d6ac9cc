"""Scopes: from a person's posts, the areas in which that person may read now and the rights there."""

from collections.abc import Iterable

from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.people.roles import DESK, RIGHTS
from bulou.ground import database


def posts_of(region_id: Id, person_id: Id, *, at: Instant) -> list[Post]:
    """The posts that a person holds at an instant."""
    found = database.rows(
        "SELECT person_id, post, area_kind, area_id, since, until FROM post WHERE region_id = %s AND person_id = %s",
        [region_id, person_id],
    )
    posts = [Post(person_id=p, post=k, area_kind=a, area_id=i, since=s, until=u) for p, k, a, i, s, u in found]
    return [post for post in posts if post.held_at(at)]


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
        stairwells=frozenset(areas.get("stairwell", ())),
    )


def rights_of(posts: Iterable[Post]) -> frozenset[Right]:
    """Every right that these posts give somewhere; where exactly is judged with each fact."""
    return frozenset(right for post in posts for right in RIGHTS[post.post])


def works_at_desk(posts: Iterable[Post]) -> bool:
    """Whether one of these posts signs in at the desk."""
    return any(post.post in DESK for post in posts)
