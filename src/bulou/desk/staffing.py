"""Staffing: people engaged by a pasted list, each with a post; read back before anything is said."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.people.facts import AreaKind, PersonEngaged, PostTaken
from bulou.core.people.fold import Post
from bulou.desk.page import Page, page
from bulou.intake.said import Saying, new_id
from bulou.intake.say import NotSaid, say
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.territory import Communities
from bulou.rosters.staff import StaffLine, directory, staff_lines

LONGEST: Final = 60_000


class Engaged(Struct, frozen=True, kw_only=True):
    """A line as the page shows it. `person_id`: who has this name here; `new`: areas without the post."""

    line: StaffLine
    fault: str
    person_id: Id | None
    new: list[tuple[AreaKind, Id]]


@page(right="post_people", methods=("GET", "POST"))
def staff_list(here: Page) -> HttpResponse:
    """Lines in, people with posts out; asked live, only how the lines are read."""
    given = here.request.POST
    text = given.get("lines", "")[:LONGEST]
    others = frozenset(given.getlist("another"))
    reads = _reads(here, text, others)
    refused = ""
    if "write" in given:
        done = _write(here, reads)
        if isinstance(done, HttpResponse):
            return done
        refused = done
    context = {
        "text": text,
        "reads": reads,
        "others": others,
        "unclear": sum(1 for one in reads if one.fault),
        "people": sum(1 for one in reads if one.person_id is None and not one.fault),
        "posts": sum(len(one.new) for one in reads),
        "refused": refused,
        "communities": read(here.scope, Communities()),
        "before": round_of(here.scope) is None,
    }
    return here.render("desk/staff_list.html", context, live="desk/staff_preview.html", status=422 if refused else 200)


def _reads(here: Page, text: str, others: frozenset[str]) -> list[Engaged]:
    if not text.strip():
        return []
    known = directory(here.scope, names=tuple(here.region.name.values()))
    people = {name: id_ for id_, name in names(here.scope).items()}
    held = posts_at(here.scope, at=here.now)
    return [_read(here, line, people, held, others) for line in staff_lines(text, known)]


def _read(
    here: Page, line: StaffLine, people: Mapping[str, Id], held: list[Post], others: frozenset[str]
) -> Engaged:  # fmt: skip
    person_id = None if line.name in others else people.get(line.name)
    mine = {(post.post, post.area_kind, post.area_id) for post in held if post.person_id == person_id}
    new = [(kind, id_) for kind, id_ in line.areas if person_id is None or (line.post, kind, id_) not in mine]
    return Engaged(
        line=line,
        fault=here.word(f"staff.fault.{line.code}", words=line.words) if line.code else "",
        person_id=person_id,
        new=new,
    )


def _write(here: Page, reads: list[Engaged]) -> HttpResponse | str:
    unclear = sum(1 for one in reads if one.fault)
    if unclear or not reads:
        return here.word("staff.unclear", n=unclear) if reads else here.word("staff.nothing")
    sayings, engaged = _sayings(here, reads)
    if not sayings:
        return here.word("staff.all_known", n=len(reads))
    try:
        say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    except NotSaid as refused:
        return " ".join(here.word(f"hold.{reason}") for reason in sorted(refused.reasons))
    posts = sum(len(one.new) for one in reads)
    to = here.to("activate" if round_of(here.scope) is None else "people")
    return here.go(to, "staff.done", n=engaged, posts=posts)


def _sayings(here: Page, reads: list[Engaged]) -> tuple[list[Saying], int]:
    """The facts, and how many people begin to work here; a name that stands in several lines is one person."""
    begun: dict[str, Id] = {}
    said: list[Saying] = []
    for one in reads:
        person_id = one.person_id or begun.get(one.line.name)
        if person_id is None:
            person_id = begun[one.line.name] = new_id(here.now)
            private = {"name": one.line.name, **({"phone": one.line.phone} if one.line.phone else {})}
            body = PersonEngaged(has_phone=bool(one.line.phone))
            said.append(Saying(subject_kind="staff", subject_id=person_id, body=body, private=private))
        said += [_taken(here, person_id, one.line, kind, area_id) for kind, area_id in one.new]
    return said, len(begun)


def _taken(here: Page, person_id: Id, line: StaffLine, kind: AreaKind, area_id: Id) -> Saying:
    body = PostTaken(
        person_id=person_id,
        post=line.post,  # type: ignore[arg-type]  # a line without a post is at fault and never comes here
        area_kind=kind,
        area_id=area_id,
        since=here.written_now,
    )
    return Saying(subject_kind="post", subject_id=new_id(here.now), body=body)
