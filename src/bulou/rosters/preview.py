"""Previews: what importing a file would do to the register, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.intake.said import Saying
from bulou.projections.read import read
from bulou.projections.views.register import HeldRowRow, HeldRows, Layouts
from bulou.rosters.dropped import Dropped, dropped_from
from bulou.rosters.dry_run import compounds_of
from bulou.rosters.files import read_sheets
from bulou.rosters.heldrows import HeldRow, held_row, row_id, said_of
from bulou.rosters.households import Hash, Household
from bulou.rosters.lines import Line
from bulou.rosters.matching import Doubt, Fewer, Matched, known_doors, match
from bulou.rosters.places import normal_name
from bulou.rosters.register import households_of, register_of
from bulou.rosters.roster import Progress, rosters_of
from bulou.rosters.settling import Settlements
from bulou.rosters.sheets import Sheet
from bulou.rosters.verdicts import RowVerdict, counts
from bulou.vault import sealing


class Choices(Struct, frozen=True, kw_only=True):
    """What a person has said about one community's share of a file: which community it is, what doubtful names mean,
    and whether it is newer than the register.
    """

    community: str | None = None
    decided: Mapping[str, str] = field(default_factory=dict)
    newer: bool = False


class CompoundLine(Struct, frozen=True, kw_only=True):
    """One compound of the roster beside what the register has of it."""

    name: str
    state: str
    listed: dict[str, int]
    registered_doors: int
    registered_persons: int


class Preview(Struct, kw_only=True):
    """One community's share of a file against the register; `read_as` is the community that the file names."""

    matched: Matched
    read_as: str
    file_hash: str
    dropped: Dropped
    sheets: list[Sheet]
    known_rows: dict[Id, HeldRowRow]
    keyed_hash: Hash

    @property
    def file(self) -> str:
        return self.matched.roster.file

    @property
    def community(self) -> str:
        return self.matched.register.name

    @property
    def community_is_new(self) -> bool:
        return self.matched.register.community_id is None

    @property
    def rows(self) -> dict[str, int]:
        """How many rows ended in each verdict, and their total."""
        return counts(self.matched.verdicts)

    def held_rows(self) -> list[HeldRow]:
        """The rows that wait for a person, as they are kept and downloaded."""
        return [
            held_row(line, why, file=self.file, community=self.community, keyed_hash=self.keyed_hash)
            for line, why in self.matched.held
        ]

    def row_sayings(self, import_id: Id) -> list[Saying]:
        """What importing says of rows: those that are held, and those that it settles."""
        told = said_of(
            self.held_rows(), self.matched.roster.lines, self.known_rows, file=self.file,
            community=self.community, import_id=import_id, keyed_hash=self.keyed_hash,
        )  # fmt: skip
        return list(told)

    @property
    def held(self) -> list[RowVerdict]:
        """The rows that wait for a person, in the order of the file."""
        return [v for v in self.matched.verdicts if v.kind == "held"]

    @property
    def ignored(self) -> Counter[str]:
        """How many rows are not data, by reason."""
        return Counter(v.reason for v in self.matched.verdicts if v.kind == "ignored")

    @property
    def doubts(self) -> list[Doubt]:
        """Names that only a person can decide about."""
        return list(self.matched.doubts.values())

    @property
    def fewer(self) -> list[Fewer]:
        """Doors behind which the register knows more people than this roster."""
        return self.matched.fewer

    def compounds(self) -> list[CompoundLine]:
        """Every compound of the roster beside the register."""
        return [_line(name, listed, self.matched) for name, listed in compounds_of(self.matched.roster.doors).items()]

    def as_json(self) -> dict[str, Any]:
        """The shape of the dry run, with this register's verdicts."""
        return {
            "file": self.file,
            "community": self.community,
            "compounds": compounds_of(self.matched.roster.doors),
            "rows": self.rows,
        }


def previews(
    path: Path, *, scope: Scope, now: Instant, community: str | None = None,
    choices: Callable[[str], Choices] = lambda _: Choices(), progress: Progress | None = None,
    settled: Settlements | None = None,
) -> Iterator[Preview]:  # fmt: skip
    """One preview for each community that the file's rows name; usually there is one. Raises RosterError.

    `community` overrides the file's name, `choices` is asked by the name as read, `settled` says of rows what a person
    decided. Each share meets the register as it
    is when the share is asked for, so that shares can be written one by one.
    """
    sheets = read_sheets(path)
    remembered = {row.id: tuple(row.columns.split(",")) for row in read(scope, Layouts()) if row.columns}
    known = {row.id: row for row in read(scope, HeldRows())}

    def keyed_hash(text: str) -> str:
        return sealing.keyed_hash(scope.region_id, text)

    def before(line: Line) -> str:
        row = known.get(row_id(line, keyed_hash)) if known else None
        return row.state if row else ""

    for roster in rosters_of(path.name, sheets, community, progress, remembered, settled, before):
        said = choices(roster.community)
        register = register_of(scope, said.community or roster.community)
        doors = known_doors(roster, register, said.decided)
        households: dict[str, Household] = households_of(scope, doors, now=now) if doors else {}
        found = match(
            roster,
            register,
            households,
            keyed_hash=keyed_hash,
            decided=said.decided,
            newer=said.newer,
        )
        yield Preview(
            matched=found,
            read_as=roster.community,
            file_hash=_hash(path),
            dropped=dropped_from(sheets, roster.doors),
            sheets=sheets,
            known_rows=known,
            keyed_hash=keyed_hash,
        )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _line(name: str, listed: dict[str, int], found: Matched) -> CompoundLine:
    known_as = found.decided.get(name, name)
    key = normal_name(found.register.names.get(normal_name(known_as), known_as))
    state = "held" if name in found.doubts else "known" if found.register.knows(key) else "new"
    known = {door.id: door for place, door in found.register.doors.items() if place.compound == key}
    standing = [door for door in known.values() if not door.withdrawn]
    return CompoundLine(
        name=name,
        state=state,
        listed=listed,
        registered_doors=len(standing),
        registered_persons=sum(door.persons or 0 for door in standing),
    )
