"""Remainder: doors that closed rounds left open (挂账), and how each was struck off (销号); striking off by hand."""

from typing import Final, get_args

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.rounds.facts import DoorStruckOff, StrikeOffWithdrawn
from bulou.desk.page import Page, page
from bulou.desk.telling import reason_words
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.people import names
from bulou.projections.views.remainder import RemainderRow, Remainders
from bulou.projections.views.territory import Communities

HOWS: Final[tuple[str, ...]] = get_args(DoorStruckOff.__annotations__["how"])


class Booked(Struct, frozen=True, kw_only=True):
    """A door that was left open, in words: why, by whom, and by whom it was struck off."""

    row: RemainderRow
    why: str
    by: str
    struck_by: str

    @property
    def open(self) -> bool:
        """Whether it is still on the books."""
        return self.row.struck_how is None and self.row.settled_number is None


@page(methods=("GET", "POST"))
def remainder(here: Page) -> HttpResponse:
    """Both lists, of one community or all; a POST strikes the ticked doors off."""
    community = here.request.GET.get("community", "")
    rows = read(here.scope, Remainders(community=community if is_id(community) else ""))
    if here.request.method == "POST":
        return _strike_off(here, rows)
    people = {one for row in rows for one in (row.carried_by, row.struck_by, row.settled_by) if one}
    who = names(here.scope, people) if people else {}
    booked = [
        Booked(
            row=row,
            why=reason_words(here, row.reason),
            by=who.get(row.carried_by, ""),
            struck_by=who.get(row.struck_by or row.settled_by or "", ""),
        )
        for row in rows
    ]
    context = {
        "open": [one for one in booked if one.open],
        "struck": [one for one in booked if not one.open],
        "communities": read(here.scope, Communities()),
        "community": community,
        "hows": HOWS,
        "may_strike": here.may("close_doors"),
    }
    return here.render("desk/remainder.html", context)


@page(right="close_doors", methods=("POST",))
def put_back(here: Page, door_id: Id) -> HttpResponse:
    """A door struck off by mistake goes back on the books."""
    row = next((one for one in read(here.scope, Remainders()) if one.door_id == door_id and one.struck_fact), None)
    if row is None or row.struck_fact is None:
        raise Http404
    saying = Saying(
        subject_kind="dwelling", subject_id=door_id, supersedes=(row.struck_fact,), body=StrikeOffWithdrawn()
    )
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("remainder"), "remainder.put_back")


def _strike_off(here: Page, rows: list[RemainderRow]) -> HttpResponse:
    said = here.request.POST
    on_books = {row.door_id for row in rows if row.struck_how is None and row.settled_number is None}
    chosen = [door for door in said.getlist("door") if door in on_books]
    how, remark = said.get("how", ""), said.get("remark", "").strip()[:400]
    back = here.request.get_full_path()
    if not chosen or how not in HOWS:
        return here.go(back, "remainder.choose")
    body = DoorStruckOff(how=how)  # type: ignore[arg-type]  # one of HOWS
    sayings = [
        Saying(subject_kind="dwelling", subject_id=door, body=body, private={"remark": remark} if remark else None)
        for door in chosen
    ]
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(back, "remainder.struck", n=len(sayings))
