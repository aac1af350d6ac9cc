"""Closing: what each community still lacks, its application with frozen figures, and the director's decision."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, local
from bulou.core.rounds.facts import ClosingApproved, ClosingRequested, ClosingReturned
from bulou.core.rounds.figures import OWED_REASONS
from bulou.core.rounds.rules import Missing, may_close, missing_before_closing
from bulou.desk import pairs
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.ground import clock
from bulou.intake.carrying import carried_over
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger.append import lock
from bulou.projections.read import read
from bulou.projections.standing import Standing, round_of, standing
from bulou.projections.views.live import position
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.phones import PhoneRow, Phones, unheard
from bulou.projections.views.register import ListedStairwells
from bulou.projections.views.rounds import ClosingRow, Closings, RoundRow
from bulou.projections.views.territory import CommunityRow, Compounds, Grids

SHOWN: Final = ("listed", "out_of_scope", "eligible", "screened", "closed", "unresolved", "owed")
LISTS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "owed": ("gaps", {}),
    "unowned": ("gaps", {"among": "unowned"}),
    "devices": ("phones", {"only": "unheard", "since": "round"}),
    "held": ("held", {}),
    "sheets": ("paper", {"among": "sheets_still_out"}),
    "unentered": ("paper", {"among": "sheets_unentered"}),
}
"""By obstacle: the page that lists it."""
SETTLED: Final = frozenset({"unowned", "held", "sheets", "unentered"})
"""Obstacles that nobody can sign or waive away on this page."""


class NotClosed(ValueError):
    """The application cannot be made; the text is the key of the sentence that says why."""


class State(Struct, frozen=True, kw_only=True):
    """Where a community stands on its way to being closed; `figures` are frozen once it has applied."""

    community: CommunityRow
    figures: Mapping[str, int]
    missing: list[tuple[Missing, str]]
    remainder: list[tuple[str, int]]
    closing: ClosingRow | None
    then: Mapping[str, str]
    """The pair of the address that opens the lists of frozen figures as they were; empty while nothing is frozen."""

    @property
    def waits(self) -> bool:
        return self.closing is not None and self.closing.stage == "requested"

    @property
    def approved(self) -> bool:
        return self.closing is not None and self.closing.stage == "approved"


@page()
def closing(here: Page) -> HttpResponse:
    """All communities of the scope side by side."""
    now = standing(here.scope, at=here.at, number=_asked(here))
    if now.round is None:
        return here.render("desk/closing.html", {"round": None})
    states = [_state(here, now, now.round, community) for community, _ in now.communities]
    return here.render("desk/closing.html", {**_of_round(here, now.round), "states": states, "shown": SHOWN})


@page(methods=("GET", "POST"))
def community_closing(here: Page, community_id: Id) -> HttpResponse:
    """One community: what is missing, phones to be waived by name, and the application."""
    current = _current(here)
    if here.request.method == "POST":
        try:
            _apply(here, current, community_id)
        except NotClosed as why:
            return here.go(here.to("closing_community", community_id, round=current.number), str(why))
        return here.go(here.to("closing", round=current.number), "closing.applied")
    now = standing(here.scope, at=here.at, number=current.number)
    community = _community(now, community_id)
    state = _state(here, now, current, community)
    quiet = _unheard(here, current, community_id)
    people = names(here.scope, {phone.person_id for phone in quiet})
    return here.render(
        "desk/closing_community.html",
        {
            **_of_round(here, current),
            "state": state,
            "phones": [
                (phone, people.get(phone.person_id, ""), max(phone.wrote - phone.received, 0)) for phone in quiet
            ],
            "settled": [one for one, _ in state.missing if one.what in SETTLED],
        },
    )


@page(right="approve_closing", methods=("POST",))
def decide(here: Page, closing_id: Id) -> HttpResponse:
    """The director approves an application or sends it back with a reason."""
    current = _current(here)
    found = next((row for row in read(here.scope, Closings(round_id=current.id)) if row.id == closing_id), None)
    if found is None or found.stage != "requested":
        raise Http404
    reason = here.request.POST.get("reason", "").strip()[:400]
    approves = "approve" in here.request.POST
    if not approves and not reason:
        return here.go(here.to("closing", round=current.number), "closing.need_reason")
    body = ClosingApproved(request_id=closing_id) if approves else ClosingReturned(request_id=closing_id)
    saying = Saying(
        subject_kind="closing",
        subject_id=closing_id,
        body=body,
        round_id=current.id,
        private={"reason": reason} if reason else None,
    )
    left = []
    if approves:
        left = carried_over(
            here.scope, round_id=current.id, number=current.number, community_id=found.community_id,
            closing_id=closing_id,
        )  # fmt: skip
    # The approval comes last: should a batch fail on the way, approving again says the rest.
    say([*left, saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("closing", round=current.number), "closing.approved" if approves else "closing.returned")


def _asked(here: Page) -> int | None:
    """The number of the round that the address names; without one it is the latest."""
    asked = here.request.GET.get("round", "")
    return int(asked) if asked.isdecimal() else None


def _current(here: Page) -> RoundRow:
    found = round_of(here.scope, _asked(here))
    if found is None:
        raise Http404
    return found


def _of_round(here: Page, row: RoundRow) -> dict[str, Any]:
    return {"round": row, "round_name": round_name(row, here.language)}


def _community(now: Standing, community_id: Id) -> CommunityRow:
    for community, _ in now.communities:
        if community.id == community_id:
            return community
    raise Http404


def _closing_of(here: Page, current: RoundRow, community_id: Id) -> ClosingRow | None:
    """The last application of a community."""
    rows = [row for row in read(here.scope, Closings(round_id=current.id)) if row.community_id == community_id]
    return rows[-1] if rows else None


def _state(here: Page, now: Standing, current: RoundRow, community: CommunityRow) -> State:
    figures = next(figures for row, figures in now.communities if row.id == community.id)
    last = _closing_of(here, current, community.id)
    frozen = last is not None and last.stage != "returned"
    waived: tuple[Id, ...] = tuple(json.loads(last.waived)) if last and frozen else ()
    quiet = [phone for phone in _unheard(here, current, community.id) if phone.device_id not in waived]
    missing = _missing(figures, now, quiet=len(quiet), waived=0)
    shown = json.loads(last.figures) if last and frozen else figures
    return State(
        community=community,
        figures=shown,
        missing=[] if frozen else [(one, _list_of(here, one, community.id)) for one in missing],
        remainder=remainder_of(shown),
        closing=last,
        then=pairs.query_of(AsOf(at=last.as_of, cutoff=last.cutoff), here.region.zone) if last and frozen else {},
    )


def _missing(figures: Mapping[str, int], now: Standing, *, quiet: int, waived: int) -> list[Missing]:
    return missing_before_closing(
        figures=figures,
        unowned=figures["unowned"],
        devices_unheard=quiet,
        waived=waived,
        held=now.phones["held"],
        sheets=figures["sheets_still_out"],
        unentered=figures["sheets_unentered"],
    )


def _list_of(here: Page, one: Missing, community_id: Id) -> str:
    name, query = LISTS[one.what]
    return here.to(name, community=community_id if name in {"gaps", "paper"} else "", **query)


def remainder_of(figures: Mapping[str, int]) -> list[tuple[str, int]]:
    """The open doors by reason, the most frequent first; together they are what is owed."""
    counted = [(reason, figures.get(f"owed_{reason}", 0)) for reason in OWED_REASONS]
    return sorted(((reason, number) for reason, number in counted if number), key=lambda one: -one[1])


def _unheard(here: Page, current: RoundRow, community_id: Id) -> list[PhoneRow]:
    """Phones that may hold what we do not have, of people who have or had a post in this community in the round."""
    areas = _areas(here, community_id)
    posts = [*posts_at(here.scope, at=current.opened_at), *posts_at(here.scope, at=here.at)]
    people = {post.person_id for post in posts if post.area_id in areas}
    quiet = unheard(read(here.scope, Phones()), since=current.opened_at)
    return [phone for phone in quiet if phone.person_id in people]


def _areas(here: Page, community_id: Id) -> set[Id]:
    inside = read(here.scope, ListedStairwells(community_id=community_id))
    return {
        community_id,
        *(row.id for row in read(here.scope, Compounds()) if row.community_id == community_id),
        *(row.id for row in read(here.scope, Grids()) if row.community_id == community_id),
        *(id_ for row in inside for id_ in (row.id, row.building_id) if id_),
    }


def _apply(here: Page, current: RoundRow, community_id: Id) -> None:
    """Applies with the figures of this moment: nothing can arrive between reading and freezing them.

    Raises NotClosed when something is missing that cannot be signed away.
    """
    if "apply_closing" not in here.reader.rights:
        raise NotClosed("closing.no_right")

    def job() -> None:
        lock(here.region_id)
        at = clock.now()
        now = standing(here.scope, at=at, number=current.number)
        community = _community(now, community_id)
        figures = next(figures for row, figures in now.communities if row.id == community.id)
        quiet = _unheard(here, current, community_id)
        waived = _waived(here, quiet)
        missing = _missing(figures, now, quiet=len(quiet), waived=len(waived))
        last = _closing_of(here, current, community_id)
        _refuse(last, missing, with_remainder="remainder" in here.request.POST)
        _request(here, current, community_id, figures, waived, at)

    write(job)


def _refuse(last: ClosingRow | None, missing: Sequence[Missing], *, with_remainder: bool) -> None:
    if last is not None and last.stage != "returned":
        raise NotClosed("closing.already")
    if not may_close(missing=list(missing), with_remainder=with_remainder):
        only_owed = all(one.what == "owed" for one in missing)
        raise NotClosed("closing.need_remainder" if only_owed else "closing.still_missing")


def _waived(here: Page, quiet: Sequence[PhoneRow]) -> dict[Id, str]:
    """The phones ticked with a reason; a tick without one waives nothing."""
    said = here.request.POST
    reasons = {phone.device_id: said.get(f"reason-{phone.device_id}", "").strip()[:200] for phone in quiet}
    return {device: reasons[device] for device in said.getlist("waive") if reasons.get(device)}


def _request(
    here: Page, current: RoundRow, community_id: Id, figures: Mapping[str, int], waived: Mapping[Id, str], at: Instant
) -> None:
    """Says the application a moment after T: it is not part of what it freezes, and not late either."""
    remark = here.request.POST.get("remark", "").strip()[:400]
    body = ClosingRequested(
        community_id=community_id,
        as_of=local(at, here.region.zone).isoformat(timespec="milliseconds"),
        cutoff=position(here.region_id),
        figures=dict(figures),
        remainder=dict(remainder_of(figures)),
        waived=tuple(waived),
    )
    saying = Saying(
        subject_kind="closing",
        subject_id=new_id(at),
        body=body,
        round_id=current.id,
        private={"waived": dict(waived), "remark": remark} if waived or remark else None,
    )
    say([saying], region_id=here.region_id, by=here.person_id, now=at + 1, zone=here.region.zone)
