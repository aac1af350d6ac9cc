"""Closing doors: a supervisor's decision that doors will not be opened this round, many with one reason; with undo."""

from collections.abc import Sequence
from typing import Final, get_args

import msgspec
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import superseded
from bulou.core.rounds.figures import OWED_REASONS
from bulou.core.visits.again import may_close_unresolved
from bulou.core.visits.facts import ClosingReason, DoorClosedUnresolved, VisitWithdrawn
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.rounds import RoundRow, policy_of
from bulou.projections.views.territory import Communities, CommunityRow, Compounds

REASONS: Final[tuple[ClosingReason, ...]] = get_args(ClosingReason)
MOST: Final = 2000
LAST: Final = 12
"""So many of the latest closings can be undone here."""


class Act(Struct, frozen=True, kw_only=True):
    """One closing of one or many doors with one reason; `facts` by door."""

    id: Id
    reason: str
    by: Id
    who: str
    at: Instant
    facts: dict[Id, Id]


@page(right="close_doors", methods=("GET", "POST"))
def closing_doors(here: Page, community_id: Id) -> HttpResponse:
    """The open doors of a community to tick, all or some; a POST closes them, and they never count as screened."""
    current, community = _place(here, community_id)
    where = _filter(here, current, community_id)
    doors = read(here.scope, Doors(where=where, limit=MOST))
    if here.request.method == "POST":
        return _close(here, community_id, current, doors)
    compounds = [row for row in read(here.scope, Compounds()) if row.community_id == community_id]
    context = {
        "community": community,
        "round_name": round_name(current, here.language),
        "doors": doors,
        "reasons": REASONS,
        "where": where,
        "owed_reasons": OWED_REASONS,
        "compounds": compounds,
        "buildings": _buildings(here, current, community_id, where.compound),
        "acts": _acts(here, current, community_id),
        "policy": policy_of(current),
    }
    return here.render("desk/closing_doors.html", context)


@page(right="close_doors", methods=("POST",))
def undo(here: Page, community_id: Id) -> HttpResponse:
    """Takes one closing back, every door of it: a slip over a whole building must not cost a whole evening."""
    current, _ = _place(here, community_id)
    wanted = here.request.POST.get("act", "")
    act = next((one for one in _acts(here, current, community_id) if one.id == wanted), None)
    if act is None:
        raise Http404
    sayings = [
        Saying(subject_kind="dwelling", subject_id=door, round_id=current.id, supersedes=(fact,), body=VisitWithdrawn())
        for door, fact in act.facts.items()
    ]
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("closing_doors", community_id), "closing.doors.undone", n=len(sayings))


def _place(here: Page, community_id: Id) -> tuple[RoundRow, CommunityRow]:
    current = round_of(here.scope)
    community = next((row for row in read(here.scope, Communities()) if row.id == community_id), None)
    if current is None or community is None:
        raise Http404
    return current, community


def _filter(here: Page, current: RoundRow, community_id: Id) -> DoorFilter:
    given = here.request.GET
    ids = {name: given.get(name, "") if is_id(given.get(name, "")) else "" for name in ("compound", "building")}
    why = given.get("reason", "")
    return DoorFilter(
        round_id=current.id,
        community=community_id,
        compound=ids["compound"],
        building=ids["building"] if ids["compound"] else "",
        reason=why if why in OWED_REASONS else "",
    )


def _buildings(here: Page, current: RoundRow, community_id: Id, compound: Id) -> list[tuple[Id, str]]:
    """The buildings of the chosen compound that have an open door."""
    if not compound:
        return []
    where = DoorFilter(round_id=current.id, community=community_id, compound=compound)
    doors = read(here.scope, Doors(where=where, limit=MOST))
    return list({door.building_id: door.building or "" for door in doors if door.building_id}.items())


def _close(here: Page, community_id: Id, current: RoundRow, doors: Sequence[DoorRow]) -> HttpResponse:
    said = here.request.POST
    ticked = set(said.getlist("door"))
    chosen = [door for door in doors if "all" in said or door.id in ticked]
    reason = next((one for one in REASONS if one == said.get("because", "")), None)
    remark = said.get("remark", "").strip()[:400]
    back = here.request.get_full_path()
    if not chosen or reason is None:
        return here.go(back, "closing.doors.choose")
    policy = policy_of(current)
    ready = [
        door
        for door in chosen
        if may_close_unresolved(attempts=door.attempts, bands=len(door.bands.split()), reason=reason, policy=policy)
    ]
    if not ready:
        return here.go(
            back, "closing.doors.too_few", n=len(chosen), attempts=policy.close_attempts, bands=policy.close_bands
        )
    body = DoorClosedUnresolved(reason=reason)
    private = {"remark": remark} if remark else None
    sayings = [
        Saying(subject_kind="dwelling", subject_id=door.id, body=body, round_id=current.id, private=private)
        for door in ready
    ]
    say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    kept = len(chosen) - len(ready)
    return here.go(
        here.to("closing_doors", community_id),
        "closing.doors.closed_some" if kept else "closing.doors.closed",
        n=len(ready), kept=kept, attempts=policy.close_attempts, bands=policy.close_bands,
    )  # fmt: skip


def _acts(here: Page, current: RoundRow, community_id: Id) -> list[Act]:
    """The latest closings by supervisors that still stand, newest first, read off the ledger of their doors."""
    where = DoorFilter(round_id=current.id, among="unresolved", community=community_id)
    keys = [f"visit:{current.id}:{door.id}" for door in read(here.scope, Doors(where=where, limit=MOST))]
    entries = ledger.of_keys(here.region_id, keys)
    gone = superseded(entries)
    acts: dict[Id, Act] = {}
    for entry in sorted(entries, key=lambda one: -one.position):
        fact = entry.fact
        if fact.kind != "DoorClosedUnresolved" or fact.fact_id in gone:
            continue
        reason = body_of(fact).reason
        act = acts.setdefault(
            fact.act_id,
            Act(id=fact.act_id, reason=reason, by=fact.author_id, who="", at=entry.ordered_at, facts={}),
        )
        act.facts[fact.subject.id] = fact.fact_id
    latest = list(acts.values())[:LAST]
    who = names(here.scope, {act.by for act in latest}) if latest else {}
    return [msgspec.structs.replace(act, who=who.get(act.by, "")) for act in latest]
