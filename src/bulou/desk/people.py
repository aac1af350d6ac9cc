"""People and areas: who answers for what now, where the chain is broken, and giving and ending posts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, get_args

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import local
from bulou.core.people.facts import PersonEngaged, PostKind, PostLeft, PostTaken
from bulou.core.people.fold import Post
from bulou.core.people.roles import RIGHTS
from bulou.desk.absence import running
from bulou.desk.areas import area_choices, area_names
from bulou.desk.chain import post_words
from bulou.desk.company import absent, pairs_today
from bulou.desk.page import Page, page
from bulou.desk.phones import phone_lines
from bulou.desk.times import typed_time
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.chain import OnDuty, on_duty, partner_units
from bulou.projections.views.figures import AreaRow, ownership_of_stairwells
from bulou.projections.views.people import Staff, names, posts_of
from bulou.projections.views.territory import Communities, Grids

POSTS: Final[tuple[PostKind, ...]] = get_args(PostKind)
LEADS: Final = frozenset({"community_secretary", "community_leader", "tract_cadre"})


class GridLine(Struct, frozen=True, kw_only=True):
    """A grid (None: doors in no grid), its doors, who owns them, and how many nobody or only a cadre owns."""

    grid_id: Id | None
    name: str
    doors: int
    owners: list[Post]
    unowned: int
    fallback: int


class CommunityLine(Struct, frozen=True, kw_only=True):
    """A community with those who lead it and its grids."""

    id: Id
    name: str
    leads: list[Post]
    grids: list[GridLine]


@page()
def people(here: Page) -> HttpResponse:
    """The chain of responsibility as it is now; breaks in red."""
    duty = on_duty(here.scope, at=here.at)
    posted = {post.person_id for posts in duty.by_area.values() for post in posts}
    units = partner_units(here.scope, at=here.at)
    context = {
        "communities": chain(here, duty),
        "region_posts": duty.by_area.get(here.region_id, ()),
        "duty": duty,
        "areas": area_names(here),
        "on_duty": len(duty.present),
        "absent": absent(duty),
        **pairs_today(here, duty),
        "units": [unit for some in units.values() for unit in some],
        "idle": sorted((name, one) for one, name in duty.names.items() if one not in posted),
        "form": _form(here),
    }
    return here.render("desk/people.html", context)


def chain(here: Page, duty: OnDuty) -> list[CommunityLine]:
    """Every community of the scope, its grids, and whoever answers for them."""
    owned = ownership_of_stairwells(here.scope, at=here.at)
    every_grid = read(here.scope, Grids())
    lines = []
    for community in read(here.scope, Communities()):
        inside = [(area, owner) for area, owner in owned if area.community_id == community.id]
        if not inside and not (here.scope.whole_region or community.id in here.scope.communities):
            continue
        grids = [
            _grid_line(row.id, here.word("people.grid", number=row.number), inside, duty)
            for row in every_grid
            if row.community_id == community.id
        ]
        if any(area.grid_id is None and area.doors for area, _ in inside):
            grids.append(_grid_line(None, here.word("people.no_grid"), inside, duty))
        leads = [post for post in duty.by_area.get(community.id, ()) if post.post in LEADS]
        lines.append(CommunityLine(id=community.id, name=community.name, leads=leads, grids=grids))
    return lines


def _grid_line(grid_id: Id | None, name: str, inside: Sequence[tuple[AreaRow, str]], duty: OnDuty) -> GridLine:
    mine = [(area, owner) for area, owner in inside if area.grid_id == grid_id]
    doors: Counter[str] = Counter()
    for area, owner in mine:
        doors[owner] += area.doors
    areas = dict.fromkeys(
        [grid_id, *(id_ for area, _ in mine for id_ in (area.compound_id, area.building_id, area.id))]
    )
    owners = {post.person_id: post for post in reversed(duty.owners(areas))}
    return GridLine(
        grid_id=grid_id,
        name=name,
        doors=doors.total(),
        owners=list(reversed(owners.values())),
        unowned=doors["unowned"],
        fallback=doors["fallback"],
    )


@page()
def person(here: Page, person_id: str) -> HttpResponse:
    """Somebody's posts in time and phones."""
    name = names(here.scope, {person_id}).get(person_id, "") if is_id(person_id) else ""
    if not name and person_id not in {row.id for row in read(here.scope, Staff())}:
        raise Http404
    posts = posts_of(here.scope, person_id)
    context = {
        "person_id": person_id,
        "name": name,
        "now_posts": [(post, post_words(here, post)) for post in posts if post.held_at(here.now)],
        "other_posts": [(post, post_words(here, post)) for post in posts if not post.held_at(here.now)],
        "away": any(post.absent_at(here.now) for post in posts),
        "absent": any(running(post, now=here.now) for post in posts),
        "areas": area_names(here, posts=posts),
        "lines": phone_lines(here, person=person_id),
        "may_post": here.may("post_people"),
        "form": _form(here),
    }
    return here.render("desk/person.html", context)


@page(methods=("POST",), right="post_people")
def engage(here: Page) -> HttpResponse:
    """Somebody begins to work here, with a post over an area."""
    name, phone = (here.request.POST.get(field, "").strip() for field in ("name", "phone"))
    if not name:
        raise BadRequest("a person needs a name")
    person_id = new_id(here.now)
    private = {"name": name, **({"phone": phone} if phone else {})}
    engaged = Saying(
        subject_kind="staff", subject_id=person_id, body=PersonEngaged(has_phone=bool(phone)), private=private
    )
    _say(here, engaged, _taken(here, person_id))
    return here.go(here.to("person", person_id), "people.engaged", name=name)


@page(methods=("POST",), right="post_people")
def give_post(here: Page, person_id: str) -> HttpResponse:
    """One more post for somebody who works here."""
    if person_id not in {row.id for row in read(here.scope, Staff())}:
        raise Http404
    _say(here, _taken(here, person_id))
    return here.go(here.to("person", person_id), "people.post_given")


@page(methods=("POST",), right="post_people")
def end_post(here: Page, person_id: str, post_id: str) -> HttpResponse:
    """A post ends, now or at a given time."""
    if post_id not in {post.id for post in posts_of(here.scope, person_id)}:
        raise Http404
    until = typed_time(here, "until") or here.written_now
    _say(here, Saying(subject_kind="post", subject_id=post_id, body=PostLeft(until=until)))
    return here.go(here.to("person", person_id), "people.post_ended")


def _taken(here: Page, person_id: Id) -> Saying:
    """The post that the form asks for. Raises BadRequest for a form that our own page cannot have sent."""
    given = here.request.POST
    kind, _, area_id = given.get("area", "").partition(":")
    taken = {
        "person_id": person_id,
        "post": given.get("post", ""),
        "area_kind": kind,
        "area_id": area_id,
        "since": typed_time(here, "since") or here.written_now,
        "until": typed_time(here, "until"),
    }
    try:
        body = msgspec.convert(taken, PostTaken)
    except msgspec.ValidationError as fault:
        raise BadRequest(str(fault)) from fault
    return Saying(subject_kind="post", subject_id=new_id(here.now), body=body)


def _say(here: Page, *sayings: Saying) -> None:
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)


def _form(here: Page) -> Mapping[str, object]:
    """What the form for a post offers; nothing for those who may not give one."""
    if not here.may("post_people"):
        return {}
    return {
        "posts": [(post, here.word(f"post.{post}")) for post in POSTS if RIGHTS[post] <= here.reader.rights],
        "areas": area_choices(here),
        "area": here.request.GET.get("area", ""),
        "since": f"{local(here.now, here.region.zone):%Y-%m-%dT%H:%M}",
    }
