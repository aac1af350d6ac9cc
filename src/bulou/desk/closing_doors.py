"""Closing doors: a supervisor's decision that a door will not be opened this round; one fact a door, one reason."""

from typing import Final, get_args

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import OWED_REASONS
from bulou.core.visits.facts import ClosingReason, DoorClosedUnresolved
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.doors import DoorFilter, Doors
from bulou.projections.views.territory import Communities

REASONS: Final[tuple[str, ...]] = get_args(ClosingReason)
MOST: Final = 2000


@page(right="close_doors", methods=("GET", "POST"))
def closing_doors(here: Page, community_id: Id) -> HttpResponse:
    """The open doors of a community to tick; a POST closes the ticked ones, which never count as screened."""
    current = round_of(here.scope)
    community = next((row for row in read(here.scope, Communities()) if row.id == community_id), None)
    if current is None or community is None:
        raise Http404
    why = here.request.GET.get("reason", "")
    where = DoorFilter(round_id=current.id, community=community_id, reason=why if why in OWED_REASONS else "")
    doors = read(here.scope, Doors(where=where, limit=MOST))
    if here.request.method == "POST":
        return _close(here, community_id, current.id, {door.id for door in doors})
    context = {
        "community": community,
        "round_name": round_name(current, here.language),
        "doors": doors,
        "reasons": REASONS,
        "why": why,
        "owed_reasons": OWED_REASONS,
    }
    return here.render("desk/closing_doors.html", context)


def _close(here: Page, community_id: Id, round_id: Id, open_doors: set[Id]) -> HttpResponse:
    chosen = [door for door in here.request.POST.getlist("door") if door in open_doors]
    reason = here.request.POST.get("because", "")
    remark = here.request.POST.get("remark", "").strip()[:400]
    back = here.to("closing_doors", community_id)
    if not chosen or reason not in REASONS:
        return here.go(back, "closing.doors.choose")
    body = DoorClosedUnresolved(reason=reason)  # type: ignore[arg-type]  # one of REASONS
    private = {"remark": remark} if remark else None
    sayings = [
        Saying(subject_kind="dwelling", subject_id=door, body=body, round_id=round_id, private=private)
        for door in chosen
    ]
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("closing_community", community_id), "closing.doors.closed", n=len(chosen))
