"""Absence (缺勤): what it would leave uncovered, who could take it, and handing it over to a stand-in (替班)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import DAY_BEGINS_AT_HOUR, Instant, local, parse_instant, working_day
from bulou.core.people.facts import AbsenceEnded, AbsenceRecorded, PostLeft, PostTaken
from bulou.core.people.fold import Absence, Post
from bulou.core.people.rules import Ownership
from bulou.core.planning.covering import Candidate, Part, could_take, without
from bulou.desk.areas import area_names, in_reach
from bulou.desk.chain import post_words
from bulou.desk.page import Page, page
from bulou.desk.times import typed_time
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.figures import AreaRow, Areas, figures, owned_by
from bulou.projections.views.people import Staff, StandIns, names, posts_at, posts_of
from bulou.projections.views.phones import Phones

SHOWN = 12
"""So many people who could take it are shown; whoever is further down is chosen on the people page."""


class Loss(Struct, frozen=True, kw_only=True):
    """What an absence changes: which doors lose their owner, how many of them are owed.

    Of all of `theirs`: how many are still owed (`left`), which have an appointment in that time (`due`).
    """

    theirs: list[AreaRow]
    becomes: dict[Ownership, int]
    still_owned: int
    owed: int
    left: int
    due: list[DoorRow]

    @property
    def doors(self) -> int:
        """How many doors lose their owner."""
        return sum(self.becomes.values())


class Choice(Struct, frozen=True, kw_only=True):
    """Somebody who could take it by name; `phone`: whether one is enrolled."""

    name: str
    who: Candidate
    phone: bool


@page(right="post_people", methods=("GET", "POST"))
def absence(here: Page, person_id: str) -> HttpResponse:
    """What if this person were away; a POST says so and hands over."""
    held = _posts(here, person_id)
    if here.request.method == "POST":
        return _hand_over(here, person_id, held)
    since, until = _span(here)
    everybody, stairwells = posts_at(here.scope, at=since), read(here.scope, Areas())
    loss = _loss(here, everybody, stairwells, person_id, (since, until))
    known = names(here.scope)
    return here.render(
        "desk/absence.html",
        {
            "person_id": person_id,
            "name": known.get(person_id, ""),
            "posts": [(post, post_words(here, post)) for post in held],
            "areas": area_names(here, posts=held),
            "loss": loss,
            "choices": _choices(here, everybody, stairwells, person_id, loss, known, since),
            "since": f"{local(since, here.region.zone):%Y-%m-%dT%H:%M}",
            "until": f"{local(until, here.region.zone):%Y-%m-%dT%H:%M}",
            "away": any(post.absent_at(since) for post in held),
        },
    )


@page(right="post_people", methods=("POST",))
def back(here: Page, person_id: str) -> HttpResponse:
    """Back in post, or a slip undone: running and coming absences end now, and with them whoever stands in."""
    held = _posts(here, person_id)
    ends = [(post, one) for post in held for one in post.absences if one.until is None or one.until > here.now]
    mine = {post.id for post, _ in ends}
    standing_in = [
        post for post in read(here.scope, StandIns(posts=tuple(mine))) if post.until is None or post.until > here.now
    ]
    sayings = [
        *(_about(post.id, AbsenceEnded(absence_id=one.id, until=here.written_now)) for post, one in ends),
        *(_about(post.id, PostLeft(until=here.written_now)) for post in standing_in),
    ]
    if sayings:
        _say(here, sayings)
    return here.go(here.to("person", person_id), "absence.back_done")


def running(post: Post, *, now: Instant) -> Absence | None:
    """The absence from a post that runs now or is still to come."""
    return next((one for one in post.absences if one.until is None or one.until > now), None)


def _posts(here: Page, person_id: Id) -> list[Post]:
    """The posts that the person holds now, when the reader may act for them."""
    if not is_id(person_id) or person_id not in {row.id for row in read(here.scope, Staff())}:
        raise Http404
    if not in_reach(here, person_id):
        raise PermissionDenied("desk.denied.right")
    return [post for post in posts_of(here.scope, person_id) if post.held_at(here.now)]


def _span(here: Page) -> tuple[Instant, Instant]:
    """From when until when, as asked for; today until the working day ends."""
    given = here.request.GET
    try:
        since, until = (
            parse_instant(datetime.fromisoformat(given[name]).replace(tzinfo=here.region.zone).isoformat())
            if given.get(name)
            else None
            for name in ("since", "until")
        )
    except ValueError as fault:
        raise BadRequest(str(fault)) from fault
    since = max(since or here.now, here.now)
    return since, until if until and until > since else _end_of_day(here, since)


def _end_of_day(here: Page, at: Instant) -> Instant:
    after = working_day(at, here.region.zone) + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, DAY_BEGINS_AT_HOUR, tzinfo=here.region.zone)
    return parse_instant(end.isoformat())


def _loss(
    here: Page, everybody: Sequence[Post], stairwells: Sequence[AreaRow], person_id: Id, span: tuple[Instant, Instant]
) -> Loss:
    since, until = span
    before = owned_by(everybody, stairwells, region_id=here.region_id, at=since)
    gone = without(everybody, person_id=person_id, since=since, until=until)
    after = {a.id: owner for a, owner in owned_by(gone, stairwells, region_id=here.region_id, at=since)}
    lost = [area for area, owner in before if after[area.id] != owner and area.doors]
    becomes: Counter[Ownership] = Counter()
    for area in lost:
        becomes[after[area.id]] += area.doors
    mine = {post.area_id for post in everybody if post.person_id == person_id}
    theirs = [a for a in stairwells if mine & set(a.within(here.region_id).values())]
    left = _owed(here, theirs)
    stairs = {area.id for area in lost}
    return Loss(
        theirs=theirs,
        becomes=dict(becomes),
        still_owned=sum(a.doors for a in theirs if after[a.id] == "owned"),
        owed=sum(door.stairwell_id in stairs for door in left),
        left=len(left),
        due=[door for door in left if door.due_at and since <= door.due_at < until],
    )


def _owed(here: Page, areas: Iterable[AreaRow]) -> list[DoorRow]:
    """The doors of these stairwells that are still owed in the round."""
    current = round_of(here.scope)
    if current is None:
        return []
    stairwells = tuple(area.id for area in areas)
    return read(here.scope, Doors(where=DoorFilter(round_id=current.id, among="owed", stairwells=stairwells)))


def _choices(
    here: Page, everybody: Sequence[Post], stairwells: Sequence[AreaRow], away: Id, loss: Loss, known: dict[Id, str],
    at: Instant,
) -> list[Choice]:  # fmt: skip
    """The people of the same communities, neighbours first."""
    current = round_of(here.scope)
    owed = figures(here.scope, level="stairwell", round_id=current.id if current else None)
    communities = {area.community_id for area in loss.theirs}
    compounds = {area.compound_id for area in loss.theirs}
    parts = {
        a.id: Part(id=a.id, areas=_areas([a]), doors=a.doors, owed=owed.get(a.id, {}).get("owed", 0))
        for a in stairwells
        if a.community_id in communities
    }
    found = could_take(
        posts=everybody,
        away=away,
        taking=[parts[area.id] for area in loss.theirs],
        parts=list(parts.values()),
        near=set(_areas(area for area in stairwells if area.compound_id in compounds)),
        at=at,
    )
    phones = {row.person_id for row in read(here.scope, Phones()) if not row.revoked}
    return [Choice(name=known.get(one.person_id, ""), who=one, phone=one.person_id in phones) for one in found[:SHOWN]]


def _areas(stairwells: Iterable[AreaRow]) -> frozenset[Id]:
    """Stairwells with the building, grid and compound that each lies in."""
    return frozenset(id_ for a in stairwells for id_ in (a.id, a.building_id, a.grid_id, a.compound_id) if id_)


def _hand_over(here: Page, person_id: Id, held: Sequence[Post]) -> HttpResponse:
    """One act: the absence from every post, and a stand-in in each for as long."""
    given = here.request.POST
    since, until = typed_time(here, "since") or here.written_now, typed_time(here, "until")
    if parse_instant(since) < here.now:
        since = here.written_now
    if until is None or parse_instant(until) <= parse_instant(since):
        return here.go(here.to("absence", person_id), "absence.need_until")
    stand_in = given.get("stand_in", "")
    if stand_in and (stand_in == person_id or stand_in not in {row.id for row in read(here.scope, Staff())}):
        raise BadRequest("nobody of that id works here")
    sayings = [_about(post.id, AbsenceRecorded(since=since, until=until)) for post in held]
    if stand_in:
        sayings += [_about(new_id(here.now), _taken_over(post, stand_in, since, until)) for post in held]
    if sayings:
        _say(here, sayings)
    known = names(here.scope, {person_id, stand_in})
    said = "absence.handed_over" if stand_in else "absence.recorded"
    return here.go(here.to("person", person_id), said, name=known.get(person_id, ""), other=known.get(stand_in, ""))


def _taken_over(post: Post, stand_in: Id, since: str, until: str) -> PostTaken:
    return PostTaken(
        person_id=stand_in,
        post=post.post,
        area_kind=post.area_kind,
        area_id=post.area_id,
        since=since,
        until=until,
        stands_in_for=post.id,
    )


def _about(post_id: Id, body: Struct) -> Saying:
    return Saying(subject_kind="post", subject_id=post_id, body=body)


def _say(here: Page, sayings: Sequence[Saying]) -> None:
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
