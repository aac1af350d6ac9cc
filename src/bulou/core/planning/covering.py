"""Covering for somebody who is away: which doors lose their owner, and who could take them."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.fold import Absence, Post
from bulou.core.people.roles import OWNS_DOORS

WHAT_IF = "0" * 32
"""The id of an absence that nobody has said yet."""


class Candidate(Struct, frozen=True, kw_only=True):
    """Somebody who could take doors over: whether they already work in the same compounds, and what they carry now."""

    person_id: Id
    near: bool
    doors: int
    owed: int


def without(posts: Iterable[Post], *, person_id: Id, since: Instant, until: Instant | None) -> list[Post]:
    """The posts as they would be if this person were away for this time."""
    away = Absence(WHAT_IF, since, until)
    return [
        msgspec.structs.replace(post, absences=(*post.absences, away)) if post.person_id == person_id else post
        for post in posts
    ]


def could_take(
    *, posts: Iterable[Post], away: Id, near: set[Id], within: set[Id], loads: Mapping[Id, tuple[int, int]], at: Instant
) -> list[Candidate]:
    """Everybody on duty whose posts own doors in these areas (`within`), the neighbours first, then by what they owe.

    `near` are the areas that touch what loses its owner; `loads` hold (doors, owed) by area. What somebody carries in
    two overlapping areas is counted in both: it is a load, not a figure.
    """
    found: dict[Id, list[Post]] = {}
    for post in posts:
        if post.person_id != away and post.post in OWNS_DOORS and post.area_id in within and post.on_duty_at(at):
            found.setdefault(post.person_id, []).append(post)
    return ranked([_candidate(person, held, near=near, loads=loads) for person, held in found.items()])


def _candidate(person: Id, held: Sequence[Post], *, near: set[Id], loads: Mapping[Id, tuple[int, int]]) -> Candidate:
    areas = {post.area_id for post in held}
    return Candidate(
        person_id=person,
        near=bool(areas & near),
        doors=sum(loads.get(area, (0, 0))[0] for area in areas),
        owed=sum(loads.get(area, (0, 0))[1] for area in areas),
    )


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who is asked first: whoever knows the stairs already, then whoever owes least tonight, then whoever has least."""
    return sorted(candidates, key=lambda one: (not one.near, one.owed, one.doors, one.person_id))
