"""A table: one sheet's rows told apart into lines of data and rows that are not data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bulou.rosters.cells import is_ditto
from bulou.rosters.columns import Columns, by_content, by_heading
from bulou.rosters.contacts import id_in, phones_in
from bulou.rosters.headers import combined, is_header, is_second_row, role_of
from bulou.rosters.headings import Heading, is_summary_name, parse_heading
from bulou.rosters.lines import Line, Person
from bulou.rosters.marks import (
    is_no,
    is_note,
    is_stamp,
    is_total,
    is_yes,
    says_shop,
    says_vacant,
)
from bulou.rosters.members import names_in, people_said
from bulou.rosters.sheets import Sheet
from bulou.rosters.siting import Siting
from bulou.rosters.synonyms import Role
from bulou.rosters.verdicts import RowVerdict

_TITLE_ROWS = 40
_NOT_TRAITS = frozenset(Role) - {Role.SEX, Role.AGE, Role.RELATION, Role.OTHER, Role.USE}
_LIVED = "count"


class Table:
    """Reads one sheet from top to bottom; `above` is what the file and the sheet's name say of its place."""

    def __init__(self, sheet: Sheet, above: Heading) -> None:
        self.sheet = sheet
        self.above = above
        self.sheet_above = above
        self.community = ""
        self.columns = Columns()
        self.labels: list[str] = []
        self.siting = Siting(self.columns)
        self.last: list[str] = []
        self.current: Line | None = None
        self.covered: dict[int, set[int]] = {}
        for row, column in sheet.covered:
            self.covered.setdefault(row, set()).add(column)

    def read(self) -> Iterator[Line | RowVerdict]:
        """A line or a verdict for every row, in order."""
        rows = self.sheet.rows
        first = next((i for i, r in enumerate(rows[:_TITLE_ROWS]) if is_header(r)), None)
        if first is None:
            self._use(by_content(rows), [])
            at = 0
        else:
            yield from map(self._title, range(first))
            at = first
        if not self._holds_doors(first):
            yield from (self._ignored(i, "summary" if any(rows[i]) else "blank") for i in range(at, len(rows)))
            return
        while at < len(rows):
            if is_header(rows[at]):
                size = self._heading(at)
                yield from (self._ignored(at + k, "header") for k in range(size))
                at += size
            else:
                yield self._row(at)
                at += 1

    def _holds_doors(self, first: int | None) -> bool:
        """Whether the sheet lists doors or people; a summary only counts them."""
        if first is not None:
            self._heading(first)
        columns = self.columns
        if columns.has(Role.ROOM, Role.ADDRESS):
            return not (columns.has(Role.TALLY) and not columns.names_people())
        if columns.has(Role.TALLY) or (is_summary_name(self.sheet.name) and not columns.names_people()):
            return False
        return first is not None or columns.names_people() or columns.has(Role.BUILDING, Role.COMPOUND)

    def _heading(self, at: int) -> int:
        """Take the header at this row into use; how many rows it has."""
        rows = self.sheet.rows
        size = 1
        labels = self._stretched(at)
        if at + 1 < len(rows) and not is_header(rows[at + 1]):
            size += is_second_row(rows[at + 1], rows[at])
        elif at + 1 < len(rows) and rows[at + 1] != rows[at]:
            size += 1
        if size == 2:
            roles = combined(labels, rows[at + 1])
            labels = [b or t for t, b in zip(labels, rows[at + 1], strict=False)]
        else:
            roles = [role_of(c) if c else None for c in rows[at]]
            labels = rows[at]
        if labels != self.labels:
            sample = [r for r in rows[at + size : at + size + 400] if not is_header(r)]
            self._use(by_heading(roles, sample), labels)
        return size

    def _stretched(self, at: int) -> list[str]:
        """The row with each heading repeated over the cells that its merged range covers to the right."""
        cells = list(self.sheet.rows[at])
        covered = self.covered.get(at, set())
        for i in range(1, len(cells)):
            if i in covered and not cells[i]:
                cells[i] = cells[i - 1]
        return cells

    def _use(self, columns: Columns, labels: list[str]) -> None:
        self.columns, self.labels = columns, labels
        self.siting = Siting(columns)
        taken = {i for role, at in columns.by_role.items() if role in _NOT_TRAITS for i in at}
        width = max((len(r) for r in self.sheet.rows), default=0)
        self.traits = [i for i in range(width) if i not in taken]
        skipped = {*columns.of(Role.SERIAL), *columns.of(Role.NOTE)}
        self.kept = [i for i in range(width) if i not in skipped]
        self.count_columns = sorted(columns.of(Role.COUNT), key=self._count_rank)

    def _count_rank(self, column: int) -> tuple[int, int]:
        label = self.labels[column] if column < len(self.labels) else ""
        return (0 if re.search(r"[在实居同]住|常住", label) else 1, column)

    def _ignored(self, at: int, reason: str) -> RowVerdict:
        return RowVerdict(self.sheet.name, at + 1, "ignored", reason)

    def _title(self, at: int) -> RowVerdict:
        cells = self.sheet.rows[at]
        for text in dict.fromkeys(c for c in cells if c):
            heading = parse_heading(text)
            if heading is not None and not is_note(text):
                self.community = self.community or heading.community
                self._deepen(self._with_sheets_building(heading))
        return self._ignored(at, "title" if any(cells) else "blank")

    def _with_sheets_building(self, heading: Heading) -> Heading:
        """A title names the compound of a sheet that is called after one of its buildings."""
        sheet = self.sheet_above
        if heading.compound and not heading.building and sheet.compound in ("", heading.compound):
            return replace(heading, building=sheet.building, stairwell=sheet.stairwell)
        return heading

    def _deepen(self, heading: Heading) -> None:
        """A heading below another adds to it; naming a compound begins anew."""
        if heading.compound and (heading.sure or not self.above.sure):
            self.above = heading
        elif heading.building:
            self.above = replace(self.above, building=heading.building, stairwell=heading.stairwell)
        elif heading.stairwell:
            self.above = replace(self.above, stairwell=heading.stairwell)

    def _row(self, at: int) -> Line | RowVerdict:
        cells = self._without_dittos(self.sheet.rows[at])
        filled = [c for c in cells if c]
        if reason := self._not_data(cells, filled):
            return self._ignored(at, reason)
        if self._is_section(at, cells, filled):
            return self._ignored(at, "section")
        line = self._line(at, cells)
        if isinstance(line, Line):
            self.current = line
        return line

    def _without_dittos(self, row: list[str]) -> list[str]:
        cells = row
        if any(is_ditto(c) for c in row):
            cells = [self.last[i] if is_ditto(c) and i < len(self.last) else c for i, c in enumerate(row)]
        self.last = [c or (self.last[i] if i < len(self.last) else "") for i, c in enumerate(cells)]
        return cells

    def _not_data(self, cells: list[str], filled: list[str]) -> str:
        if not filled:
            return "blank"
        first = filled[0]
        if any(is_total(c) for c in filled[:3]):
            return "total"
        if len(filled) == sum(cells[i].isdigit() for i in self.columns.of(Role.SERIAL) if i < len(cells)):
            return "blank"
        if (is_stamp(first) and len(filled) <= 6) or (
            len(filled) <= 3 and any(is_stamp(c) and ":" in c for c in filled)
        ):
            return "stamp"
        if (is_note(first) and len(filled) <= 2) or (len(filled) == 1 and len(first) > 40):
            return "note"
        return ""

    def _is_section(self, at: int, cells: list[str], filled: list[str]) -> bool:
        """A row that only says where the rows below it are."""
        if len(filled) > 2 or (len(filled) == 2 and phones_in(filled[1])):
            return False
        where = next(i for i, c in enumerate(cells) if c)
        heading = parse_heading(filled[0])
        if heading is None or any(where in self.columns.of(r) for r in (Role.ROOM, Role.STAIRWELL)):
            return False
        if not heading.says_place():
            return where not in self.columns.of(Role.NAME) and (bool(heading.community) or self._spans(at, where))
        if not (heading.sure or heading.building or heading.stairwell or self._is_weak_section(at, where)):
            return False
        if len(filled) == 2 and not re.search(r"\d+\s*[户人]|:", filled[1]):
            return False
        self._deepen(heading)
        self.siting.forget()
        self.current = None
        return True

    def _spans(self, at: int, where: int) -> bool:
        return where + 1 in self.covered.get(at, set())

    def _is_weak_section(self, at: int, where: int) -> bool:
        if self._spans(at, where):
            return True
        people = (Role.NAME, Role.HEAD, Role.OWNER, Role.MEMBERS, Role.NOTE)
        return where == 0 and not any(where in self.columns.of(r) for r in people) and self.columns.names_people()

    def _texts(self, cells: list[str], role: Role) -> list[str]:
        return [cells[i] for i in self.columns.of(role) if i < len(cells) and cells[i]]

    def _line(self, at: int, cells: list[str]) -> Line | RowVerdict:
        people = self._people(cells)
        head = next((n for t in self._texts(cells, Role.HEAD) for n in names_in(t)[:1]), "")
        owner = next((n for t in self._texts(cells, Role.OWNER) for n in names_in(t)[:1]), "")
        line = Line(self.sheet.name, at + 1, None, people, tuple(cells[i] for i in self.kept if i < len(cells)))
        line.head, line.owner = head, owner
        line.phones = tuple(n for t in self._texts(cells, Role.PHONE) for n in phones_in(t))
        line.count = self._count(cells)
        line.lists = bool(self._texts(cells, Role.MEMBERS)) or len(people) > 1
        line.household_number = next(iter(self._texts(cells, Role.HOUSEHOLD)), "")
        line.community = next(iter(self._texts(cells, Role.COMMUNITY)), "")
        line.expects_people = self.columns.names_people() or bool(self.count_columns)
        relation = next(iter(self._texts(cells, Role.RELATION)), "")
        line.relation = bool(relation)
        self._use_of(line, cells)
        self._site(line, at, cells)
        self._household(line, starts=relation in ("户主", "本人"))
        return self._or_nothing(line, cells)

    def _people(self, cells: list[str]) -> tuple[Person, ...]:
        names = [n for role in (Role.NAME, Role.MEMBERS) for t in self._texts(cells, role) for n in names_in(t)]
        if not names:
            return ()
        number = next((n for t in self._texts(cells, Role.ID) if (n := id_in(t))), "")
        phones = tuple(n for t in self._texts(cells, Role.PHONE) for n in phones_in(t))
        traits = tuple(cells[i] if i < len(cells) else "" for i in self.traits)
        if len(names) == 1:
            return (Person(names[0], number, phones, traits),)
        return tuple(Person(n, "", (), ()) for n in names)

    def _count(self, cells: list[str]) -> int | None:
        for i in self.count_columns:
            if i < len(cells) and (found := re.fullmatch(r"(\d{1,3})(?:\.0)?\s*[人口名]?", cells[i])):
                return int(found[1])
        said = [people_said(t) for role in (Role.MEMBERS, Role.NAME) for t in self._texts(cells, role)]
        return max(said, default=0) or None

    def _use_of(self, line: Line, cells: list[str]) -> None:
        named = bool(line.people or line.head or line.owner)
        place = {i for r in (Role.COMPOUND, Role.BUILDING, Role.STAIRWELL, Role.COMMUNITY) for i in self.columns.of(r)}
        flags = (Role.USE, Role.NOTE, Role.ROOM, Role.ADDRESS, Role.EMPTY)
        where = (
            [i for r in flags for i in self.columns.of(r)]
            if named
            else [i for i in range(len(cells)) if i not in place]
        )
        texts = [cells[i] for i in where if i < len(cells) and cells[i]]
        line.vacant = any(map(says_vacant, texts)) or self._says(cells)
        line.shop = any(map(says_shop, texts))
        line.repeats = any("重复" in t for t in self._texts(cells, Role.NOTE))

    def _says(self, cells: list[str]) -> bool:
        return any(is_yes(t) for t in self._texts(cells, Role.EMPTY)) or any(
            is_no(t) for t in self._texts(cells, Role.LIVED_IN)
        )

    def _site(self, line: Line, at: int, cells: list[str]) -> None:
        serial = bool(self._texts(cells, Role.SERIAL)) and self.current is not None
        continues = bool(line.people) and not (line.vacant or line.shop or (line.head and serial))
        site = self.siting.site(cells, self.covered.get(at, set()), self.above, continues=continues)
        line.own_place = site.own and not site.carried
        line.community = line.community or site.community
        if site.own:
            line.shop = line.shop or site.shop
            self._take(line, site.place, cells)
        elif self.current is not None:
            line.place, line.reason = self.current.place, self.current.reason and "follows_held"
        else:
            line.reason = "no_place"

    def _take(self, line: Line, place: object, cells: list[str]) -> None:
        if isinstance(place, str):
            line.reason = place
            roles = (Role.ADDRESS, Role.ROOM, Role.STAIRWELL, Role.BUILDING, Role.COMPOUND)
            line.cell = next((t for r in roles for t in self._texts(cells, r)), "")
        else:
            line.place = place  # type: ignore[assignment]

    def _household(self, line: Line, *, starts: bool) -> None:
        """Which of the households behind its door the row belongs to."""
        before = self.current
        goes_on = before is not None and not line.own_place and not starts
        if line.household_number:
            line.household = line.household_number
        elif line.head:
            line.household = line.head
        elif starts and line.people:
            line.household = line.people[0].name
        elif goes_on and before is not None:
            line.household = before.household
        elif line.lists:
            line.household = f"#{line.row}"

    def _or_nothing(self, line: Line, cells: list[str]) -> Line | RowVerdict:
        """A row that names no door and nobody is not data; one that only fills in a building is a section."""
        says = line.people or line.head or line.owner or line.phones or line.vacant or line.shop or line.count
        if says or (line.place is not None and line.own_place):
            return line
        if line.reason == "no_room" and self._only_place(cells):
            self.current = None
            return self._ignored(line.row - 1, "section")
        if line.reason in ("no_place", "follows_held", "") or not self._texts(cells, Role.ADDRESS):
            return self._ignored(line.row - 1, "note")
        return line

    def _only_place(self, cells: list[str]) -> bool:
        place = (Role.COMPOUND, Role.BUILDING, Role.STAIRWELL, Role.COMMUNITY, Role.SERIAL)
        allowed = {i for r in place for i in self.columns.of(r)}
        return all(i in allowed for i, c in enumerate(cells) if c)
