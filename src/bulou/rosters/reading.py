"""A reading: the columns in use, and what one row says under them of people and of the use of a door."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bulou.core.kernel.ids import is_id
from bulou.core.territory.numerals import NUMERAL, all_digits
from bulou.rosters.columns import Columns
from bulou.rosters.contacts import id_in, phones_in
from bulou.rosters.lines import Line, Person
from bulou.rosters.marks import is_no, is_yes, names_business, says_shop, says_vacant, without_blank
from bulou.rosters.members import names_in, people_said
from bulou.rosters.synonyms import Role

_TRAITS = frozenset({Role.SEX, Role.AGE, Role.RELATION, Role.OTHER, Role.USE})
_NAMES_OF_PLACES = (Role.COMPOUND, Role.BUILDING, Role.STAIRWELL, Role.COMMUNITY)
_FLAGGED = (Role.USE, Role.NOTE, Role.ROOM, Role.ADDRESS, Role.EMPTY, Role.TRADE)
_NAMED = (Role.NAME, Role.HEAD, Role.OWNER, Role.USE)
_COUNT = re.compile(rf"(\d{{1,3}}|{NUMERAL}{{1,3}})(?:\.0)?\s*(?:口人?|人|名)?")
# 粮食仓库家属院 is no warehouse.
_NAME_OF_COMPOUND = re.compile(r".*(?:小区|家属院|家属楼|宿舍|花园|家园|公寓|苑)")
_ENOUGH = 20
HEAD_WORDS = ("户主", "本人")


class Reading:
    """Reads rows of one table; `labels` are its headings, `sample` some of its rows."""

    def __init__(self, columns: Columns, labels: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        self.columns = columns
        width = max((len(r) for r in sample), default=len(labels))
        taken = {i for role, at in columns.by_role.items() if role not in _TRAITS for i in at}
        self._traits = [i for i in range(width) if i not in taken]
        skipped = {*columns.of(Role.SERIAL), *columns.of(Role.NOTE), *columns.of(Role.ROW)}
        self._kept = [i for i in range(width) if i not in skipped]
        self._counts = sorted(columns.of(Role.COUNT), key=lambda i: (not _is_of_residents(labels, i), i))
        self._phone_of = {i: _whose(columns, labels, i) for i in columns.of(Role.PHONE)}
        self._unplaced = [i for i in range(width) if not any(i in columns.of(r) for r in _NAMES_OF_PLACES)]
        self._flags = [i for r in _FLAGGED for i in columns.of(r)]
        # A serial number that is blank beside some names numbers households, not people.
        self.numbers_households = any(
            not any(self.texts(r, Role.SERIAL)) and any(self.texts(r, Role.NAME)) for r in sample
        ) and columns.has(Role.SERIAL)

        self._heads_apart = self._never_among_members(sample)

    def _never_among_members(self, sample: Sequence[Sequence[str]]) -> bool:
        """Whether the members' column lists only the others, so that one of the head's name there is a namesake."""
        households = [
            (head, [n for t in self.texts(r, Role.MEMBERS) for n in names_in(t)])
            for r in sample
            if (head := self._first_name(r, Role.HEAD))
        ]
        listed = [(head, names) for head, names in households if names]
        return len(listed) > _ENOUGH and sum(head in names for head, names in listed) * 20 < len(listed)

    def texts(self, cells: Sequence[str], role: Role) -> list[str]:
        """What stands under a role, left to right."""
        where = self.columns.by_role.get(role)
        return [cells[i] for i in where if i < len(cells) and cells[i]] if where else []

    def first(self, cells: Sequence[str], role: Role) -> str:
        return next(iter(self.texts(cells, role)), "")

    def line(self, sheet: str, row: int, cells: Sequence[str]) -> Line:
        """Everything that the row says except where it is."""
        people = self._people(cells)
        relation = self.first(cells, Role.RELATION)
        line = Line(sheet, row, None, people, tuple(cells[i] for i in self._kept if i < len(cells)))
        line.head = self._first_name(cells, Role.HEAD)
        line.head_apart = self._heads_apart
        line.owner = self._first_name(cells, Role.OWNER)
        line.lists = bool(self.texts(cells, Role.MEMBERS)) or len(people) > 1
        if line.lists or not people:
            line.phones = self._phones(cells, Role.NAME, Role.HEAD, *([] if people or line.head else [Role.OWNER]))
        else:
            line.phones = self._phones(cells, Role.HEAD)
        line.count = self._count(cells)
        line.household_number = self.first(cells, Role.HOUSEHOLD)
        line.row_id = row_id if is_id(row_id := self.first(cells, Role.ROW)) else ""
        line.community = self.first(cells, Role.COMMUNITY)
        line.expects_people = self.columns.names_people() or bool(self._counts)
        line.relation = bool(relation)
        line.starts = relation in HEAD_WORDS
        line.numbered = self.numbers_households and bool(self.texts(cells, Role.SERIAL))
        self._use_of(line, cells)
        return line

    def only_place(self, cells: Sequence[str]) -> bool:
        """Whether nothing is filled in but compound, building, stairwell and serial number."""
        allowed = {i for r in (*_NAMES_OF_PLACES, Role.SERIAL) for i in self.columns.of(r)}
        return all(i in allowed for i, c in enumerate(cells) if c)

    def only_serial(self, cells: Sequence[str], filled: Sequence[str]) -> bool:
        """Whether the row was only numbered in advance."""
        return len(filled) == sum(cells[i].isdigit() for i in self.columns.of(Role.SERIAL) if i < len(cells))

    def _first_name(self, cells: Sequence[str], role: Role) -> str:
        return next((n for t in self.texts(cells, role) for n in names_in(t)[:1]), "")

    def _people(self, cells: Sequence[str]) -> tuple[Person, ...]:
        members = [n for t in self.texts(cells, Role.MEMBERS) for n in names_in(t)]
        named = Counter(n for t in self.texts(cells, Role.NAME) for n in names_in(t))
        # Who is named in a column of his own and again among the members is one person.
        names = [*(named - Counter(members)).elements(), *members]
        is_only_listed = self.texts(cells, Role.MEMBERS) and self.texts(cells, Role.HEAD)
        if len(names) != 1 or is_only_listed:
            return tuple(Person(n, "", (), ()) for n in names)
        number = next((n for t in self.texts(cells, Role.ID) if (n := id_in(t))), "")
        phones = self._phones(cells, Role.NAME)
        traits = tuple(cells[i] if i < len(cells) else "" for i in self._traits)
        return (Person(names[0], number, phones, traits),)

    def _phones(self, cells: Sequence[str], *whose: Role) -> tuple[str, ...]:
        """The numbers in the columns that belong to the people named in these columns."""
        where = [i for i in self.columns.of(Role.PHONE) if self._phone_of[i] in whose]
        return tuple(n for i in where if i < len(cells) for n in phones_in(cells[i]))

    def _count(self, cells: Sequence[str]) -> int | None:
        for i in self._counts:
            if i < len(cells) and (found := _COUNT.fullmatch(cells[i])):
                return int(all_digits(found[1]))
        said = [people_said(t) for role in (Role.MEMBERS, Role.NAME) for t in self.texts(cells, role)]
        return max(said, default=0) or None

    def _use_of(self, line: Line, cells: Sequence[str]) -> None:
        named = bool(line.people or line.head or line.owner)
        columns = self._flags if named else self._unplaced
        texts = [_NAME_OF_COMPOUND.sub("", cells[i]) for i in columns if i < len(cells) and cells[i]]
        line.vacant = any(map(says_vacant, texts)) or self._says_empty(cells)
        line.shop = any(map(says_shop, texts)) or any(is_yes(t) for t in self.texts(cells, Role.TRADE))
        # 药店 in a note beside somebody's name is where he works; under 用途 or 户名 it is what the door is.
        line.shop = line.shop or any(map(without_blank, self.texts(cells, Role.FIRM)))
        line.shop = line.shop or any(names_business(t) for role in _NAMED for t in self.texts(cells, role))
        if not named:
            line.shop = line.shop or any(map(names_business, texts))
        line.repeats = any("重复" in t for t in self.texts(cells, Role.NOTE))

    def _says_empty(self, cells: Sequence[str]) -> bool:
        return any(is_yes(t) for t in self.texts(cells, Role.EMPTY)) or any(
            is_no(t) for t in self.texts(cells, Role.LIVED_IN)
        )


def _is_of_residents(labels: Sequence[str], column: int) -> bool:
    """Of several counts, the one of those who live there decides."""
    return column < len(labels) and re.search(r"[在实居同]住|常住", labels[column]) is not None


def _whose(columns: Columns, labels: Sequence[str], column: int) -> Role:
    """Whose numbers a column holds: as its heading says, else of the nearest people named to its left."""
    label = labels[column] if column < len(labels) else ""
    if re.search("业主|房主|房东|产权", label):
        return Role.OWNER
    sides = {i: role for role in (Role.HEAD, Role.OWNER, Role.MEMBERS, Role.NAME) for i in columns.of(role)}
    left = max((i for i in sides if i <= column), default=None)
    role = sides[left] if left is not None else Role.NAME
    return role if role in (Role.HEAD, Role.OWNER) and columns.has(Role.NAME) else Role.NAME
