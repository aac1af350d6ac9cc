"""Phones: what each wrote, what arrived, when it was last heard; enrolling one by link or QR code, revoking one."""

from collections import Counter

import segno
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from msgspec import Struct

from bulou.access import devices
from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.scope import Scope
from bulou.desk.areas import in_reach
from bulou.desk.page import Page, page
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.people import name_of, names
from bulou.projections.views.phones import HeldFacts, PhoneRow, Phones, unheard


class PhoneLine(Struct, frozen=True, kw_only=True):
    """A phone with its arithmetic: `missing` were written and never arrived, `held` arrived and do not count yet."""

    row: PhoneRow
    who: str
    missing: int
    held: int
    unheard: bool


def phone_lines(scope: Scope, *, person: Id = "") -> list[PhoneLine]:
    """Every phone, or those of one person, the unheard first."""
    current = round_of(scope)
    phones = [row for row in read(scope, Phones()) if person in {"", row.person_id}]
    lost = {row.device_id for row in unheard(phones, since=current.opened_at if current else 0)}
    held = Counter(row.device_id for row in read(scope, HeldFacts()))
    who = names(scope, {row.person_id for row in phones})
    lines = [
        PhoneLine(
            row=row,
            who=who.get(row.person_id, ""),
            missing=max(row.wrote - row.received, 0),
            held=held[row.device_id],
            unheard=row.device_id in lost,
        )
        for row in phones
    ]
    return sorted(lines, key=lambda line: (line.row.revoked, not line.unheard, line.who))


@page()
def phones(here: Page) -> HttpResponse:
    """Every phone; `only=unheard` leaves those that may hold what we do not have."""
    only = here.request.GET.get("only", "")
    every = phone_lines(here.scope)
    lines = [line for line in every if line.unheard or only != "unheard"]
    context = {
        "lines": lines,
        "only": only,
        "unheard": sum(line.unheard for line in every),
        "wrote": sum(max(line.row.wrote, line.row.received) for line in lines),
        "received": sum(line.row.received for line in lines),
        "may_post": here.may("post_people"),
    }
    return here.render("desk/phones.html", context)


@page(methods=("POST",), right="post_people")
def enrol_link(here: Page, person_id: str) -> HttpResponse:
    """Makes a one-time link that turns a phone into this person's; shown once, as text and as a QR code."""
    name = name_of(here.region_id, person_id) if is_id(person_id) else ""
    if not name:
        raise Http404
    if not in_reach(here, person_id):
        raise PermissionDenied("desk.denied.reach")
    token = write(lambda: devices.make_link(here.region_id, person_id, by=here.person_id, now=here.now))
    client = here.request.build_absolute_uri(reverse("desk:phone"))
    address = f"{client}#/enrol/{here.region.code}/{token}"
    context = {
        "name": name,
        "person_id": person_id,
        "address": address,
        "practice": f"{client}?practice",
        "qr": segno.make(address, error="m").svg_data_uri(scale=6, border=3),
        "expires": here.now + devices.LINK_LASTS,
    }
    return here.render("desk/enrol_link.html", context)


@page(methods=("POST",), right="post_people")
def revoke(here: Page, device_id: str) -> HttpResponse:
    """From now on this phone is refused; what it still holds can be sent under a new link."""
    known = next((row for row in read(here.scope, Phones()) if row.device_id == device_id), None)
    if known is None:
        raise Http404
    if not in_reach(here, known.person_id):
        raise PermissionDenied("desk.denied.reach")
    write(lambda: devices.revoke(here.region_id, device_id, now=here.now))
    return here.go(here.to("person", known.person_id), "phones.revoked", name=known.name)
