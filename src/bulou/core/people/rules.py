"""What follows from posts: who may say something about a place, and whether a door has an owner."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.facts import AreaKind, PostKind
from bulou.core.people.fold import Post
from bulou.core.people.roles import FALLBACK, OWNS_DOORS, RIGHTS

Chain = Mapping[AreaKind, Id | None]
"""The areas that a place lies in: region, community, compound, grid, stairwell; absent ones are None."""

Ownership = Literal["owned", "fallback", "unowned"]


def may_say(*, posts: Iterable[Post], right: Right, where: Chain, at: Instant) -> bool:
    """Whether one of these posts gives the right over a place at an instant."""
    return any(
        post.held_at(at) and right in RIGHTS[post.post] and where.get(post.area_kind) == post.area_id for post in posts
    )


def may_hand_out(*, posts: Iterable[Post], post: PostKind, where: Chain, at: Instant) -> bool:
    """Whether somebody may give this post over an area: nobody hands out a right that they do not hold there."""
    held = [p for p in posts if p.held_at(at) and where.get(p.area_kind) == p.area_id]
    own = frozenset[Right]().union(*(RIGHTS[p.post] for p in held))
    return "post_people" in own and RIGHTS[post] <= own


def ownership(*, posts: Iterable[Post], where: Chain, at: Instant) -> Ownership:
    """Whether a door has somebody of its chain on duty: owned, only the tract cadre (fallback), or nobody (unowned)."""
    on_duty = {p.post for p in posts if p.held_at(at) and where.get(p.area_kind) == p.area_id}
    if on_duty & OWNS_DOORS:
        return "owned"
    return "fallback" if on_duty & FALLBACK else "unowned"
