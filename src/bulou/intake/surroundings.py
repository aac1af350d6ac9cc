"""Surroundings: what the register already knows of everything that a batch of facts mentions."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from msgspec import Struct, field

from bulou.access.scope import every_post
from bulou.core.catalogue import CATALOGUE, body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.fold import Post
from bulou.core.people.rules import Chain
from bulou.ground import database
from bulou.ledger import read

AT_A_DOOR: Final = {
    "VisitRecorded", "VisitWithdrawn", "DoorClosedUnresolved", "ClaimConfirmed", "OutcomeOverruled", "AnswerAmended",
    "LightSeen", "DoorRemarked", "DoorCarriedOver", "DoorStruckOff",
    "StrikeOffWithdrawn", "HouseholdCounted", "HouseholdWithdrawn", "DwellingWithdrawn",
    "DwellingToldApart",
}  # fmt: skip
"""Kinds that are about a door which somebody has listed, and name no other place."""

OF_A_DUTY: Final = {"PostLeft", "AbsenceRecorded", "AbsenceEnded", "PartnerUnitReleased", "FallbackSignatureWithdrawn"}
"""Kinds about a duty that somebody, or some unit, has taken; they are said where that is."""

_PARENTS: Final = {
    "stairwell_id", "building_id", "compound_id", "community_id", "grid_id", "dwelling_id", "area_id",
}  # fmt: skip
NAMING: Final = {name: _PARENTS.intersection(kind.body.__struct_fields__) for name, kind in CATALOGUE.items()}
"""By kind of fact: the fields of its body that name a place."""


class StairwellPlace(Struct, kw_only=True):
    """Where a stairwell stands, and every grid that it has belonged to."""

    compound_id: Id
    building_id: Id | None
    grids: list[tuple[Instant, Id | None]]

    def grid_at(self, at: Instant) -> Id | None:
        """The grid at an instant; before the first assignment the first one counts, for clocks run behind."""
        earlier = [grid for since, grid in self.grids if since <= at]
        return earlier[-1] if earlier else next((grid for _, grid in self.grids), None)


class Surroundings(Struct, kw_only=True):
    """Places, posts, rounds and devices that judging needs; facts accepted earlier in the batch are added to it.

    `posts` are those of the authors, `duties` the areas of what a fact says ends,
    `said` what they take back at a door, as far as it has arrived.
    """

    region_id: Id
    communities: set[Id] = field(default_factory=set)
    compounds: dict[Id, Id] = field(default_factory=dict)
    buildings: dict[Id, Id] = field(default_factory=dict)
    grids: dict[Id, Id] = field(default_factory=dict)
    stairwells: dict[Id, StairwellPlace] = field(default_factory=dict)
    dwellings: dict[Id, Id] = field(default_factory=dict)
    rounds: set[Id] = field(default_factory=set)
    sheets: dict[Id, Id] = field(default_factory=dict)
    posts: dict[Id, list[Post]] = field(default_factory=dict)
    duties: dict[Id, tuple[str, Id]] = field(default_factory=dict)
    devices: dict[Id, Id] = field(default_factory=dict)
    said: dict[Id, Entry] = field(default_factory=dict)

    def of_community(self, community_id: Id) -> Chain | None:
        """The areas that a community lies in; None: not known."""
        return {"region": self.region_id, "community": community_id} if community_id in self.communities else None

    def of_compound(self, compound_id: Id) -> Chain | None:
        """The areas that a compound lies in."""
        community_id = self.compounds.get(compound_id)
        if community_id is None:
            return None
        return {"region": self.region_id, "community": community_id, "compound": compound_id}

    def of_stairwell(self, stairwell_id: Id, at: Instant) -> Chain | None:
        """The areas that a stairwell lay in at an instant."""
        here = self.stairwells.get(stairwell_id)
        above = self.of_compound(here.compound_id) if here else None
        if here is None or above is None:
            return None
        return {**above, "grid": here.grid_at(at), "building": here.building_id, "stairwell": stairwell_id}

    def of_building(self, building_id: Id) -> Chain | None:
        """The areas that a building lies in."""
        compound_id = self.buildings.get(building_id)
        above = self.of_compound(compound_id) if compound_id else None
        return {**above, "building": building_id} if above else None

    def beside(self, *, compound_id: Id, building_id: Id | None, grid_id: Id | None) -> Chain | None:
        """The areas in which a new stairwell is found: its building, and a grid of its own community."""
        above = self.of_compound(compound_id)
        grid = self.of_grid(grid_id) if grid_id else None
        if above is None:
            return None
        within = grid is not None and grid.get("community") == above.get("community")
        building = building_id if building_id and self.buildings.get(building_id) == compound_id else None
        return {**above, "building": building, "grid": grid_id if within else None}

    def of_dwelling(self, dwelling_id: Id, at: Instant) -> Chain | None:
        """The areas that a door lay in at an instant."""
        stairwell_id = self.dwellings.get(dwelling_id)
        return self.of_stairwell(stairwell_id, at) if stairwell_id else None

    def of_grid(self, grid_id: Id) -> Chain | None:
        """The areas that a grid lies in."""
        community_id = self.grids.get(grid_id)
        above = self.of_community(community_id) if community_id else None
        return {**above, "grid": grid_id} if above else None

    def of_sheet(self, sheet_id: Id) -> Chain | None:
        """The areas that a sheet's doors lie in."""
        community_id = self.sheets.get(sheet_id)
        return {"region": self.region_id, "community": community_id} if community_id else None

    def learn(self, fact: Fact, at: Instant) -> None:
        """Adds what an accepted fact makes known to the facts behind it in the batch."""
        if fact.kind in AT_A_DOOR:
            return
        listed = {"CommunityListed": self.communities, "RoundLaunched": self.rounds}
        if fact.kind in listed:
            listed[fact.kind].add(fact.subject.id)
            return
        body = body_of(fact)
        match fact.kind:
            case "CompoundListed":
                self.compounds[fact.subject.id] = body.community_id
            case "BuildingListed":
                self.buildings[fact.subject.id] = body.compound_id
            case "StairwellListed":
                known = self.stairwells.get(fact.subject.id)
                self.stairwells[fact.subject.id] = StairwellPlace(
                    compound_id=body.compound_id,
                    building_id=body.building_id,
                    grids=known.grids if known else [(at, body.grid_id)] if body.grid_id else [],
                )
            case "StairwellAssigned":
                self.stairwells[fact.subject.id].grids.append((at, body.grid_id))
            case "DwellingListed":
                self.dwellings[fact.subject.id] = body.stairwell_id
            case "GridDrawn":
                self.grids[fact.subject.id] = body.community_id
            case "SheetIssued":
                self.sheets[fact.subject.id] = body.community_id


def mentioned(facts: Iterable[Fact]) -> set[Id]:
    """Every id that these facts name as a subject or a parent."""
    ids: set[Id] = set()
    for fact in facts:
        ids.add(fact.subject.id)
        names = NAMING.get(fact.kind)
        if not names:
            continue
        try:
            body = body_of(fact)
        except ValueError:
            continue
        ids |= {named for name in names if (named := getattr(body, name))}
    return ids


def surroundings(region_id: Id, facts: Sequence[Fact]) -> Surroundings:
    """Loads what the register knows of everything that these facts mention; a batch of visits needs the fewest."""
    known = Surroundings(region_id=region_id)
    _add_posts(known, facts)
    ids = mentioned(facts) | {area_id for _, area_id in known.duties.values()}
    _add_doors(known, ids)
    if any(fact.kind not in AT_A_DOOR for fact in facts):
        _add_places(known, ids)
    sheets = {fact.subject.id for fact in facts if fact.subject.kind == "sheet"}
    known.sheets = dict(_select("sheet", "community_id", region_id, sheets)) if sheets else {}
    known.rounds = {id_ for id_, _ in _select("round", "number", region_id, {f.round_id for f in facts if f.round_id})}
    gone = {id_ for fact in facts if fact.supersedes and fact.kind in AT_A_DOOR for id_ in fact.supersedes}
    known.said = {entry.fact.fact_id: entry for entry in read.by_ids(region_id, gone)} if gone else {}
    known.devices = _devices(region_id, {fact.device_id for fact in facts if fact.device_id})
    return known


def _add_doors(known: Surroundings, ids: Collection[Id]) -> None:
    """Doors, and the stairwells and compounds that they lie in."""
    for some in database.chunks(sorted(ids)):
        for id_, stairwell_id, building_id, grids, compound_id, community_id in database.rows(
            "SELECT d.id, s.id, s.building_id, s.grids, c.id, c.community_id FROM dwelling d"
            " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE d.region_id = %s AND d.id IN ({database.marks(some)})",
            [known.region_id, *some],
        ):
            known.dwellings[id_] = stairwell_id
            if stairwell_id not in known.stairwells:
                known.stairwells[stairwell_id] = StairwellPlace(
                    compound_id=compound_id, building_id=building_id, grids=_grids(grids)
                )
                known.compounds[compound_id] = community_id


def _add_places(known: Surroundings, ids: set[Id]) -> None:
    """Everything else that is named, and what it lies in."""
    region_id = known.region_id
    for id_, compound_id, building_id, grids in _select("stairwell", "compound_id, building_id, grids", region_id, ids):
        known.stairwells[id_] = StairwellPlace(compound_id=compound_id, building_id=building_id, grids=_grids(grids))
    known.buildings = dict(_select("building", "compound_id", region_id, ids))
    ids = ids | {place.compound_id for place in known.stairwells.values()} | set(known.buildings.values())
    known.compounds |= dict(_select("compound", "community_id", region_id, ids))
    known.grids = dict(_select("grid", "community_id", region_id, ids))
    ids = ids | set(known.grids.values()) | set(known.compounds.values())
    known.communities = {id_ for id_, _ in _select("community", "sort", region_id, ids)}


def _grids(text: str) -> list[tuple[Instant, Id | None]]:
    return [(since, grid) for since, grid in json.loads(text)]


def _add_posts(known: Surroundings, facts: Sequence[Fact]) -> None:
    """Every post of the authors, and the areas of the duties that are said to end."""
    for post in every_post(known.region_id, people={fact.author_id for fact in facts}).values():
        known.posts.setdefault(post.person_id, []).append(post)
    duties = {fact.subject.id for fact in facts if fact.kind in OF_A_DUTY}
    for table in ("post", "partner_unit", "fallback_signature"):
        rows = _select(table, "area_kind, area_id", known.region_id, duties)
        known.duties |= {id_: (kind, area) for id_, kind, area in rows}


def _select(table: str, columns: str, region_id: Id, ids: Collection[Id]) -> Iterable[database.Row]:
    found: list[Any] = []
    for some in database.chunks(sorted(ids)):
        found += database.rows(
            f'SELECT id, {columns} FROM "{table}" WHERE region_id = %s AND id IN ({database.marks(some)})',
            [region_id, *some],
        )
    return found


def _devices(region_id: Id, devices: Collection[Id]) -> dict[Id, Id]:
    some = sorted(devices)
    return dict(
        database.rows(
            f"SELECT device_id, person_id FROM device WHERE region_id = %s AND device_id IN ({database.marks(some)})",
            [region_id, *some],
        )
    )
