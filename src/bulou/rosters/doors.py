"""A candidate door: what all the lines of a roster together say of who lives behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bulou.rosters.contacts import Contact
from bulou.rosters.lines import Line, Person
from bulou.rosters.places import Place, PlaceKey

Use = Literal["home", "vacant", "business"]


@dataclass(slots=True)
class _Household:
    names: list[str] = field(default_factory=list)
    head: str = ""
    head_apart: bool = False
    counts: list[int] = field(default_factory=list)
    rows: int = 0
    listed: bool = False

    def size(self) -> int:
        """How many live here; the greater of those named and those counted, for nobody may be missed.

        A head who is not among the members named is one more, unless the count says that the others are all.
        """
        named = len(self.names)
        left_out = int(bool(self.head) and (self.head_apart or self.head not in self.names))
        if not self.counts:
            return named + left_out
        if len(self.counts) > 1 and (len(set(self.counts)) > 1 or self.counts[0] < self.rows) and not self.head:
            return max(sum(self.counts), named)
        count = max(self.counts)
        return count if left_out and self.listed and count == named else max(count, named + left_out)


@dataclass(slots=True)
class Door:
    """In source order; `persons` counts, `contacts` are transient and only there to be sealed."""

    place: Place
    key: PlaceKey
    use: Use = "home"
    persons: int = 0
    contacts: list[Contact] = field(default_factory=list)
    community: str = ""
    unlisted: bool = False
    _people: list[Person] = field(default_factory=list)
    _households: dict[str, _Household] = field(default_factory=dict)
    _raws: set[tuple[str, ...]] = field(default_factory=set)
    _vacant: bool = False
    _shop: bool = False
    _expects: bool = False

    def names(self) -> Counter[str]:
        """The names behind the door, for recognising the same household in another file."""
        return Counter(c.name for c in self.contacts if c.name)

    def take(self, line: Line) -> bool:
        """Add a line; whether it said anything new of the door (False: it only repeats)."""
        self._expects = self._expects or line.expects_people
        if line.own_place and line.raw in self._raws and (line.repeats or _tells_apart(line)):
            return False
        if line.own_place:
            self._raws.add(line.raw)
        if (line.vacant or line.shop or line.count == 0) and not _lived_in(line):
            return self._take_empty(line)
        return self._take_people(line)

    def _take_empty(self, line: Line) -> bool:
        new = not (self._vacant or self._shop) and not self._people and not self._households
        self._shop = self._shop or line.shop
        self._vacant = self._vacant or not line.shop
        for name in _named(line):
            new = self._contact(Contact(name, line.phones or _phones(line), _number(line))) or new
        return new

    def _take_people(self, line: Line) -> bool:
        home = self._households.setdefault(line.household, _Household())
        fresh = self._unlisted_in(home, line) if line.lists else self._unknown(line)
        if line.people and not fresh:
            return False
        before = (home.head, len(home.counts), len(self.contacts), len(home.names))
        self._people.extend(fresh)
        home.names.extend(p.name for p in fresh)
        home.head_apart = line.head_apart
        home.head = home.head or line.head or ("" if line.people else line.owner)
        home.rows += 1
        home.listed = home.listed or line.lists or len(home.names) > 1
        if line.count is not None:
            home.counts.append(line.count)
        self._contacts_of(line, fresh)
        return before != (home.head, len(home.counts), len(self.contacts), len(home.names)) or bool(fresh)

    def _unknown(self, line: Line) -> list[Person]:
        return [p for p in line.people if not any(_same(p, q, line) for q in self._people)]

    def _unlisted_in(self, home: _Household, line: Line) -> list[Person]:
        """Whom a list names beyond what an earlier list of the same head, or an equal list, has named."""
        names = Counter(p.name for p in line.people)
        if not line.head and any(Counter(h.names) == names for h in self._households.values()):
            return []
        if not (line.head and home.rows):
            return list(line.people)
        known = Counter(home.names) + Counter([home.head] if home.head not in home.names else [])
        return [p for p in line.people if _not_yet(p.name, known)]

    def _contacts_of(self, line: Line, fresh: list[Person]) -> None:
        for person in fresh:
            self.contacts.append(Contact(person.name, person.phones, person.id_number))
        if line.lists or line.phones or not fresh:
            name = line.head or line.owner or (fresh[0].name if fresh else "")
            if name or line.phones:
                self._contact(Contact(name, line.phones, ""))

    def _contact(self, contact: Contact) -> bool:
        """Add a contact, or its numbers to the one of that name; whether anything was new."""
        for i, known in enumerate(self.contacts):
            if known.name == contact.name:
                phones = tuple(dict.fromkeys(known.phones + contact.phones))
                self.contacts[i] = Contact(known.name, phones, known.id_number or contact.id_number)
                return self.contacts[i] != known
        self.contacts.append(contact)
        return True

    def finish(self) -> None:
        """Settle use and persons once every line is in."""
        self.persons = sum(h.size() for h in self._households.values())
        if self.persons:
            self.use = "home"
        elif self._shop:
            self.use = "business"
        elif self._vacant:
            self.use = "vacant"
        else:
            self.unlisted = self._expects


def _not_yet(name: str, known: Counter[str]) -> bool:
    """Whether the name is one more than those known; each known one is used up once."""
    known[name] -= 1
    return known[name] < 0


def _lived_in(line: Line) -> bool:
    """Whether people live there although the row also says empty or shop: an owner's name alone proves nobody."""
    if line.count is not None:
        return line.count > 0
    return len(line.people) > 1 or (bool(line.people) and (line.relation or not line.own_place))


def _named(line: Line) -> list[str]:
    names = [p.name for p in line.people] + [line.head, line.owner]
    return list(dict.fromkeys(n for n in names if n))


def _phones(line: Line) -> tuple[str, ...]:
    return line.people[0].phones if len(line.people) == 1 else ()


def _number(line: Line) -> str:
    return line.people[0].id_number if len(line.people) == 1 else ""


def _tells_apart(line: Line) -> bool:
    """Whether an equal row can only be the same row: it holds more than a door and one name."""
    if not line.people and not line.head:
        return True
    if line.lists or line.phones or line.head:
        return True
    return any(p.id_number or any(p.traits) for p in line.people)


def _same(a: Person, b: Person, line: Line) -> bool:
    """Whether two of one name behind one door are one: by identity number, by phone, or by every cell."""
    if a.name != b.name:
        return False
    if line.repeats:
        return True
    if a.id_number and b.id_number:
        return a.id_number == b.id_number
    if a.phones and b.phones:
        return bool(set(a.phones) & set(b.phones)) and a.traits == b.traits
    return False
