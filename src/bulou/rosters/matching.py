"""Matching: a roster against the register; what is new, what adds to a known door, and what only a person can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bulou.core.kernel.ids import Id
from bulou.rosters.alike import look_alike
from bulou.rosters.counterparts import SEVERAL, Counterparts
from bulou.rosters.doors import Door
from bulou.rosters.households import Hash, Household, added, sealed
from bulou.rosters.lines import Line
from bulou.rosters.places import Place, PlaceKey, compound_kind, normal_name
from bulou.rosters.register import KnownCompound, KnownDoor, Register
from bulou.rosters.roster import Roster
from bulou.rosters.verdicts import Kind, RowVerdict

LONGEST_LABEL: Final = 80
NEW: Final = "new"
"""Said of a compound's name: it is not a slip, there really is such a compound."""
FOLLOWS: Final = ("created", "merged", "matched")


class Outcome(NamedTuple):
    """What became of a door of the roster; `compound` as the roster names it."""

    kind: Kind
    reason: str
    compound: str


@dataclass(slots=True)
class Change:
    """What a roster adds to a known door; None stands for no change. A withdrawn door comes back with its history."""

    known: KnownDoor
    use: str | None = None
    household: Household | None = None

    def says_anything(self) -> bool:
        """Whether there is a difference at all."""
        return self.known.withdrawn or self.use is not None or self.household is not None


@dataclass(slots=True)
class NewDoor:
    """A door that the register does not hold."""

    place: Place
    use: str
    household: Household


@dataclass(slots=True)
class Doubt:
    """A name in the roster that only a person can decide about, and the name that it resembles."""

    name: str
    reason: str
    resembles: str
    rows: int = 0


@dataclass(slots=True)
class Fewer:
    """A door behind which the roster knows fewer people than the register; left as it is unless the roster is newer."""

    place: Place
    registered: int
    listed: int


@dataclass(slots=True)
class Matched:
    """What a roster would do to the register, a verdict on every row, and the held lines with their reasons."""

    roster: Roster
    register: Register
    verdicts: list[RowVerdict] = field(default_factory=list)
    new: dict[PlaceKey, NewDoor] = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    fewer: list[Fewer] = field(default_factory=list)
    new_compounds: list[str] = field(default_factory=list)
    bare: dict[tuple[str, str], Place] = field(default_factory=dict)
    """Compounds and buildings that are said to stand, without a door of theirs being named."""
    held: list[tuple[Line, str]] = field(default_factory=list)
    decided: Mapping[str, str] = field(default_factory=dict)

    def changes_anything(self) -> bool:
        """Whether writing it would say any fact."""
        return bool(self.new or self.changed or self.bare or self.learned())

    def learned(self) -> dict[KnownCompound, tuple[str, ...]]:
        """The compounds that somebody said are meant by another name, with all their other names from now on."""
        found: dict[KnownCompound, tuple[str, ...]] = {}
        for name, means in self.decided.items():
            known = self.register.compounds.get(normal_name(means)) if means != NEW else None
            if known and normal_name(name) not in {normal_name(n) for n in (known.name, *known.other_names)}:
                found[known] = (*found.get(known, known.other_names), name)
        return found


def known_doors(roster: Roster, register: Register, decided: Mapping[str, str]) -> set[Id]:
    """The doors of the register that the roster speaks of: those whose households matching needs to know."""
    keys = {_named(door.place, decided, register).key() for door in roster.doors}
    counterparts = Counterparts(register, keys)
    return {known.id for known in map(counterparts.of, keys) if isinstance(known, KnownDoor)}


def match(
    roster: Roster, register: Register, households: Mapping[Id, Household], *, keyed_hash: Hash,
    decided: Mapping[str, str] | None = None, newer: bool = False,
) -> Matched:  # fmt: skip
    """Matches door by door. `decided` says of a doubtful name which compound it is, or NEW; `newer` lets the roster
    take people away: without it, a roster only ever adds.
    """
    decided = decided or {}
    found = Matched(roster, register, decided=decided)
    counterparts = Counterparts(register, (_named(door.place, decided, register).key() for door in roster.doors))
    outcome: dict[PlaceKey, Outcome] = {}
    for door in roster.doors:
        doubt = _doubt(door, found, decided)
        kind: Kind = "held"
        if doubt is None:
            kind, doubt = _door(door, found, counterparts, households, keyed_hash, decided, newer=newer)
        outcome[door.key] = Outcome(kind, doubt, door.place.compound)
    found.verdicts = [_verdict(v, outcome, found) for v in roster.verdicts]
    found.held = list(_held(roster.lines, outcome))
    return found


def _held(lines: Iterable[Line], outcome: Mapping[PlaceKey, Outcome]) -> Iterator[tuple[Line, str]]:
    """The lines that wait for a person; where two blocks of one row do, each waits."""
    for line in lines:
        if line.place is None:
            if line.settled in ("", "door"):
                yield line, line.reason or "no_place"
        elif (became := outcome.get(line.place.key())) is not None and became.kind == "held":
            yield line, became.reason


def _named(place: Place, decided: Mapping[str, str], register: Register) -> Place:
    """The place by the names of now: as somebody decided about this file, or as it is also called."""
    name = decided.get(place.compound, "")
    if name == NEW:
        return place
    return register.canonical(place._replace(compound=name, kind=compound_kind(name)) if name else place)


def _doubt(door: Door, found: Matched, decided: Mapping[str, str]) -> str | None:
    """Why this door must wait for a person, if it must."""
    place = door.place
    if any(len(text or "") > LONGEST_LABEL for text in (place.compound, place.building, place.stairwell, place.room)):
        return "too_long"
    name = place.compound
    if name in decided or name in found.new_compounds or found.register.knows(name):
        return None
    if normal_name(name) in found.register.names:
        return None
    if name not in found.doubts:
        known = found.register.unclear.get(normal_name(name)) or look_alike(
            name, (c.name for c in found.register.compounds.values())
        )
        there = found.register.elsewhere.get(normal_name(name))
        if known:
            found.doubts[name] = Doubt(name, "like_known", known)
        elif there:
            found.doubts[name] = Doubt(name, "elsewhere", there)
        else:
            found.new_compounds.append(name)
            return None
    return found.doubts[name].reason


def _door(
    door: Door, found: Matched, counterparts: Counterparts, households: Mapping[Id, Household], keyed_hash: Hash,
    decided: Mapping[str, str], *, newer: bool,
) -> tuple[Kind, str]:  # fmt: skip
    place = _named(door.place, decided, found.register)
    if place.compound not in found.new_compounds and not found.register.knows(place.compound):
        found.new_compounds.append(place.compound)
    key = place.key()
    listed = Household(door.persons, sealed(door.contacts, keyed_hash))
    if key in found.new:
        twin = found.new[key]
        twin.household = added(twin.household, listed)
        return "merged", "same_door"
    known = counterparts.of(key)
    if known == SEVERAL:
        return "held", "no_building"
    if known is None:
        found.new[key] = NewDoor(place, door.use, listed)
        return "created", "door"
    change = _change(door, known, households.get(known.id), listed, newer=newer)
    registered = known.persons or 0
    if not newer and listed.persons < registered and not known.withdrawn:
        found.fewer.append(Fewer(place, registered, listed.persons))
    if not change.says_anything():
        return "matched", "known_door"
    found.changed.append(change)
    return "merged", "adds_to_door"


def _change(door: Door, known: KnownDoor, before: Household | None, listed: Household, *, newer: bool) -> Change:
    says = bool(listed.persons or listed.contacts)
    after = listed if newer or before is None else added(before, listed)
    unchanged = before == after if before is not None else not says
    use: str = door.use if newer or not after.persons else "home"
    if door.unlisted:
        use = known.use  # the roster knows the door and nothing more
    return Change(
        known=known,
        use=use if use != known.use else None,
        household=None if unchanged else after,
    )


def _verdict(verdict: RowVerdict, outcome: Mapping[PlaceKey, Outcome], found: Matched) -> RowVerdict:
    """A row's verdict from what became of its door: the row that brought it carries the change, the others match."""
    if verdict.door is None or verdict.kind not in FOLLOWS:
        return verdict
    kind, reason, compound = outcome[verdict.door]
    if kind == "held":
        if compound in found.doubts:
            found.doubts[compound].rows += 1
        return verdict._replace(kind="held", reason=reason, cell=compound)
    if kind == "created" or (reason == "same_door" and verdict.kind != "created"):
        return verdict
    if kind == "merged" and verdict.kind == "created":
        return verdict._replace(kind="merged", reason=reason)
    return verdict._replace(kind="matched", reason="known_door")
