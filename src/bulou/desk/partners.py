"""Partner units (包联单位): assigned to an area, and released."""

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse

from bulou.core.people.facts import PartnerUnitAssigned, PartnerUnitReleased
from bulou.desk.page import Page, page
from bulou.desk.times import typed_time
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.chain import PartnerUnits


@page(methods=("POST",), right="post_people")
def assign_unit(here: Page) -> HttpResponse:
    """A unit begins to help an area; who is to be called there is sealed."""
    given = here.request.POST
    kind, _, area_id = given.get("area", "").partition(":")
    name = given.get("unit", "").strip()
    said = {
        "name": name,
        "area_kind": kind,
        "area_id": area_id,
        "since": typed_time(here, "since") or here.written_now,
        "until": typed_time(here, "until"),
    }
    try:
        body = msgspec.convert(said, PartnerUnitAssigned)
    except msgspec.ValidationError as fault:
        raise BadRequest(str(fault)) from fault
    private = {field: text for field in ("name", "phone") if (text := given.get(f"contact_{field}", "").strip()[:80])}
    _say(here, Saying(subject_kind="partner_unit", subject_id=new_id(here.now), body=body, private=private or None))
    return here.go(here.to("people"), "chain.unit_assigned", name=name)


@page(methods=("POST",), right="post_people")
def release_unit(here: Page, unit_id: str) -> HttpResponse:
    """A unit no longer helps there."""
    if unit_id not in {row.id for row in read(here.scope, PartnerUnits(at=here.now))}:
        raise Http404
    body = PartnerUnitReleased(until=here.written_now)
    _say(here, Saying(subject_kind="partner_unit", subject_id=unit_id, body=body))
    return here.go(here.to("people"), "chain.unit_released")


def _say(here: Page, saying: Saying) -> None:
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
