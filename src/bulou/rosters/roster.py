"""A roster: one file read into candidate doors, with a verdict on every source row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bulou.rosters.aliases import aliases_of
from bulou.rosters.blocks import blocks_of, one_a_row
from bulou.rosters.doors import Door
from bulou.rosters.files import pasted_sheets, read_sheets
from bulou.rosters.headings import Heading, community_of, is_summary_name, parse_heading
from bulou.rosters.layouts import Corrections, Layout
from bulou.rosters.lines import Line
from bulou.rosters.places import PlaceKey, compound_kind
from bulou.rosters.placing import NO_COMPOUND
from bulou.rosters.repeats import hold_repeats
from bulou.rosters.settling import Settlements, StateOf, settle
from bulou.rosters.shares import community_name, shares_of
from bulou.rosters.sheets import Sheet
from bulou.rosters.tables import Table
from bulou.rosters.verdicts import RowVerdict

Progress = Callable[[int, int], None]
_PROGRESS_ROWS = 500


@dataclass(slots=True)
class Roster:
    """`doors` in source order; `verdicts` one a row, sheet after sheet, rows ascending."""

    file: str
    community: str
    doors: list[Door] = field(default_factory=list)
    verdicts: list[RowVerdict] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read_roster(path: Path, community: str | None = None, progress: Progress | None = None) -> Roster:
    """Read a file as one community's, whatever its rows say. `progress` is told rows done and rows in all.

    Raises RosterError.
    """
    return _rosters(path.name, read_sheets(path), community, progress, one=True)[0]


def read_rosters(path: Path, community: str | None = None, progress: Progress | None = None) -> list[Roster]:
    """Read a file into one roster for each community that its rows name; usually there is one. Raises RosterError."""
    return rosters_of(path.name, read_sheets(path), community, progress)


def rosters_of(
    file: str, sheets: list[Sheet], community: str | None = None, progress: Progress | None = None,
    said: Corrections | None = None, settled: Settlements | None = None, before: StateOf = lambda _: "",
) -> list[Roster]:  # fmt: skip
    """The rosters of sheets that were read from a file of this name.

    `said` is what a person said of their columns, `settled` of their rows; `before` what became of a row earlier.
    """
    return _rosters(file, sheets, community, progress, said=said, settled=settled, before=before)


def read_text(text: str, name: str = "", community: str | None = None) -> list[Roster]:
    """Read a table pasted as text, as if it stood in a file called `name`. Raises RosterError."""
    return _rosters(name, pasted_sheets(text, name), community)


def _rosters(
    file: str, sheets: list[Sheet], community: str | None, progress: Progress | None = None, *, one: bool = False,
    said: Corrections | None = None, settled: Settlements | None = None, before: StateOf = lambda _: "",
) -> list[Roster]:  # fmt: skip
    stem = Path(file).stem
    read = _read_visible_first(sheets, parse_heading(stem) or Heading(), progress, said)
    lines = [x for x in read.items if isinstance(x, Line)]
    name = community or _community(stem, read.titles, lines)
    if (named := _compound_of_file(stem, name, lines)) is not None:
        read = _read_visible_first(sheets, named, progress, said)
        lines = [x for x in read.items if isinstance(x, Line)]
    _resolve_numbers(lines)
    _rename(lines)
    hold_repeats(lines)
    read.items, left_out = settle(read.items, settled or {}, before)
    shares = {name: read.items} if one else shares_of(read.items, name)
    rosters = [_roster(file, of, items, read) for of, items in shares.items()]
    rosters[0].lines += left_out
    return rosters


def _roster(file: str, community: str, items: Sequence[Line | RowVerdict], read: _Read) -> Roster:
    doors, verdicts = gathered(items)
    verdicts = one_a_row(verdicts) if read.side_by_side else verdicts
    lines = [x for x in items if isinstance(x, Line)]
    return Roster(file, community, doors, verdicts, list(read.layouts.values()), lines)


def _compound_of_file(stem: str, community: str, lines: Sequence[Line]) -> Heading | None:
    """A file called 柿子滩 names the compound of rows that name none, once the community is known to be another."""
    said = parse_heading(stem)
    if said is None or said.sure or said.compound.isascii() or said.compound in (community, said.community):
        return None
    if any(x.place or x.row_id for x in lines) or not any(x.reason == NO_COMPOUND for x in lines):
        return None
    return replace(said, community=said.community or community, sure=True)


@dataclass(slots=True)
class _Read:
    items: list[Line | RowVerdict] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    side_by_side: bool = False
    said: Corrections = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)

    def keep(self, layouts: Sequence[Layout]) -> None:
        """Equal headings are one layout, in however many sheets they stand."""
        for one in layouts:
            known = self.layouts.setdefault(one.fingerprint, one)
            known.sheets = list(dict.fromkeys([*known.sheets, *one.sheets]))


def _read_visible_first(
    sheets: Sequence[Sheet], in_file: Heading, progress: Progress | None, said: Corrections | None
) -> _Read:
    """A hidden sheet is a leftover, unless nothing else holds a line."""
    read = _read(sheets, in_file, progress, _Read(said=said or {}), skip_hidden=True)
    if any(s.hidden for s in sheets) and not any(isinstance(x, Line) for x in read.items):
        return _read(sheets, in_file, progress, _Read(said=said or {}), skip_hidden=False)
    return read


def _read(
    sheets: Sequence[Sheet], in_file: Heading, progress: Progress | None, read: _Read, *, skip_hidden: bool
) -> _Read:
    total = sum(len(s.rows) for s in sheets)
    done = 0
    for sheet in sheets:
        for item in _items(sheet, in_file, read, skip=skip_hidden and sheet.hidden):
            read.items.append(item)
            done += 1
            if progress and done % _PROGRESS_ROWS == 0:
                progress(done, total)
    if progress:
        progress(total, total)
    return read


def _items(sheet: Sheet, in_file: Heading, read: _Read, *, skip: bool) -> Iterator[Line | RowVerdict]:
    if skip:
        yield from (RowVerdict(sheet.name, i + 1, "ignored", "hidden") for i in range(len(sheet.rows)))
        return
    blocks = blocks_of(sheet)
    read.side_by_side = read.side_by_side or len(blocks) > 1
    for block in blocks:
        table = Table(block, _above(sheet.name, in_file), read.said)
        yield from table.read()
        read.keep(table.layouts)
        if table.community:
            read.titles.append(table.community)


def _above(sheet_name: str, in_file: Heading) -> Heading:
    """What the sheet's name says, else the file's."""
    named = parse_heading(sheet_name) if sheet_name else None
    if named is not None and named.community and not named.says_place():
        return replace(in_file if in_file.sure else Heading(), community=named.community)
    if named is not None and named.says_place() and not is_summary_name(sheet_name):
        if named.compound and named.compound != in_file.community:
            return named
        upper = in_file if in_file.sure else Heading(in_file.community)
        return replace(upper, building=named.building or upper.building, stairwell=named.stairwell)
    return in_file if in_file.sure else Heading(in_file.community)


def _community(stem: str, titles: list[str], lines: Sequence[Line]) -> str:
    said = Counter(community_name(x.community) for x in lines if x.community)
    in_stem = parse_heading(stem)
    named = (in_stem.community if in_stem else "") or (titles[0] if titles else "")
    return (
        named or (said.most_common(1)[0][0] if said else "") or community_of(stem) or re.sub(r"[\d()_\- .]+$", "", stem)
    )


def _resolve_numbers(lines: Sequence[Line]) -> None:
    """A row without a place whose household number (户号) another row gives a place to belongs there."""
    places = {x.household_number: x.place for x in lines if x.household_number and x.place and x.own_place}
    for line in lines:
        if line.household_number and not line.own_place and (place := places.get(line.household_number)):
            line.place, line.reason = place, ""


def _rename(lines: Sequence[Line]) -> None:
    """One compound, one name within a file."""
    names = Counter(x.place.compound for x in lines if x.place)
    aliases = aliases_of(names)
    if not aliases:
        return
    for line in lines:
        if line.place and (name := aliases.get(line.place.compound)):
            line.place = line.place._replace(compound=name, kind=compound_kind(name))


def gathered(items: Sequence[Line | RowVerdict]) -> tuple[list[Door], list[RowVerdict]]:
    """The doors that the lines make, and the verdict on every line."""
    doors: dict[PlaceKey, Door] = {}
    verdicts = [item if isinstance(item, RowVerdict) else _verdict(item, doors) for item in items]
    for door in doors.values():
        door.finish()
    _settle_unlisted(doors)
    return list(doors.values()), verdicts


def _verdict(line: Line, doors: dict[PlaceKey, Door]) -> RowVerdict:
    if line.place is None:
        return RowVerdict(line.sheet, line.row, "held", line.reason or "no_place", None, line.cell)
    key = line.place.key()
    door = doors.get(key)
    if door is None:
        door = doors[key] = Door(line.place, key, community=line.community)
        door.take(line)
        return RowVerdict(line.sheet, line.row, "created", "door", key)
    if door.take(line):
        return RowVerdict(line.sheet, line.row, "merged", "same_door", key)
    return RowVerdict(line.sheet, line.row, "matched", "repeat", key)


def _settle_unlisted(doors: dict[PlaceKey, Door]) -> None:
    """Where nearly every door has its people, one with none and no word about it stands empty."""
    silent = [d for d in doors.values() if d.unlisted]
    if len(silent) * 2 < len(doors):
        for door in silent:
            door.use = "vacant"
