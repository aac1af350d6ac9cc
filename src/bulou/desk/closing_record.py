"""A closing's record: the figures as they were frozen, the same a year later, and beside them what arrived since."""

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import Instant
from bulou.core.rounds.figures import OWED_REASONS
from bulou.desk import pairs
from bulou.desk.page import Page, page
from bulou.desk.places import community_name
from bulou.desk.rounds import round_name
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.rounds import ClosingRow, Closings, RoundRow, Rounds
from bulou.projections.views.territory import Communities, CommunityRow

FIGURES: Final = (
    "listed", "out_of_scope", "eligible", "attempted", "contacted", "screened", "closed", "unresolved", "away_final",
    "proxy_final", "observed", "positive", "owed",
)  # fmt: skip
"""What a record prints; each opens its list as of the closing."""
SHOWN_LATE: Final = 200
"""So many late facts are listed, the first that arrived first; all are counted."""
AT_DOORS: Final = frozenset({"visit", "dwelling", "household"})


class Figure(Struct, frozen=True, kw_only=True):
    """One figure as it was frozen, and as it is known by now; None: nothing arrived that could change it."""

    name: str
    among: dict[str, str]
    frozen: int
    known_now: int | None

    @property
    def difference(self) -> int:
        return (self.known_now or 0) - self.frozen if self.known_now is not None else 0


class Late(Struct, frozen=True, kw_only=True):
    """One fact about a door that was said before the closing and arrived after it."""

    door: DoorRow
    kind: str
    who: str
    said_at: Instant
    received_at: Instant


@page()
def record(here: Page, closing_id: Id) -> HttpResponse:
    """One closing, to be looked at and printed at any time."""
    closing, current, community = _found(here, closing_id)
    as_of = AsOf(at=closing.as_of, cutoff=closing.cutoff)
    late, arrived = _late(here, as_of, community.id)
    people = names(here.scope)
    context = {
        "closing": closing,
        "round_name": round_name(current, here.language),
        "round": current,
        "community": community,
        "community_name": community_name(community, here.language),
        "then": pairs.query_of(as_of, here.region.zone),
        "frozen_at": as_of,
        "waived": len(json.loads(closing.waived)),
        "requested_by": people.get(closing.requested_by, ""),
        "decided_by": people.get(closing.decided_by or "", ""),
        **_figures(here, closing, current, as_of),
        "late": late,
        "arrived": arrived,
    }
    return here.render("desk/closing_record.html", context)


def _found(here: Page, closing_id: Id) -> tuple[ClosingRow, RoundRow, CommunityRow]:
    """The closing with its round and community, if the reader may see that community."""
    communities = {row.id: row for row in read(here.scope, Communities())}
    for current in reversed(read(here.scope, Rounds()) if is_id(closing_id) else []):
        for closing in read(here.scope, Closings(round_id=current.id)):
            if closing.id == closing_id and (here.scope.whole_region or closing.community_id in here.scope.communities):
                return closing, current, communities[closing.community_id]
    raise Http404


def _figures(here: Page, closing: ClosingRow, current: RoundRow, as_of: AsOf) -> dict[str, Any]:
    """The frozen figures beside those that the same moment has by now; `reasons` are of the doors left open."""
    frozen: dict[str, int] = json.loads(closing.figures)
    by_now = _by_now(here, closing, current, as_of)
    figures = [_figure(name, {"among": name}, frozen, by_now) for name in FIGURES if name in frozen]
    reasons = [_figure(f"owed_{one}", {"reason": one}, frozen, by_now) for one in OWED_REASONS]
    return {
        "figures": figures,
        "reasons": [one for one in reasons if one.frozen or one.known_now],
        "known_again": bool(by_now),
        "changed": any(one.difference for one in figures),
    }


def _figure(name: str, among: dict[str, str], frozen: Mapping[str, int], by_now: Mapping[str, int]) -> Figure:
    return Figure(name=name, among=among, frozen=frozen.get(name, 0), known_now=by_now.get(name))


def _by_now(here: Page, closing: ClosingRow, current: RoundRow, as_of: AsOf) -> Mapping[str, int]:
    """The same moment with everything that is known by now; empty when nothing about it arrived since.

    Drawn up to the last position that matters, so that it is drawn once and not for every fact that arrives today.
    """
    last = ledger.last_change(here.region_id, as_of)
    if last is None:
        return {}
    scope = msgspec.structs.replace(here.scope, as_of=AsOf(at=as_of.at, cutoff=last))
    then = standing(scope, at=as_of.at, number=current.number)
    return next((figures for row, figures in then.communities if row.id == closing.community_id), {})


def _late(here: Page, as_of: AsOf, community_id: Id) -> tuple[list[Late], int]:
    """The facts about doors of a community that were said before its closing and arrived after it, and how many."""
    entries = [one for one in ledger.late(here.region_id, as_of) if one.key.partition(":")[0] in AT_DOORS]
    ids = tuple({_door(one) for one in entries})
    doors: dict[Id, DoorRow] = {}
    for begin in range(0, len(ids), SHOWN_LATE):
        where = DoorFilter(round_id=None, among="listed", community=community_id, doors=ids[begin : begin + SHOWN_LATE])
        doors |= {door.id: door for door in read(here.scope, Doors(where=where))}
    told = [one for one in entries if _door(one) in doors]
    people = names(here.scope, {one.fact.author_id for one in told[:SHOWN_LATE]}) if told else {}
    return [
        Late(
            door=doors[_door(one)],
            kind=one.fact.kind,
            who=people.get(one.fact.author_id, ""),
            said_at=one.ordered_at,
            received_at=one.recorded_at,
        )
        for one in told[:SHOWN_LATE]
    ], len(told)


def _door(entry: Entry) -> Id:
    return entry.key.rpartition(":")[2]
