"""Phones: what each wrote, what arrived, when it was last heard; enrolling one by link or QR code, revoking one."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import segno
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from msgspec import Struct

from bulou import __version__
from bulou.access import devices
from bulou.core.kernel.hearing import is_late
from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import HOUR, Instant
from bulou.desk.areas import in_reach
from bulou.desk.page import Page, page
from bulou.desk.reached import Reached, reached
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.standing import heard_since, round_of
from bulou.projections.views.people import name_of
from bulou.projections.views.phones import HeldFacts, PhoneRow, Phones, unheard
from bulou.vault.sealing import open_parts

HOURS: Final = (1, 2, 4)
"""Lengths of silence that can be asked for; besides them since the expected hour and since the round opened."""
CALLING: Final = "call_about_phone"
"""The purpose under which the numbers of staff are opened here."""


class PhoneLine(Struct, frozen=True, kw_only=True):
    """A phone, who has it and where, what of it is held.

    `unheard`: it may hold what we do not have; `silent`: because it did not speak, not because something is missing;
    `late`: something has been lying unsent on it too long.
    """

    row: PhoneRow
    person: Reached
    held: int
    unheard: bool
    silent: bool
    late: bool
    old_app: bool


def phone_lines(here: Page, *, person: Id = "", since: Instant | None = None) -> list[PhoneLine]:
    """Every phone, or those of one person; those with something missing first, then the unheard."""
    scope = here.scope
    if since is None:
        since = heard_since(scope, round_of(scope), at=here.now)
    phones = [row for row in read(scope, Phones()) if person in {"", row.person_id}]
    lost = {row.device_id for row in unheard(phones, since=since)}
    held = Counter(row.device_id for row in read(scope, HeldFacts()))
    people = reached(here, {row.person_id for row in phones})
    lines = [
        PhoneLine(
            row=row,
            person=people[row.person_id],
            held=held[row.device_id],
            unheard=row.device_id in lost,
            silent=not row.revoked and (row.heard_at or 0) < since,
            late=is_late(unsent=row.unsent, unsent_since=row.unsent_since, at=here.now),
            old_app=bool(row.app) and row.app != __version__,
        )
        for row in phones
    ]
    return sorted(lines, key=_urgency)


def _urgency(line: PhoneLine) -> tuple[object, ...]:
    row = line.row
    return (row.revoked, not (row.missing or row.unsent), not line.unheard, row.heard_at or 0, line.person.name)


@page(methods=("GET", "POST"))
def phones(here: Page) -> HttpResponse:
    """Every phone; `only=unheard` leaves those that may hold what we do not have.

    A POST opens the working numbers of those people, so that somebody can call them; it is logged.
    """
    asked = here.request.GET
    only, wanted = asked.get("only", ""), asked.get("since", "")
    since = _since(here, wanted)
    every = phone_lines(here, since=since)
    lines = [line for line in every if line.unheard or only != "unheard"]
    context = {
        "lines": lines,
        "only": only,
        "since": since,
        "wanted": wanted,
        "choices": [("", here.word("phones.since.expected")), ("round", here.word("phones.since.round"))]
        + [(f"{hours}h", here.word("phones.since.hours", n=hours)) for hours in HOURS],
        "unheard": sum(line.unheard for line in every),
        "silent": sum(line.silent for line in every),
        "unfinished": sum(line.unheard and not line.silent for line in every),
        "numbers": _numbers(here, lines),
        "wrote": sum(max(line.row.wrote, line.row.received) for line in lines),
        "received": sum(line.row.received for line in lines),
        "may_post": here.may("post_people"),
        "may_call": here.may("visit"),
    }
    return here.render("desk/phones.html", context)


def _since(here: Page, wanted: str) -> Instant:
    """Since when phones must have been heard from, as the address asks. Raises Http404 for what no page offers."""
    current = round_of(here.scope)
    if not wanted:
        return heard_since(here.scope, current, at=here.now)
    if wanted == "round":
        return current.opened_at if current else 0
    for hours in HOURS:
        if wanted == f"{hours}h":
            return here.now - hours * HOUR
    raise Http404


def _numbers(here: Page, lines: list[PhoneLine]) -> Mapping[Id, str] | None:
    """The working numbers of the unheard, by person; None while nobody asked for them."""
    if here.request.method != "POST":
        return None
    if not here.may("visit"):
        raise PermissionDenied("desk.denied.right")
    facts = {line.person.fact_id: line.row.person_id for line in lines if line.unheard and line.person.has_number}
    opened = open_parts(
        here.region_id, list(facts), by=here.person_id, purpose=CALLING, subject="staff:phones", now=here.now
    )
    return {facts[fact_id]: str(part.content.get("phone", "")) for fact_id, part in opened.items()}


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
