"""The register as a roster meets it: what is known of one community, by normal form."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import latest
from bulou.core.kernel.scope import Scope
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.views import register as views
from bulou.projections.views.territory import Communities
from bulou.rosters.households import Household
from bulou.rosters.places import Place, PlaceKey, compound_kind, normal_label, normal_name
from bulou.vault import sealing

WHOLE_BUILDING = "不分单元"
"""The label of a building's only stairwell where the roster names none."""
HOUSES = "平房"
"""The label of the lane that holds a compound's numbered houses."""
PURPOSE = "import_matching"


class StairKey(NamedTuple):
    """A stairwell or lane in normal form; a lane has neither building nor stairwell."""

    compound: str
    building: str
    stairwell: str
    lane: bool


class KnownDoor(NamedTuple):
    """A door of the register."""

    id: Id
    stairwell_id: Id
    label: str
    floor: int | None
    sort: int
    use: str
    source: str
    persons: int | None
    withdrawn: bool


class KnownCompound(NamedTuple):
    """A compound or street of the register."""

    id: Id
    name: str
    kind: str
    other_names: tuple[str, ...] = ()


@dataclass(slots=True)
class Register:
    """What is known of one community; `community_id` is None while nobody has listed it. `elsewhere` names the
    community of every compound that lies in another one. `names`, `buildings_named`, `stairwells_named` lead from the
    other names of places, in normal form, to the names of now; a name of now is never another place's other name.
    """

    name: str = ""
    community_id: Id | None = None
    communities: int = 0
    compounds_listed: int = 0
    compounds: dict[str, KnownCompound] = field(default_factory=dict)
    buildings: dict[tuple[str, str], Id] = field(default_factory=dict)
    stairwells: dict[StairKey, Id] = field(default_factory=dict)
    doors: dict[PlaceKey, KnownDoor] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    """Other names that several compounds share, and one of them."""
    buildings_named: dict[tuple[str, str], str] = field(default_factory=dict)
    stairwells_named: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def canonical(self, place: Place) -> Place:
        """The place by the names of now, where the roster uses other ones."""
        if not (self.names or self.buildings_named or self.stairwells_named):
            return place
        name = self.names.get(normal_name(place.compound), place.compound)
        key = normal_name(name)
        building = self.buildings_named.get((key, normal_label(place.building or "")), place.building)
        stair = (key, normal_label(building or ""), normal_label(place.stairwell or ""))
        stairwell = self.stairwells_named.get(stair, place.stairwell)
        if (name, building, stairwell) == (place.compound, place.building, place.stairwell):
            return place
        return place._replace(compound=name, kind=compound_kind(name), building=building, stairwell=stairwell)

    def ids(self) -> set[Id]:
        """The ids of every building, stairwell and door that is known, withdrawn or not."""
        return {*self.buildings.values(), *self.stairwells.values(), *(door.id for door in self.doors.values())}

    def knows(self, name: str) -> bool:
        """Whether this names a compound or street, or a lane that is known by its own name."""
        key = normal_name(name)
        return key in self.compounds or StairKey(key, "", "", lane=True) in self.stairwells


def community_key(name: str) -> str:
    """A community's name in normal form: 东关社区居委会 and 东关 are one."""
    key = normal_name(name)
    for tail in ("居民委员会", "居委会", "社区"):
        key = key.removesuffix(tail) or key
    return key


def register_of(scope: Scope, community: str) -> Register:
    """The register of the community of this name."""
    communities = read(scope, Communities())
    mine = next((row for row in communities if community_key(row.name) == community_key(community)), None)
    compounds = read(scope, views.CompoundNames())
    names = {row.id: row.name for row in communities}
    known = Register(
        name=mine.name if mine else community,
        community_id=mine.id if mine else None,
        communities=len(communities),
        compounds_listed=len(compounds),
        elsewhere={
            normal_name(called): names.get(c.community_id, "")
            for c in compounds
            if c.kind == "compound" and (mine is None or c.community_id != mine.id)
            for called in (*json.loads(c.other_names), c.name)
        },
    )
    if mine is None:
        return known
    for row in compounds:
        if row.community_id == mine.id:
            others = tuple(json.loads(row.other_names))
            known.compounds[normal_name(row.name)] = KnownCompound(row.id, row.name, row.kind, others)
    for compound in known.compounds.values():
        for other in compound.other_names:
            _name(known, other, compound.name)
    by_id = {c.id: key for key, c in known.compounds.items()}
    for building in read(scope, views.ListedBuildings(community_id=mine.id)):
        key = by_id[building.compound_id]
        known.buildings[key, normal_label(building.label)] = building.id
        for other in json.loads(building.other_names):
            known.buildings_named.setdefault((key, normal_label(other)), building.label)
    for taken in known.buildings_named.keys() & known.buildings.keys():
        del known.buildings_named[taken]  # a number that a building bears now is no other building's old one
    _add_doors(scope, mine.id, known)
    return known


def _name(known: Register, other: str, name: str) -> None:
    """Takes in another name of a compound or lane, unless something is called so now or two places share it."""
    key = normal_name(other)
    if known.knows(other):
        return
    if known.names.get(key, name) != name or key in known.unclear:
        known.names.pop(key, None)
        known.unclear.setdefault(key, name)
        return
    known.names[key] = name


def _add_doors(scope: Scope, community_id: Id, known: Register) -> None:
    keys: dict[Id, list[StairKey]] = {}
    stairwells = read(scope, views.ListedStairwells(community_id=community_id))
    lanes = [s.compound_id for s in stairwells if s.kind == "lane" and not s.building_id]
    for row in stairwells:
        keys[row.id] = list(_keys_of(row, only_lane=lanes.count(row.compound_id) == 1))
        for key in keys[row.id]:
            known.stairwells.setdefault(key, row.id)
    for row in stairwells:
        _stairwell_names(row, known)
    doors = read(scope, views.ListedDoors(community_id=community_id))
    stays = {door.id: door for door in doors}
    for listed in doors:
        # A door that was on the list twice is the one that stayed, whichever way a roster writes it.
        door = _that_stayed(listed, stays)
        entry = KnownDoor(
            door.id,
            door.stairwell_id,
            door.label,
            door.floor,
            door.sort,
            door.use,
            door.source,
            door.persons,
            door.withdrawn,
        )
        for key in keys.get(listed.stairwell_id, ()):
            place = PlaceKey(key.compound, key.building, key.stairwell, normal_label(listed.label))
            if place not in known.doors or known.doors[place].withdrawn:
                known.doors[place] = entry


def _that_stayed(door: views.ListedDoorRow, stays: Mapping[Id, views.ListedDoorRow]) -> views.ListedDoorRow:
    """The door that this one was on the list as; itself where it stands or was withdrawn for another reason."""
    seen = {door.id}
    one = door
    while one.withdrawn and one.same_as and one.same_as in stays and one.same_as not in seen:
        seen.add(one.same_as)
        one = stays[one.same_as]
    return door if one.withdrawn else one


def _stairwell_names(row: views.ListedStairwellRow, known: Register) -> None:
    for other in json.loads(row.other_names):
        if row.kind == "lane" and not row.building_id:
            _name(known, other, row.label)
            continue
        key = StairKey(normal_name(row.compound), normal_label(row.building or ""), normal_label(other), lane=False)
        if key not in known.stairwells:
            known.stairwells_named.setdefault((key.compound, key.building, key.stairwell), row.label)


def _keys_of(row: views.ListedStairwellRow, *, only_lane: bool) -> Iterator[StairKey]:
    """The normal forms under which a roster may name it; a lane is known by its own name and by its compound's."""
    compound = normal_name(row.compound)
    if row.kind == "lane" and not row.building_id:
        if only_lane:
            yield StairKey(compound, "", "", lane=True)
        if normal_name(row.label) != compound:
            yield StairKey(normal_name(row.label), "", "", lane=True)
        return
    label = "" if row.label == WHOLE_BUILDING else normal_label(row.label)
    yield StairKey(compound, normal_label(row.building or ""), label, lane=False)


def households_of(scope: Scope, doors: Collection[Id], *, now: Instant) -> dict[Id, Household]:
    """Who is known to live behind these doors, opened from the vault in one logged opening."""
    entries: dict[Id, list[Entry]] = {}
    for entry in ledger.of_keys(scope.region_id, [f"household:{door}" for door in doors]):
        entries.setdefault(entry.fact.subject.id, []).append(entry)
    said = {door: latest(some, "HouseholdCounted") for door, some in entries.items()}
    facts = {one.fact.fact_id for one in said.values() if one and one.fact.private_commitment}
    opened = sealing.open_parts(
        scope.region_id, facts, by=scope.reader_id, purpose=PURPOSE, subject="household", now=now
    )
    found = {}
    for door, one in said.items():
        if one is not None:
            part = opened.get(one.fact.fact_id)
            contacts = part.content.get("contacts", []) if part else []
            found[door] = Household(body_of(one.fact).persons, list(contacts))
    return found
