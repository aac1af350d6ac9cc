"""Covering for somebody who is away: which doors lose their owner, and who could take them."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.fold import Absence, Post
from bulou.core.people.roles import OWNS_DOORS

WHAT_IF = "0" * 32
"""The id of an absence that nobody has said yet."""


class Part(Struct, frozen=True, kw_only=True):
    """A stairwell as a load: the areas that it lies in, its doors, how many of them are still owed."""

    id: Id
    areas: frozenset[Id]
    doors: int
    owed: int


class Candidate(Struct, frozen=True, kw_only=True):
    """Somebody who could take doors over: whether they work next to them, and what they carry now and afterwards."""

    person_id: Id
    near: bool
    doors: int
    owed: int
    doors_after: int
    owed_after: int


def without(posts: Iterable[Post], *, person_id: Id, since: Instant, until: Instant | None) -> list[Post]:
    """The posts as they would be if this person were away for this time."""
    away = Absence(WHAT_IF, since, until)
    return [
        msgspec.structs.replace(post, absences=(*post.absences, away)) if post.person_id == person_id else post
        for post in posts
    ]


def could_take(
    *, posts: Iterable[Post], away: Id, taking: Sequence[Part], parts: Sequence[Part], near: set[Id], at: Instant
) -> list[Candidate]:
    """Everybody on duty whose posts own doors among `parts`, the neighbours first, then by what they owe.

    `taking` are the parts that would be taken over, `near` the areas that touch them.
    """
    areas = {area for part in parts for area in part.areas}
    found: dict[Id, set[Id]] = {}
    for post in posts:
        if post.person_id != away and post.post in OWNS_DOORS and post.area_id in areas and post.on_duty_at(at):
            found.setdefault(post.person_id, set()).add(post.area_id)
    return ranked(_candidate(person, held, taking, parts, near) for person, held in found.items())


def _candidate(person: Id, held: set[Id], taking: Sequence[Part], parts: Sequence[Part], near: set[Id]) -> Candidate:
    mine = {part.id: part for part in parts if part.areas & held}
    after = {**mine, **{part.id: part for part in taking}}
    return Candidate(
        person_id=person,
        near=bool(held & near),
        doors=sum(part.doors for part in mine.values()),
        owed=sum(part.owed for part in mine.values()),
        doors_after=sum(part.doors for part in after.values()),
        owed_after=sum(part.owed for part in after.values()),
    )


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who is asked first: whoever knows the stairs already, then whoever owes least tonight, then whoever has least."""
    return sorted(candidates, key=lambda one: (not one.near, one.owed, one.doors, one.person_id))
