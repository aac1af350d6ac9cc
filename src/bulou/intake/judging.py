"""Judging: whether a stored fact counts at once or is held, and what it waits for. Nothing is ever refused here."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from bulou.core.catalogue import CATALOGUE, FactKind, Right, body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.facts import HoldReason
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.people.fold import Post
from bulou.core.people.roles import FIELD, RIGHTS
from bulou.core.people.rules import Chain, may_hand_out, may_say, may_still_say
from bulou.core.territory.facts import StairwellListed
from bulou.core.territory.rules import takes_back_own_door
from bulou.core.visits.rules import may_take_back
from bulou.intake.door_story import story
from bulou.intake.surroundings import AT_A_DOOR, OF_A_DUTY, Surroundings, surroundings

PARENT: Final = (
    ("DwellingListed", "stairwell_id"),
    ("BuildingListed", "compound_id"),
    ("CompoundListed", "community_id"),
    ("GridDrawn", "community_id"),
    ("ClosingRequested", "community_id"),
    ("SheetIssued", "community_id"),
    ("PersonFound", "dwelling_id"),
    ("PersonWithdrawn", "dwelling_id"),
)
"""The field that says where a fact of this kind was said."""

NAMES_A_PLACE: Final = {"CompoundAlsoCalled", "BuildingAlsoCalled", "StairwellAlsoCalled"}
"""Kinds that are said of a place itself, where it lies."""

SOMEWHERE: Final = {"PersonEngaged", "OutingBegun", "DeviceStoreLost"}
"""Kinds that lie in no area: whoever has the right anywhere may say them."""

_TIMES: Final = {"appointment_at", "since", "until", "opened_at", "deadline", "as_of"}
TIMED: Final = {name: _TIMES.intersection(kind.body.__struct_fields__) for name, kind in CATALOGUE.items()}
"""By kind of fact: the fields of its body that say a time."""


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
    return _by_whom(fact, kind, place, at, known, console=trusted and fact.author_id == known.region_id)


def _by_whom(
    fact: Fact, kind: FactKind, place: Chain, at: Instant, known: Surroundings, *, console: bool
) -> Judgement | None:
    """Whether it was for the author to say: on this phone, there and then, and to take back what it supersedes."""
    by_another = _visited_by_another(fact)
    if fact.device_id and (by_another or known.devices.get(fact.device_id) != fact.author_id):
        return Judgement(reason="not_this_person")
    if by_another and not may_say(
        posts=known.posts.get(fact.author_id, []), right="enter_for_others", where=place, at=at
    ):
        return Judgement(reason="no_right")
    if console:
        return None
    if not _may_say(kind, fact, place, at, known):
        return Judgement(reason="no_right")
    return _taking_back(kind, fact, place, at, known)


def _taking_back(kind: FactKind, fact: Fact, place: Chain, at: Instant, known: Surroundings) -> Judgement | None:
    """Whether the author may take back each fact that this one supersedes at its door; it waits for the first unheard.

    What was said decides, whether it counts by now or not: so no order of arrival changes the answer.
    """
    if not kind.about_visits:
        return None

    def holds(right: Right) -> bool:
        return may_say(posts=known.posts.get(fact.author_id, []), right=right, where=place, at=at)

    for gone in fact.supersedes:
        said = known.said.get(gone)
        if said is None:
            return Judgement(reason="unknown_fact", waits_for=gone)
        if said.key == kind.key(fact) and not may_take_back(said=said.fact, by=fact.author_id, holds=holds):
            return Judgement(reason="no_right")
    return None


def _visited_by_another(fact: Fact) -> bool:
    """Whether the author says who else went. A phone speaks for its holder only: else one could be two witnesses."""
    return fact.kind == "VisitRecorded" and b"visited_by" in bytes(fact.body) and body_of(fact).visited_by is not None


def _may_say(kind: FactKind, fact: Fact, place: Chain, at: Instant, known: Surroundings) -> bool:
    """Whether the author's posts gave the right there and then; what moves is taken from somewhere, too."""
    posts = known.posts.get(fact.author_id, [])
    if fact.kind in SOMEWHERE:
        return any(post.held_at(at) and kind.right in RIGHTS[post.post] for post in posts)
    if fact.kind == "PostTaken":
        return may_hand_out(posts=posts, post=body_of(fact).post, where=place, at=at)
    of_a_phone = fact.device_id is not None and kind.right in FIELD
    if may_say(posts=posts, right=kind.right, where=place, at=at) or (
        of_a_phone and _handed_over(kind, posts, place, at, known)
    ):
        left = _left(fact, at, known)
        return left is None or may_say(posts=posts, right=kind.right, where=left, at=at)
    if fact.kind != "DwellingWithdrawn" or not may_say(posts=posts, right="add_door", where=place, at=at):
        return False
    return takes_back_own_door(fact, story(known.region_id, fact.subject.id))


def _handed_over(kind: FactKind, posts: Sequence[Post], place: Chain, at: Instant, known: Surroundings) -> bool:
    """Whether the author had the right there until the stairwell was lately put into another grid."""
    stairwell = known.stairwells.get(place.get("stairwell") or "")
    return stairwell is not None and may_still_say(
        posts=posts, right=kind.right, where=place, at=at, grids=stairwell.grids
    )


def _left(fact: Fact, at: Instant, known: Surroundings) -> Chain | None:
    """Where a door or stairwell that is listed again stood until now."""
    if fact.kind == "DwellingListed":
        return known.of_dwelling(fact.subject.id, at)
    return known.of_stairwell(fact.subject.id, at) if fact.kind == "StairwellListed" else None


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
        for name in TIMED[fact.kind]:
            if getattr(body, name):
                parse_instant(getattr(body, name))
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError, OverflowError):
        return "unreadable_body"
    return None


def _where(fact: Fact, at: Instant, known: Surroundings) -> Chain | Judgement:
    """The areas in which the fact was said, or the first thing that it mentions and nobody listed yet."""
    needed = _needed(fact, at, known)
    unknown = [id_ for id_, place in needed if place is None]
    if unknown:
        return Judgement(reason="unknown_place", waits_for=unknown[0])
    return needed[0][1] or {} if needed else {"region": known.region_id}


def _needed(fact: Fact, at: Instant, known: Surroundings) -> list[tuple[Id, Chain | None]]:
    """What must be listed before the fact can count, with the areas that it lies in; first where the fact was said."""
    if fact.kind in AT_A_DOOR:
        return [(fact.subject.id, known.of_dwelling(fact.subject.id, at))]
    body = body_of(fact)
    match fact.kind:
        case "PostTaken" | "PartnerUnitAssigned" | "FallbackSigned":
            return [(body.area_id, _area(body.area_kind, body.area_id, at, known))]
        case one if one in OF_A_DUTY:
            area = known.duties.get(fact.subject.id)
            return [(area[1], _area(*area, at, known))] if area else []
        case "SheetDoorAdded" | "SheetReturned" | "SheetEntered" | "SheetVoided" | "SheetReopened":
            return [(fact.subject.id, known.of_sheet(fact.subject.id))]
        case "StairwellAssigned" | "StairwellListed":
            grid = [(body.grid_id, known.of_grid(body.grid_id))] if body.grid_id else []
            itself = [(fact.subject.id, known.of_stairwell(fact.subject.id, at))]
            return [*(_beside(body, known) if fact.kind == "StairwellListed" else itself), *grid]
    needed = [(getattr(body, name), name) for kind, name in PARENT if kind == fact.kind]
    if fact.kind in NAMES_A_PLACE:
        needed.append((fact.subject.id, f"{fact.subject.kind}_id"))
    return [(id_, _area(name.removesuffix("_id"), id_, at, known)) for id_, name in needed]


def _beside(body: StairwellListed, known: Surroundings) -> list[tuple[Id, Chain | None]]:
    """A new stairwell lies in its compound, beside the others of its building and in the grid where it was found."""
    beside = known.beside(compound_id=body.compound_id, building_id=body.building_id, grid_id=body.grid_id)
    building = [(body.building_id, known.of_building(body.building_id))] if body.building_id else []
    return [(body.compound_id, beside), *building]


def _area(kind: str, area_id: Id, at: Instant, known: Surroundings) -> Chain | None:
    """The areas that an area lies in, itself included; None: not known."""
    if kind == "region":
        return {"region": known.region_id} if area_id == known.region_id else None
    if kind == "stairwell":
        return known.of_stairwell(area_id, at)
    if kind == "dwelling":
        return known.of_dwelling(area_id, at)
    if kind == "building":
        return known.of_building(area_id)
    return {"community": known.of_community, "compound": known.of_compound, "grid": known.of_grid}[kind](area_id)
