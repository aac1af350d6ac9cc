"""Return visits: appointments, second looks, lit windows, and doors not yet tried in a time band (再上门)."""

from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import band
from bulou.core.visits.again import Stage, appointment
from bulou.core.visits.fold import standing
from bulou.core.visits.outcomes import NEEDS_SECOND_LOOK
from bulou.core.visits.state import Attempt
from bulou.desk.doors import owners_of
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.chain import on_duty
from bulou.projections.views.doors import AGAIN, DoorCount, DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.territory import Communities
from bulou.projections.visits import visits_of

MOST: Final = 300


class Claim(Struct, frozen=True, kw_only=True):
    """Who says that nobody lives there, and what they go by."""

    who: str
    at: int
    evidence: list[str]


class Line(Struct, frozen=True, kw_only=True):
    """A door that needs somebody again."""

    door: DoorRow
    owners: list[tuple[Id, str]]
    stage: Stage | None
    claims: list[Claim]


@page()
def revisits(here: Page) -> HttpResponse:
    """One of the lists; the others with their numbers beside it. Without a choice the first that is not empty."""
    current = round_of(here.scope)
    asked, community = here.request.GET.get("why", ""), here.request.GET.get("community", "")
    if asked not in {"", *AGAIN} or (community and not is_id(community)):
        raise Http404
    tabs = [
        (name, read(here.scope, DoorCount(where=_where(current.id, name, community)))[0].doors)
        if current
        else (name, 0)
        for name in AGAIN
    ]
    chosen = asked or next((name for name, doors in tabs if doors), "appointments")
    doors = []
    if current:
        view = Doors(where=_where(current.id, chosen, community), limit=MOST, by_due=chosen == "appointments")
        doors = read(here.scope, view)
    claims = _claims(here, current.id, doors) if current and chosen == "second_look" else {}
    duty = on_duty(here.scope, at=here.at)
    context = {
        "tabs": tabs,
        "chosen": chosen,
        "total": dict(tabs)[chosen],
        "lines": [
            Line(
                door=door,
                owners=owners_of(door, duty),
                stage=appointment(due_at=door.due_at, now=here.at) if door.due_at else None,
                claims=claims.get(door.id, []),
            )
            for door in doors
        ],
        "now_band": band(here.at, here.region.zone),
        "communities": read(here.scope, Communities()),
        "community": community,
    }
    return here.render("desk/revisits.html", context)


def _where(round_id: Id, why: str, community: Id) -> DoorFilter:
    return DoorFilter(round_id=round_id, again=why, community=community)


def _claims(here: Page, round_id: Id, doors: Sequence[DoorRow]) -> dict[Id, list[Claim]]:
    """What was claimed at each door, read off the ledger."""
    found = visits_of(here.region_id, [(round_id, door.id) for door in doors])
    said = {
        door_id: [one for one in standing(visits) if one.outcome in NEEDS_SECOND_LOOK]
        for (_, door_id), visits in found.items()
    }
    who = names(here.scope, {one.author_id for some in said.values() for one in some}) if said else {}
    return {door_id: [_claim(one, who) for one in some[-2:]] for door_id, some in said.items()}


def _claim(one: Attempt, who: dict[Id, str]) -> Claim:
    return Claim(who=who.get(one.author_id, ""), at=one.at, evidence=list(one.evidence))
