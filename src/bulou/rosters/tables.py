"""A table: one sheet's rows told apart into lines of data and rows that are not data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bulou.rosters.cells import is_ditto
from bulou.rosters.chat import is_understood, reason_for
from bulou.rosters.columns import Columns, by_content, by_heading
from bulou.rosters.contacts import phones_in
from bulou.rosters.headers import combined, is_header, is_second_row, role_of
from bulou.rosters.headings import Heading, is_summary_name, parse_heading
from bulou.rosters.layouts import Corrections, Layout, columns_by, layout_of
from bulou.rosters.lines import Line
from bulou.rosters.marks import is_note, mark_of, numbers_columns, says_shop, says_vacant
from bulou.rosters.placing import NO_ROOM
from bulou.rosters.reading import Reading
from bulou.rosters.sheets import Sheet
from bulou.rosters.siting import Siting
from bulou.rosters.synonyms import Role
from bulou.rosters.verdicts import RowVerdict

_TITLE_ROWS = 40
_SAMPLE_ROWS = 400
_BROKEN = "\ufffd"
_PEOPLE = (Role.NAME, Role.HEAD, Role.OWNER, Role.MEMBERS, Role.NOTE)
_DOORS = (Role.ROOM, Role.ADDRESS)
# A word of a place's name only: no door (后院, 传达室) and no remark (新增, 续表).
_NO_DOOR = re.compile(
    r"(?!.*[上下内外前后东西南北中左右间][院户房屋楼]?$)(?!.*(?:以[上下]|新增|补|续|其他|其它|未|已))"
    r"[\u4e00-\u9fff]{1,6}[^\W\d院户房室屋楼铺店门库棚亭站层元号空置]"
)


class Table:
    """Reads one sheet from top to bottom; `above` is what the file and the sheet's name say of its place, `said` what
    a person has said about the columns of its layouts.
    """

    def __init__(self, sheet: Sheet, above: Heading, said: Corrections | None = None) -> None:
        self.sheet = sheet
        self.said = said or {}
        self.layouts: list[Layout] = []
        self.above = above
        self.sheet_above = above
        self.community = above.community
        self.said_community = ""
        self.section_columns: set[int] = set()
        places = sheet.name if above.says_place() and above.sure else ""
        self.sheet_vacant = not places and says_vacant(sheet.name)
        self.sheet_shop = not places and says_shop(sheet.name)
        self.last: list[str] = []
        self.current: Line | None = None
        self.covered: dict[int, set[int]] = {}
        for row, column in sheet.covered:
            self.covered.setdefault(row, set()).add(column)
        self._use(Columns(), [], [])

    def read(self) -> Iterator[Line | RowVerdict]:
        """A line or a verdict for every row, in order."""
        rows = self.sheet.rows
        if self.sheet.roles:
            yield from self._messages()
            return
        first = next((i for i, r in enumerate(rows[:_TITLE_ROWS]) if is_header(r)), None)
        if first is None:
            self._take(by_content(rows), [], rows[:_SAMPLE_ROWS])
        else:
            yield from map(self._title, range(first))
            self._take_header(first)
        at = first or 0
        if not self._holds_doors(headed=first is not None):
            if first is None:
                self._read_cover()
            yield from (self._ignored(i, "summary" if any(rows[i]) else "blank") for i in range(at, len(rows)))
            return
        while at < len(rows):
            if is_header(rows[at]):
                size = self._take_header(at)
                yield from (self._ignored(at + k, "header") for k in range(size))
                at += size
            else:
                yield self._row(at)
                at += 1

    def _messages(self) -> Iterator[Line | RowVerdict]:
        """Lines of a chat: each stands for itself, and what is not understood waits for a person."""
        rows = self.sheet.rows
        self._use(Columns({role: [i] for i, role in enumerate(self.sheet.roles)}), [], rows[:_SAMPLE_ROWS])
        for at, cells in enumerate(rows):
            self.current = None
            if reason := reason_for(cells):
                yield self._ignored(at, reason)
                continue
            said = self._row(at)
            if isinstance(said, RowVerdict) and said.reason == "note":
                said = self._with_source(Line(self.sheet.name, at + 1, None, (), tuple(cells)), cells)
                said.reason, said.cell = "not_understood", cells[1]
            elif isinstance(said, Line) and said.place is None and not is_understood(cells):
                said.reason, said.cell = "not_understood", cells[1]
            if isinstance(said, Line):
                said.text = self.sheet.lines[at] if self.sheet.lines else ""
            yield said

    def _holds_doors(self, *, headed: bool) -> bool:
        """Whether the sheet lists doors or people; a summary only counts them."""
        columns = self.columns
        if columns.has(Role.ROOM, Role.ADDRESS):
            return not (columns.has(Role.TALLY) and not columns.names_people())
        if columns.has(Role.TALLY) or (is_summary_name(self.sheet.name) and not columns.names_people()):
            return False
        return headed or columns.names_people() or columns.has(Role.BUILDING, Role.COMPOUND)

    def _read_cover(self) -> None:
        """A cover has no table; the community named on it is the file's."""
        texts = (c for row in self.sheet.rows[:_TITLE_ROWS] for c in row if c)
        named = (h.community for t in texts if (h := parse_heading(t)) is not None)
        self.community = self.community or next((n for n in named if n), "")

    def _take_header(self, at: int) -> int:
        """Take the header at this row into use; how many rows it has."""
        rows = self.sheet.rows
        labels = self._stretched(at)
        size = 1 + self._is_completed(at)
        roles = combined(labels, rows[at + 1]) if size == 2 else [role_of(c) if c else None for c in rows[at]]
        labels = [b or t for t, b in zip(labels, rows[at + 1], strict=False)] if size == 2 else rows[at]
        if labels != self.labels:
            sample = [r for r in rows[at + size : at + size + _SAMPLE_ROWS] if not is_header(r)]
            self._take(by_heading(roles, labels, sample), labels, sample)
        return size

    def _is_completed(self, at: int) -> bool:
        """Whether the next row belongs to the header too."""
        rows = self.sheet.rows
        if at + 1 >= len(rows):
            return False
        if is_header(rows[at + 1]):
            return rows[at + 1] != rows[at]
        return is_second_row(rows[at + 1], rows[at])

    def _stretched(self, at: int) -> list[str]:
        """The row with each heading repeated over the cells that its merged range covers to the right."""
        cells = list(self.sheet.rows[at])
        covered = self.covered.get(at, set())
        for i in range(1, len(cells)):
            if i in covered and not cells[i]:
                cells[i] = cells[i - 1]
        return cells

    def _take(self, columns: Columns, labels: list[str], sample: list[list[str]]) -> None:
        """Columns into use, as a person has said of this layout or else as they were read."""
        layout = layout_of(self.sheet.name, labels, columns, sample, corrected=False)
        if (roles := self.said.get(layout.fingerprint)) is not None:
            columns = columns_by(roles)
            layout = layout_of(self.sheet.name, labels, columns, sample, corrected=True)
        self.layouts.append(layout)
        self._use(columns, labels, sample)

    def _use(self, columns: Columns, labels: list[str], sample: list[list[str]]) -> None:
        self.columns, self.labels = columns, labels
        self.siting = Siting(columns)
        self.reading = Reading(columns, labels, sample)

    def _ignored(self, at: int, reason: str) -> RowVerdict:
        return RowVerdict(self.sheet.name, at + 1, "ignored", reason)

    def _title(self, at: int) -> RowVerdict:
        cells = self.sheet.rows[at]
        for text in dict.fromkeys(c for c in cells if c):
            heading = parse_heading(text)
            if heading is not None and not is_note(text):
                self.community = self.community or heading.community
                self.said_community = heading.community or self.said_community
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
        line = self.reading.line(self.sheet.name, at + 1, cells)
        if not (line.shop or line.vacant):
            # A sheet called 空置房 or 门面 says it of all its rows.
            line.vacant, line.shop = self.sheet_vacant, self.sheet_shop
        self._site(line, at, cells)
        if (broken := next((c for c in filled if _BROKEN in c), None)) is not None:
            line.place, line.reason, line.cell = None, "garbled", broken
        self._household(self._with_source(line, cells))
        if reason := self._says_nothing(line, cells):
            self.current = None if reason == "section" else self.current
            return self._ignored(at, reason)
        self.current = line
        return line

    def _with_source(self, line: Line, cells: list[str]) -> Line:
        """The line with what it takes to show it and to write it down again, should it be held."""
        line.labels, line.cells, line.columns, line.above = self.labels, cells, self.columns, self.above
        if line.reason and line.reason != "follows_held" and not self.sheet.roles:
            line.carried = self.siting.carried()
        return line

    def _without_dittos(self, row: list[str]) -> list[str]:
        cells = row
        if any(is_ditto(c) for c in row):
            cells = [self.last[i] if is_ditto(c) and i < len(self.last) else c for i, c in enumerate(row)]
        self.last = [c or (self.last[i] if i < len(self.last) else "") for i, c in enumerate(cells)]
        return cells

    def _not_data(self, cells: list[str], filled: list[str]) -> str:
        if not filled or self.reading.only_serial(cells, filled):
            return "blank"
        if numbers_columns(filled):
            return "header"
        return mark_of(filled)

    def _is_section(self, at: int, cells: list[str], filled: list[str]) -> bool:
        """Whether the row only says where the rows below it are; if so, that is remembered."""
        if len(filled) > 2 or (len(filled) == 2 and not re.search(r"\d+\s*[户人]|:", filled[1])):
            return False
        if len(filled) == 2 and phones_in(filled[1]):
            return False
        where = next(i for i, c in enumerate(cells) if c)
        heading = parse_heading(filled[0])
        if heading is None:
            return False
        self.said_community = heading.community or self.said_community
        spans = where + 1 in self.covered.get(at, set())
        if not heading.says_place():
            return where not in self.columns.of(Role.NAME) and (bool(heading.community) or spans)
        bare = not (heading.sure or heading.building or heading.stairwell or spans)
        if bare and not self._is_beside_people(where, filled[0]):
            return False
        if heading.sure:
            self.section_columns.add(where)
        elif bare and where in self.section_columns and _NO_DOOR.fullmatch(filled[0]):
            heading = replace(heading, sure=True)  # 北门坡, where 东关街 and 柴家巷 stood as sections before it
        self._deepen(heading)
        self.siting.forget()
        self.current = None
        return True

    def _is_beside_people(self, where: int, text: str) -> bool:
        """A name with no ending that tells (北门坡) is a compound only in a first column that holds no people, and
        among doors' numbers only when it can be no door itself.
        """
        if where or not self.columns.names_people():
            return False
        if any(where in self.columns.of(r) for r in (*_PEOPLE, Role.STAIRWELL)):
            return False
        return not any(where in self.columns.of(r) for r in _DOORS) or _NO_DOOR.fullmatch(text) is not None

    def _site(self, line: Line, at: int, cells: list[str]) -> None:
        continues = bool(line.people) and not (line.vacant or line.shop or self._begins_household(line))
        site = self.siting.site(cells, self.covered.get(at, set()), self.above, continues=continues)
        line.own_place = site.own and not site.carried
        self._of_community(line, site.community)
        if site.own:
            line.shop = line.shop or site.shop
            if isinstance(site.place, str):
                line.reason, line.cell = site.place, self._stumbled(cells)
            else:
                line.place = site.place
        elif self.current is None:
            line.reason = "no_place"
        elif line.starts and line.numbered and not self._is_covered(at):
            # The next household by number, with no door: to put it behind the door above would hide a door.
            line.reason = NO_ROOM
        else:
            line.place, line.reason = self.current.place, self.current.reason and "follows_held"

    def _of_community(self, line: Line, in_address: str) -> None:
        """A community's column is carried down its blank cells; nearer than a heading, and both before an address."""
        self.said_community = line.community or self.said_community
        line.community = self.said_community or in_address
        line.sure_community = bool(self.said_community)

    def _begins_household(self, line: Line) -> bool:
        """What only a household's first row bears: a head not named above, the kinship of a head, a count."""
        other_head = bool(line.head) and (self.current is None or self.current.household != line.head)
        return other_head or line.starts or line.count is not None

    def _is_covered(self, at: int) -> bool:
        return any(i in self.covered.get(at, set()) for r in (Role.ROOM, Role.ADDRESS) for i in self.columns.of(r))

    def _stumbled(self, cells: list[str]) -> str:
        roles = (Role.ADDRESS, Role.ROOM, Role.STAIRWELL, Role.BUILDING, Role.COMPOUND)
        return next((t for r in roles for t in self.reading.texts(cells, r)), "")

    def _household(self, line: Line) -> None:
        """Which of the households behind its door the row belongs to."""
        before = self.current
        if line.household_number:
            line.household = line.household_number
        elif line.head:
            line.household = line.head
        elif line.starts and line.people:
            line.household = line.people[0].name
        elif before is not None and not line.own_place:
            line.household = before.household
        elif line.lists:
            line.household = f"#{line.row}"

    def _says_nothing(self, line: Line, cells: list[str]) -> str:
        """Why the row is not data: it names no door and nobody, or only begins a building; '' when it is data."""
        if line.people or line.head or line.owner or line.phones or line.vacant or line.shop or line.count:
            return ""
        if line.place is not None and line.own_place:
            return ""
        if line.reason == NO_ROOM and self.reading.only_place(cells):
            return "section"
        if line.reason in ("no_place", "follows_held", "") or not self.reading.texts(cells, Role.ADDRESS):
            return "note"
        return ""
