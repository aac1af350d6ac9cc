"""A door's page: where it stands in every round, its story, and sealed contacts opened for a stated purpose."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.people.rules import Chain
from bulou.core.visits.facts import VisitRecorded
from bulou.core.visits.outcomes import SCREENED
from bulou.desk.answers import Answer, Asked, answers_of, asked_in, options_of
from bulou.desk.chain import chain_links, partners_of
from bulou.desk.doors import owners_of
from bulou.desk.masking import masked_name, masked_phone
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.desk.rulings import EVIDENCE, HOWS, OVERRULED, UNDONE
from bulou.desk.telling import telling
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.chain import on_duty, partner_units
from bulou.projections.views.doors import DoorRounds, OneDoor, OneDoorRow
from bulou.projections.views.duplicates import Alike, AlikeRow
from bulou.projections.views.rounds import QuestionSets, Rounds
from bulou.projections.views.stairwells import grid_history
from bulou.projections.views.story import Told, story
from bulou.projections.views.territory import Grids
from bulou.vault.sealing import Opened, open_parts

PURPOSES: Final = ("call_before_visit", "find_resident", "health_follow_up", "correct_record")
"""Why somebody may open the contacts of a household; kept with the opening."""


class Line(Struct, frozen=True, kw_only=True):
    """One fact in words."""

    told: Told
    who: str
    words: list[str]
    round_name: str
    answers: list[Answer] = []
    questions: list[tuple[str, str, list[tuple[str, str]]]] = []

    @property
    def may_be_overruled(self) -> bool:
        """Whether it is a visit whose outcome counts."""
        told = self.told
        return (
            told.kind == "VisitRecorded"
            and told.body is not None
            and not (told.withdrawn or told.held or told.overruled)
        )


class Contact(Struct, frozen=True, kw_only=True):
    """An opened contact, masked or in full."""

    name: str
    phones: list[str]
    remark: str


@page()
def door(here: Page, door_id: str) -> HttpResponse:
    """The story of one door."""
    return _render(here, _door(here, door_id), contacts=None, full=False)


@page(methods=("POST",), right="visit")
def open_contacts(here: Page, door_id: str) -> HttpResponse:
    """Opens what is sealed about this door: masked first, in full when asked again; each time is logged."""
    place = _door(here, door_id)
    purpose = here.request.POST.get("purpose", "")
    full = here.request.POST.get("full") == "1"
    if purpose not in PURPOSES:
        raise PermissionDenied("desk.denied.purpose")
    sealed = [told.fact_id for told in story(here.scope, place.id, now=here.now) if told.sealed]
    opened = open_parts(
        here.region_id, sealed, by=here.person_id, purpose=f"{purpose}{'' if full else ':masked'}",
        subject=f"dwelling:{place.id}", now=here.now,
    )  # fmt: skip
    return _render(here, place, contacts=_contacts(opened, sealed, full=full), full=full, purpose=purpose)


def _door(here: Page, door_id: Id) -> OneDoorRow:
    current = round_of(here.scope)
    wanted = OneDoor(door_id=door_id, round_id=current.id if current else None)
    found = read(here.scope, wanted) if is_id(door_id) else []
    if not found:
        raise Http404
    return found[0]


def _render(
    here: Page, place: OneDoorRow, *, contacts: list[Contact] | None, full: bool, purpose: str = ""
) -> HttpResponse:
    told = story(here.scope, place.id, now=here.now)
    duty = on_duty(here.scope, at=here.at)
    every = read(here.scope, Rounds())
    rounds = {row.id: round_name(row, here.language) for row in every}
    asked = asked_in(every, read(here.scope, QuestionSets()))
    where: Chain = {
        "region": here.region_id, "community": place.community_id, "compound": place.compound_id,
        "grid": place.grid_id, "building": place.building_id, "stairwell": place.stairwell_id,
    }  # fmt: skip
    context = {
        "door": place,
        "registered": place.closed and place.state in SCREENED,
        "same_as": [*read(here.scope, Alike(kept=place.id)), *_stays(here, place)],
        "owners": owners_of(place, duty),
        "chain": chain_links(here, duty, where),
        "grids": _grids(here, place),
        "partners": partners_of(where, partner_units(here.scope, at=here.at)),
        "rounds": [
            (row, rounds.get(row.round_id, ""))
            for row in read(here.scope, DoorRounds(door_id=place.id), purpose="door_story", now=here.now)
        ],
        "lines": _lines(here, told, duty.names, rounds, asked),
        "evidence": EVIDENCE,
        "hows": HOWS,
        "overruled": OVERRULED,
        "undone": UNDONE,
        "sealed": sum(one.sealed for one in told),
        "purposes": PURPOSES,
        "purpose": purpose,
        "contacts": contacts,
        "full": full,
    }
    return here.render("desk/door.html", context)


def _stays(here: Page, place: OneDoorRow) -> list[AlikeRow]:
    """The door that a withdrawn one is on the list as."""
    itself = read(here.scope, Alike(doors=(place.id,))) if place.withdrawn else []
    return [row for one in itself if one.same_as for row in read(here.scope, Alike(doors=(one.same_as,)))]


def _lines(
    here: Page, told: Sequence[Told], names: Mapping[Id, str], rounds: Mapping[Id, str], asked: Asked
) -> list[Line]:
    """The story, newest first."""
    return [
        Line(
            told=one,
            who=_who(here, one, names),
            words=[*telling(here, one), *_together(here, one, names)],
            round_name=rounds.get(one.round_id or "", ""),
            answers=answers_of(here, one, told, asked) if isinstance(one.body, VisitRecorded) else [],
            questions=[(q.id, q.text[here.language], options_of(here, q)) for q in asked.get(one.round_id or "", ())],
        )
        for one in reversed(told)
    ]


def _who(here: Page, told: Told, names: Mapping[Id, str]) -> str:
    """Who said it; of a visit that was typed in: who went, who typed, and how it came to the desk."""
    author = names.get(told.author_id, "") or here.word("story.server")
    body = told.body
    if not isinstance(body, VisitRecorded) or body.source not in {"paper", "call"}:
        return author
    medium = here.word(f"story.source.{body.source}")
    if body.visited_by is None:
        return f"{author} · {medium}"
    return here.word("story.typed", who=names.get(body.visited_by, ""), by=author, medium=medium)


def _grids(here: Page, place: OneDoorRow) -> list[tuple[str, int]]:
    """The grids that the door has lain in, the present one first: (name, since)."""
    history = grid_history(here.scope, stairwell=place.stairwell_id).get(place.stairwell_id, [])
    numbers = {row.id: row.number for row in read(here.scope, Grids())}
    names = [
        here.word("people.grid", number=numbers.get(grid, "?")) if grid else here.word("people.no_grid")
        for _, grid in history
    ]
    return [(name, since) for name, (since, _) in zip(names, history, strict=True)][::-1]


def _together(here: Page, told: Told, names: Mapping[Id, str]) -> list[str]:
    """With whom the visit was made: the two are one witness."""
    partner = getattr(told.body, "partner_id", None)
    return [here.word("story.partner", name=names.get(partner, "?"))] if partner else []


def _contacts(opened: Mapping[Id, Opened], order: Sequence[Id], *, full: bool) -> list[Contact]:
    contacts: list[Contact] = []
    for fact_id in order:
        if fact_id not in opened:
            continue
        content = opened[fact_id].content
        people: list[Mapping[str, Any]] = list(content.get("contacts", ()))
        if "name" in content or "phone" in content:
            people.append({"name": content.get("name", ""), "phones": [content.get("phone", "")]})
        contacts += [_contact(one, full=full) for one in people]
        if content.get("remark"):
            contacts.append(Contact(name="", phones=[], remark=str(content["remark"]) if full else "…"))
    return contacts


def _contact(one: Mapping[str, Any], *, full: bool) -> Contact:
    name, phones = str(one.get("name", "")), [str(phone) for phone in one.get("phones", ()) if phone]
    if full:
        return Contact(name=name, phones=phones, remark="")
    return Contact(name=masked_name(name), phones=[masked_phone(phone) for phone in phones], remark="")
