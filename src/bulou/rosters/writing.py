"""Writing: what matching found, said as facts through the one door, in chunks."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from bulou.core.households.facts import HouseholdCounted
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.territory.facts import (
    BuildingListed,
    CommunityListed,
    CompoundAlsoCalled,
    CompoundListed,
    DwellingListed,
    ImportRecorded,
    StairwellListed,
)
from bulou.core.territory.framing.ids import FramedKind, framed_id
from bulou.core.territory.numbering import sort_of
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.ledger import read as ledger
from bulou.rosters.households import Household
from bulou.rosters.matching import Change, Matched, NewDoor
from bulou.rosters.places import Place, compound_kind, normal_label, normal_name
from bulou.rosters.register import HOUSES, WHOLE_BUILDING, KnownCompound, Register, StairKey
from bulou.rosters.verdicts import counts

FRAMED = "framed"
CHUNK = 500
"""Doors a transaction: phones that push meanwhile wait a tenth of a second at most."""
Progress = Callable[[int, int], None]


class Author(Struct, frozen=True, kw_only=True):
    """Who imports, where and when. `trusted`: the operator's own console, which speaks for the region."""

    region_id: Id
    by: Id
    now: Instant
    zone: tzinfo
    trusted: bool = False


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two imports at once would each list the same door; the second waits until the first is written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "writing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(
    found: Matched, *, author: Author, file_hash: str, progress: Progress | None = None, import_id: Id | None = None,
    framed: bool = False, rows: Callable[[Id], list[Saying]] = lambda _: [],
) -> Id | None:  # fmt: skip
    """Says what is new or different; None when nothing is. Broken off halfway, it is finished by importing again.

    `import_id`: the import that is begun, or that is gone on with when it was begun before. `framed`: the doors are
    said from memory, and their ids follow from their places. `rows` gives what is to be said of held rows. Raises
    NotSaid when the author lacks the right.
    """
    import_id = import_id or new_id(author.now)
    of_rows = rows(import_id)
    if not (found.changes_anything() or of_rows):
        return None
    begun = bool(ledger.of_keys(author.region_id, [f"import:{import_id}"]))
    saying = _Sayings(found.register, author.now, import_id, framed=framed)
    total = len(found.new) + len(found.changed)
    body = ImportRecorded(file_hash=file_hash, community=found.register.name, counts=_counts(found, framed=framed))
    record = Saying(subject_kind="import", subject_id=import_id, body=body, private={"file": found.roster.file})
    _say([*([] if begun else [record]), *saying.territory(found), *_learned(found)], author, import_id)
    done = 0
    for door_sayings in _chunks(saying.doors(found)):
        _say([one for some in door_sayings for one in some], author, import_id)
        done += len(door_sayings)
        if progress:
            progress(done, total)
    for begin in range(0, len(of_rows), CHUNK):
        _say(of_rows[begin : begin + CHUNK], author, import_id)
    return import_id


def _counts(found: Matched, *, framed: bool) -> dict[str, int]:
    """`framed` says how many of the new doors were framed; a roster has no such count."""
    doors = {"doors_new": len(found.new), "doors_changed": len(found.changed)}
    return {**counts(found.verdicts), **doors, **({FRAMED: len(found.new) + len(found.bare)} if framed else {})}


def _learned(found: Matched) -> Iterator[Saying]:
    """What the next roster need not be asked again: the names under which this one meant known compounds."""
    for known, names in found.learned().items():
        yield Saying(subject_kind="compound", subject_id=known.id, body=CompoundAlsoCalled(names=names))


def _say(sayings: Iterable[Saying], author: Author, import_id: Id) -> None:
    say(
        sayings, region_id=author.region_id, by=author.by, now=author.now, zone=author.zone, channel="import",
        trusted=author.trusted, act_id=import_id,
    )  # fmt: skip


def _chunks(doors: Iterator[list[Saying]]) -> Iterator[list[list[Saying]]]:
    while chunk := list(islice(doors, CHUNK)):
        yield chunk


class _Sayings:
    """Turns doors into facts; places that are not listed yet are listed once, and the register learns their ids."""

    def __init__(self, register: Register, now: Instant, import_id: Id, *, framed: bool = False) -> None:
        self.register = register
        self.now = now
        self.import_id = import_id
        self.framed = framed
        self.said: list[Saying] = []
        self.taken = register.ids() if framed else set()

    def territory(self, found: Matched) -> list[Saying]:
        """Everything above the doors that is not listed yet, the larger before the smaller."""
        for door in found.new.values():
            self._stairwell(door.place)
        for place in found.bare.values():
            compound = self._compound(place)
            if place.building:
                self._building(compound, place.building)
        said, self.said = self.said, []
        order = {"community": 0, "compound": 1, "building": 2, "stairwell": 3}
        return sorted(said, key=lambda one: order[one.subject_kind])

    def doors(self, found: Matched) -> Iterator[list[Saying]]:
        """The facts of one door after the other."""
        for door in found.new.values():
            yield self._listed(door)
        for change in found.changed:
            yield self._changed(change)

    def _listed(self, door: NewDoor) -> list[Saying]:
        stairwell_id = self._stairwell(door.place)
        door_id = self._new("dwelling", stairwell_id, door.place.room)
        body = DwellingListed(
            stairwell_id=stairwell_id,
            label=door.place.room,
            floor=door.place.floor,
            sort=sort_of(door.place.room),
            use=door.use,  # type: ignore[arg-type]  # a roster's use is one of the register's
            source="framed" if self.framed else "listed",
            import_id=self.import_id,
        )
        said = [Saying(subject_kind="dwelling", subject_id=door_id, body=body)]
        if door.household.persons or door.household.contacts:
            said.append(self._counted(door_id, door.household))
        return said

    def _changed(self, change: Change) -> list[Saying]:
        known = change.known
        said = []
        if change.use is not None or known.withdrawn:
            body = DwellingListed(
                stairwell_id=known.stairwell_id,
                label=known.label,
                floor=known.floor,
                sort=known.sort,
                use=change.use or known.use,  # type: ignore[arg-type]  # written from a DwellingListed
                source=known.source,  # type: ignore[arg-type]  # written from a DwellingListed
                import_id=self.import_id,
            )
            said.append(Saying(subject_kind="dwelling", subject_id=known.id, body=body))
        if change.household is not None:
            said.append(self._counted(known.id, change.household))
        return said

    def _counted(self, door_id: Id, household: Household) -> Saying:
        private: Mapping[str, Any] | None = {"contacts": household.contacts} if household.contacts else None
        body = HouseholdCounted(persons=household.persons, import_id=self.import_id)
        return Saying(subject_kind="dwelling", subject_id=door_id, body=body, private=private)

    def _community(self) -> Id:
        register = self.register
        if register.community_id is None:
            register.community_id = new_id(self.now)
            self._place(
                "community", register.community_id, CommunityListed(name=register.name, sort=register.communities)
            )
        return register.community_id

    def _compound(self, place: Place) -> KnownCompound:
        key = normal_name(place.compound)
        if key not in self.register.compounds:
            known = KnownCompound(new_id(self.now), place.compound, compound_kind(place.compound))
            body = CompoundListed(
                community_id=self._community(),
                name=known.name,
                kind=compound_kind(place.compound),
                sort=self.register.compounds_listed,
            )
            self.register.compounds_listed += 1
            self.register.compounds[key] = known
            self._place("compound", known.id, body)
        return self.register.compounds[key]

    def _building(self, compound: KnownCompound, label: str) -> Id:
        key = (normal_name(compound.name), normal_label(label))
        if key not in self.register.buildings:
            self.register.buildings[key] = self._new("building", compound.id, key[1] or label)
            body = BuildingListed(compound_id=compound.id, label=key[1] or label, sort=sort_of(label))
            self._place("building", self.register.buildings[key], body)
        return self.register.buildings[key]

    def _stairwell(self, place: Place) -> Id:
        key = stair_key(place)
        known = self.register.stairwells.get(key)
        if known is not None:
            return known
        compound = self._compound(place)
        building_id = self._building(compound, place.building) if place.building else None
        label = (place.compound if place.kind == "street" else HOUSES) if key.lane else key.stairwell or WHOLE_BUILDING
        kind: FramedKind = "lane" if key.lane else "stairwell"
        stairwell_id = self.register.stairwells[key] = self._new(kind, building_id or compound.id, label)
        body = StairwellListed(
            compound_id=compound.id,
            building_id=building_id,
            kind="lane" if key.lane else "stairwell",
            label=label,
            sort=sort_of(key.stairwell),
        )
        self._place("stairwell", stairwell_id, body)
        return stairwell_id

    def _new(self, kind: FramedKind, parent: Id, label: str) -> Id:
        """An id for something new; a framed place's own, unless a place that has been renamed since took it."""
        made = framed_id(kind, parent=parent, label=label) if self.framed else ""
        return made if made and made not in self.taken else new_id(self.now)

    def _place(self, kind: str, place_id: Id, body: Struct) -> None:
        self.said.append(Saying(subject_kind=kind, subject_id=place_id, body=body))


def stair_key(place: Place) -> StairKey:
    """The stairwell or lane that a door belongs to; a flat without building or stairwell has one of its own."""
    key = place.key()
    lane = not place.building and not place.stairwell and place.floor is None
    return StairKey(key.compound, key.building, key.stairwell, lane=lane)
