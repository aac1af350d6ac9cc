"""Held facts: what the server keeps out of every figure, why, and letting it count; incidents beside them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.ids import is_id
from bulou.desk.page import Page, page
from bulou.desk.telling import telling
from bulou.intake.holding import release
from bulou.intake.writer import write
from bulou.ledger import append, incidents
from bulou.projections.read import read
from bulou.projections.views.held import JUDGED, HeldFact, held_fact
from bulou.projections.views.people import names
from bulou.projections.views.phones import HeldFacts, HeldRow, Phones


class Waiting(Struct, frozen=True, kw_only=True):
    """A held fact on the list."""

    row: HeldRow
    who: str
    phone: str
    judged: bool


@page()
def held(here: Page) -> HttpResponse:
    """Every held fact, positives first."""
    rows = read(here.scope, HeldFacts())
    who = names(here.scope, {row.author_id for row in rows})
    phones = {phone.device_id: phone.name for phone in read(here.scope, Phones())}
    context = {
        "rows": [
            Waiting(
                row=row,
                who=who.get(row.author_id, ""),
                phone=phones.get(row.device_id or "", ""),
                judged=row.reason in JUDGED,
            )
            for row in rows
        ],
        "incidents": incidents.recent(here.region_id) if here.scope.whole_region and not here.as_of else [],
        "phones": phones,
        "known_kinds": CATALOGUE,
    }
    return here.render("desk/held.html", context)


@page(methods=("GET", "POST"), right="judge_facts")
def one_held(here: Page, fact_id: str) -> HttpResponse:
    """One held fact with its effects; a POST lets it count."""
    found = held_fact(here.scope, fact_id, zone=here.region.zone, now=here.now) if is_id(fact_id) else None
    if found is None:
        raise Http404
    if here.request.method == "POST":
        return _release(here, found)
    context = {
        "held": found,
        "who": names(here.scope, {found.row.author_id}).get(found.row.author_id, ""),
        "words": telling(here, found.told),
        "changed": found.effect is not None and found.effect.before != found.effect.after,
    }
    return here.render("desk/held_fact.html", context)


def _release(here: Page, found: HeldFact) -> HttpResponse:
    if not found.judged:
        raise PermissionDenied("desk.denied.waits")

    def job() -> None:
        head = append.lock(here.region_id)
        release(head, [found.row.fact_id], by=here.person_id, now=here.now)
        append.unlock(head)

    write(job)
    return here.go(here.to("held"), "held.released")
