"""What follows from posts: who may say something about a place, and whether a door has an owner."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Final, Literal

from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, Instant, working_day
from bulou.core.people.facts import AreaKind, PostKind
from bulou.core.people.fold import Outing, Post, Signature
from bulou.core.people.roles import FALLBACK, OWNS_DOORS, RANKS, RIGHTS, Rank

Chain = Mapping[AreaKind, Id | None]
"""The areas that a place lies in: region, community, compound, grid, building, stairwell; absent ones are None."""

NEAREST: Final[tuple[AreaKind, ...]] = ("stairwell", "building", "grid", "compound", "community", "region")

Ownership = Literal["owned", "fallback", "unowned"]


def may_say(*, posts: Iterable[Post], right: Right, where: Chain, at: Instant) -> bool:
    """Whether one of these posts gives the right over a place at an instant."""
    return any(
        post.held_at(at) and right in RIGHTS[post.post] and where.get(post.area_kind) == post.area_id for post in posts
    )


HANDOVER: Final = DAY
"""So long what a worker says on a phone still counts in a grid that was redrawn: the phone may not have heard of it."""


def may_still_say(
    *, posts: Iterable[Post], right: Right, where: Chain, at: Instant, grids: Sequence[tuple[Instant, Id | None]]
) -> bool:
    """Whether one of these posts gave the right over a place shortly before it was put into another grid (重新划片).

    `grids` are all that the place has belonged to: (since, grid), the oldest first. Whoever knocked there without
    having heard of the redrawing did the work; it is theirs.
    """
    ends = [since for since, _ in grids[1:]]
    lately = {grid for (_, grid), end in zip(grids, ends, strict=False) if at - HANDOVER < end <= at}
    return any(may_say(posts=posts, right=right, where={**where, "grid": grid}, at=at) for grid in lately if grid)


def may_hand_out(*, posts: Iterable[Post], post: PostKind, where: Chain, at: Instant) -> bool:
    """Whether somebody may give this post over an area: nobody hands out a right that they do not hold there."""
    held = [p for p in posts if p.held_at(at) and where.get(p.area_kind) == p.area_id]
    own = frozenset[Right]().union(*(RIGHTS[p.post] for p in held))
    return "post_people" in own and RIGHTS[post] <= own


def ownership(*, posts: Iterable[Post], where: Chain, at: Instant) -> Ownership:
    """Whether a door has somebody of its chain on duty: owned, only a cadre or leader (fallback), or nobody (unowned).

    Whoever is away from the post is not on duty; whoever stands in is.
    """
    on_duty = {p.post for p in posts if where.get(p.area_kind) == p.area_id and p.on_duty_at(at)}
    if on_duty & OWNS_DOORS:
        return "owned"
    return "fallback" if on_duty & FALLBACK else "unowned"


def signature_over(*, signatures: Iterable[Signature], where: Chain, at: Instant) -> Signature | None:
    """The signature that stands over a place, the nearest area's first; None: nobody answers for it."""
    standing = [one for one in signatures if one.stands_at(at) and where.get(one.area_kind) == one.area_id]
    return min(standing, key=lambda one: (NEAREST.index(one.area_kind), one.since, one.id), default=None)


def company(*, outings: Iterable[Outing], person_id: Id, at: Instant, zone: tzinfo) -> Outing | None:
    """The last word of this working day on whom somebody goes with, by either of the two; None: nothing was said."""
    day = working_day(at, zone)
    said = [
        one
        for one in outings
        if person_id in {one.author_id, one.partner_id} and one.at <= at and working_day(one.at, zone) == day
    ]
    return max(said, key=lambda one: (one.at, one.author_id), default=None)


def pairs(*, outings: Iterable[Outing], at: Instant, zone: tzinfo) -> list[Outing]:
    """Who goes with whom now: of everybody who said so today the last word, each pair once."""
    today = list(outings)
    people = {one.author_id for one in today} | {one.partner_id for one in today if one.partner_id}
    found = {person: company(outings=today, person_id=person, at=at, zone=zone) for person in people}
    standing = {(one.at, one.author_id): one for one in found.values() if one}
    return [standing[key] for key in sorted(standing)]


def links(*, posts: Iterable[Post], where: Chain, at: Instant) -> dict[Rank, list[Post]]:
    """Everybody who holds a post of the chain over a place, by rank from the door upwards; the nearest area first.

    Somebody who is away stands in the chain as well: the reader must see whose place is taken by whom.
    """
    held = [p for p in posts if p.held_at(at) and where.get(p.area_kind) == p.area_id]
    held.sort(key=lambda p: (NEAREST.index(p.area_kind), p.since, p.id))
    return {rank: [p for p in held if p.post in kinds] for rank, kinds in RANKS.items()}
