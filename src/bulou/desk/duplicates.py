"""Duplicates: doors that look like one, side by side; one stays, or both do, and either word can be taken back."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.desk.imported import author_of
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.duplicates import Alike, AlikeRow, alike_pairs
from bulou.projections.views.listed_by import ListedBy, listed_by
from bulou.projections.views.people import names
from bulou.rosters.merging import merge, restore, tell_apart
from bulou.rosters.writing import one_at_a_time

SHOWN: Final = 50
"""Pairs on the page; their number is exact, and the next ones come up as these are settled."""


class Side(Struct, frozen=True, kw_only=True):
    """One of two doors that look alike: who listed it first, and the other one, which would leave the list."""

    door: AlikeRow
    listed: ListedBy | None
    who: str
    other: AlikeRow
    first: bool

    @property
    def loses(self) -> int:
        """How many attempts of the round would leave the figures if this one stays."""
        return self.other.attempts

    @property
    def loses_people(self) -> bool:
        """Whether the people are registered at the other one only."""
        return self.door.persons is None and bool(self.other.persons)


@page(right="import", methods=("GET", "POST"))
def duplicates(here: Page) -> HttpResponse:
    """The pairs that wait, and what was decided; a POST decides about one pair or takes a decision back."""
    if here.request.method == "POST":
        # Two clerks who each keep the other's door would leave none: one at a time, and against what stands now.
        with one_at_a_time(Path(settings.DATA) / "imports"):
            return here.go(here.to("duplicates"), *_decide(here))
    pairs = alike_pairs(here.scope)
    current = round_of(here.scope)
    round_id = current.id if current else None
    merged = read(here.scope, Alike(round_id=round_id))
    apart = read(here.scope, Alike(round_id=round_id, apart=True))
    shown = {door for pair in pairs[:SHOWN] for door in pair}
    beside = {row.same_as for row in merged if row.same_as} | {other for row in apart for other in _others(row)}
    named = tuple(sorted(beside.union(shown)))
    doors = {row.id: row for row in read(here.scope, Alike(round_id=round_id, doors=named))}
    context = {
        "pairs": _sides(here, [(doors[a], doors[b]) for a, b in pairs[:SHOWN]]),
        "total": len(pairs),
        "more": max(0, len(pairs) - SHOWN),
        "merged": [(row, doors.get(row.same_as or "")) for row in merged],
        "apart": [(row, doors[other]) for row in apart for other in _others(row) if other in doors],
    }
    return here.render("desk/duplicates.html", context)


def _decide(here: Page) -> tuple[str]:
    """Says what the form says; the word for the reader."""
    given = here.request.POST
    door, other = given.get("door", ""), given.get("other", "")
    if not is_id(door):
        raise Http404
    what = given.get("what", "")
    if what == "undo":
        return _undo(here, door)
    if what == "together":
        tell_apart(author_of(here), door=door, other=_known(here, other), apart=False)
        return ("duplicates.together_again",)
    if what not in {"keep", "apart"}:
        raise Http404
    if (min(door, other), max(door, other)) not in set(alike_pairs(here.scope)):
        return ("duplicates.settled_already",)
    if what == "apart":
        tell_apart(author_of(here), door=min(door, other), other=max(door, other))
        return ("duplicates.told_apart",)
    return _keep(here, door, other)


def _keep(here: Page, keep: Id, drop: Id) -> tuple[str]:
    """No visit leaves the figures unless whoever decides has seen that it does."""
    current = round_of(here.scope)
    (row,) = read(here.scope, Alike(round_id=current.id if current else None, doors=(drop,)))
    if row.attempts and here.request.POST.get("sure") != "1":
        return ("duplicates.need_sure",)
    merge(author_of(here), keep=keep, drop=drop)
    return ("duplicates.merged_now",)


def _undo(here: Page, door: Id) -> tuple[str]:
    if not any(row.id == door for row in read(here.scope, Alike())):
        return ("duplicates.settled_already",)
    restore(author_of(here), door=door)
    return ("duplicates.restored",)


def _known(here: Page, door: Id) -> Id:
    if not is_id(door) or not read(here.scope, Alike(doors=(door,))):
        raise Http404
    return door


def _others(row: AlikeRow) -> list[Id]:
    return list(json.loads(row.told_apart))


def _sides(here: Page, pairs: Iterable[tuple[AlikeRow, AlikeRow]]) -> list[tuple[Side, Side]]:
    """Both doors of each pair, the one to keep first: screened, visited, with more people, listed earlier."""
    known = list(pairs)
    listed = listed_by(here.scope, sorted({door.id for pair in known for door in pair}))
    who = names(here.scope, {one.author_id for one in listed.values()})

    def weight(door: AlikeRow) -> tuple[bool, int, int, int]:
        return door.screened, door.attempts, door.persons or 0, -listed[door.id].at if door.id in listed else 0

    def side(door: AlikeRow, other: AlikeRow, *, first: bool) -> Side:
        by = listed.get(door.id)
        said = who.get(by.author_id, "") if by else ""
        return Side(door=door, listed=by, who=said or here.word("story.server"), other=other, first=first)

    ordered = (sorted(pair, key=weight, reverse=True) for pair in known)
    return [(side(one, other, first=True), side(other, one, first=False)) for one, other in ordered]
