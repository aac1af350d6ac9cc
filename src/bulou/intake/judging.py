"""Judging: whether a stored fact counts at once or is held, and what it waits for. Nothing is ever refused here."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from bulou.core.catalogue import CATALOGUE, FactKind, body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.facts import HoldReason
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.people.rules import Chain, may_say
from bulou.intake.surroundings import Surroundings, surroundings

BY_DWELLING: Final = {
    "VisitRecorded", "VisitWithdrawn", "DoorClosedUnresolved", "HouseholdCounted", "DwellingWithdrawn",
}  # fmt: skip


class Judgement(Struct, frozen=True, kw_only=True):
    """Why a fact is held, and the id whose arrival would release it (None: only a person can)."""

    reason: HoldReason
    waits_for: Id | None = None


def judge(fact: Fact, *, at: Instant, known: Surroundings, trusted: bool) -> Judgement | None:
    """None: the fact counts. Rights are judged as of `at`, when the fact was said, not as of now.

    `trusted`: the operator's own console speaks for the region itself (founding, restoring).
    """
    kind = CATALOGUE.get(fact.kind)
    fault = _shape(fact, kind)
    if fault or kind is None:
        return Judgement(reason=fault or "unknown_kind")
    if kind.in_round and fact.round_id not in known.rounds:
        return Judgement(reason="unknown_round", waits_for=fact.round_id)
    place = _where(fact, at, known)
    if isinstance(place, Judgement):
        return place
    if trusted and fact.author_id == known.region_id:
        return None
    if fact.device_id and known.devices.get(fact.device_id) != fact.author_id:
        return Judgement(reason="not_this_person")
    posts = known.posts.get(fact.author_id, [])
    if kind.right == "report_device":
        return None if any(post.held_at(at) for post in posts) else Judgement(reason="no_right")
    if may_say(posts=posts, right=kind.right, where=place, at=at):
        return None
    return Judgement(reason="no_right")


def judge_all(region_id: Id, entries: Sequence[Entry], *, trusted: bool = False) -> dict[Id, Judgement]:
    """Judges a batch in its order; what an accepted fact makes known counts for those behind it."""
    known = surroundings(region_id, [entry.fact for entry in entries])
    judgements: dict[Id, Judgement] = {}
    for entry in entries:
        judgement = judge(entry.fact, at=entry.ordered_at, known=known, trusted=trusted)
        if judgement is None:
            known.learn(entry.fact, entry.ordered_at)
        else:
            judgements[entry.fact.fact_id] = judgement
    return judgements


def _shape(fact: Fact, kind: FactKind | None) -> HoldReason | None:
    if kind is None:
        return "unknown_kind"
    if fact.version > kind.version:
        return "unknown_version"
    if fact.subject.kind != kind.subject or (kind.in_round and not fact.round_id):
        return "wrong_subject"
    try:
        body = body_of(fact)
        for name in ("appointment_at", "since", "until", "opened_at", "deadline", "as_of"):
            if getattr(body, name, None):
                parse_instant(getattr(body, name))
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError, OverflowError):
        return "unreadable_body"
    return None


def _where(fact: Fact, at: Instant, known: Surroundings) -> Chain | Judgement:  # noqa: PLR0911, C901  # one line a kind
    """The areas in which the fact was said, or that its place is not known yet."""
    body = body_of(fact)
    if fact.kind in BY_DWELLING:
        return _or_wait(known.of_dwelling(fact.subject.id, at), fact.subject.id)
    match fact.kind:
        case "DwellingListed":
            return _or_wait(known.of_stairwell(body.stairwell_id, at), body.stairwell_id)
        case "StairwellListed":
            if body.building_id and body.building_id not in known.buildings:
                return Judgement(reason="unknown_place", waits_for=body.building_id)
            return _or_wait(known.of_compound(body.compound_id), body.compound_id)
        case "StairwellAssigned":
            if body.grid_id and body.grid_id not in known.grids:
                return Judgement(reason="unknown_place", waits_for=body.grid_id)
            return _or_wait(known.of_stairwell(fact.subject.id, at), fact.subject.id)
        case "BuildingListed":
            return _or_wait(known.of_compound(body.compound_id), body.compound_id)
        case "CompoundListed" | "GridDrawn" | "ClosingRequested":
            return _or_wait(known.of_community(body.community_id), body.community_id)
        case "PersonFound":
            return _or_wait(known.of_dwelling(body.dwelling_id, at), body.dwelling_id)
        case "PostTaken":
            return _or_wait(_area(body.area_kind, body.area_id, at, known), body.area_id)
    return {"region": known.region_id}


def _area(kind: str, area_id: Id, at: Instant, known: Surroundings) -> Chain | None:
    match kind:
        case "community":
            return known.of_community(area_id)
        case "compound":
            return known.of_compound(area_id)
        case "grid":
            return known.of_grid(area_id)
        case "stairwell":
            return known.of_stairwell(area_id, at)
    return {"region": known.region_id} if area_id == known.region_id else None


def _or_wait(place: Chain | None, needed: Id) -> Chain | Judgement:
    return place if place is not None else Judgement(reason="unknown_place", waits_for=needed)
