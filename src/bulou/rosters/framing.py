"""Framing: lines that somebody writes from memory, read against the register; what they would make, line by line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.territory.framing.frame import Frame, FramedDoor, Houses
from bulou.core.territory.framing.sentence import Unclear, told
from bulou.rosters.doors import Door
from bulou.rosters.matching import NEW, Matched, match
from bulou.rosters.places import Place, PlaceKey, compound_kind, normal_label, normal_name
from bulou.rosters.register import Register, register_of
from bulou.rosters.roster import Roster
from bulou.rosters.verdicts import RowVerdict
from bulou.rosters.writing import Author, write

MOST_LINES: Final = 400
MOST_DOORS: Final = 6000
"""Doors that may be framed at one time; a community has two thousand."""
_COMMUNITY: Final = re.compile(
    r"#\s*(?P<marked>.+)|(?P<named>.{1,20}(?:社区|居委会|居民委员会))[:：]?|(?P<en>.+ community):?", re.IGNORECASE
)


@dataclass(slots=True)
class Line:
    """One line as it was read. `codes` say why it makes nothing, `words` what was not understood."""

    number: int
    text: str
    community: str = ""
    compound: str = ""
    frame: Frame | Houses | None = None
    codes: tuple[str, ...] = ()
    words: str = ""
    places: list[Place] = field(default_factory=list)
    shops: set[PlaceKey] = field(default_factory=set)
    heads: bool = False
    """Whether it is a name for lines below it."""
    new: int = 0
    known: list[Id] = field(default_factory=list)
    adds_place: bool = False


@dataclass(slots=True)
class Share:
    """The lines of one community against the register."""

    matched: Matched
    lines: list[Line]

    @property
    def community(self) -> str:
        return self.matched.register.name


@dataclass(slots=True)
class Framing:
    """Everything that was written, in its order, and what it would make in each community."""

    lines: list[Line]
    shares: list[Share] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Doors that it would make."""
        return sum(len(share.matched.new) for share in self.shares)

    @property
    def back(self) -> int:
        """Doors that were withdrawn and would stand again."""
        return sum(len(share.matched.changed) for share in self.shares)

    @property
    def known(self) -> int:
        """Doors that the register holds already."""
        return sum(len(line.known) for line in self.lines) - self.back

    @property
    def unclear(self) -> int:
        """Lines that make nothing; nothing is written while there is one."""
        return sum(1 for line in self.lines if line.codes)

    def says_anything(self) -> bool:
        """Whether writing it would say any fact."""
        return any(share.matched.changes_anything() for share in self.shares)


def framing(text: str, *, scope: Scope, community: str, new_names: frozenset[str] = frozenset()) -> Framing:
    """Reads the lines and meets the register. `new_names`: names of which a person said that they are no slip."""
    found = Framing(lines=list(_lines(text, community)))
    by_community: dict[str, list[Line]] = {}
    for line in found.lines:
        if line.community and not line.codes:
            by_community.setdefault(line.community, []).append(line)
    if sum(line.frame.size() for line in found.lines if line.frame and not line.codes) > MOST_DOORS:
        found.lines[-1].codes = ("too_many_in_all",)
        return found
    decided = dict.fromkeys(new_names, NEW)
    found.shares = [_share(register_of(scope, name), lines, decided) for name, lines in by_community.items()]
    return found


def frame(found: Framing, *, text: str, author: Author) -> list[Id]:
    """Writes it, one batch for each community; the batches that were written. Raises NotSaid."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    written = [write(share.matched, author=author, file_hash=digest, framed=True) for share in found.shares]
    return [one for one in written if one]


def _lines(text: str, community: str) -> Iterator[Line]:
    """Every line that is not blank; a line that names a community, or a place alone, speaks for those below it."""
    compound = ""
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        if not (said := raw.strip()):
            continue
        if heading := _COMMUNITY.fullmatch(said):
            community, compound = (heading["marked"] or heading["named"] or heading["en"]).strip(), ""
            continue
        line = Line(number, said, community)
        _read(line, compound)
        # A lane told with its houses in one line speaks for itself; the buildings below lie where the others do.
        if line.compound and not (isinstance(line.frame, Houses) and compound_kind(line.compound) == "street"):
            compound = line.compound
        yield line


def _read(line: Line, compound: str) -> None:
    try:
        read = told(line.text)
    except Unclear as unclear:
        line.codes, line.words = unclear.codes, unclear.words
        return
    line.compound, line.frame = read.place or compound, read.frame
    if not line.compound:
        line.codes = ("no_place",)
    elif not line.community:
        line.codes = ("no_community",)


def _share(register: Register, lines: list[Line], decided: Mapping[str, str]) -> Share:
    framed = {line.compound for line in lines if line.frame is not None}
    for line in lines:
        line.heads = line.frame is None and line.compound in framed
    doors: dict[object, Door] = {}
    for line in lines:
        for made in line.frame.doors() if line.frame else ():
            place = _place(line.compound, made)
            line.places.append(place)
            if made.use == "business":
                line.shops.add(place.key())
            # The sentence knows the door and nothing of who is behind it: a known door keeps its use.
            doors.setdefault(place.key(), Door(place, place.key(), use=made.use, unlisted=True))
    found = match(Roster("", register.name, doors=list(doors.values())), register, {}, keyed_hash=str, decided=decided)
    found.fewer.clear()
    _bare(found, lines)
    for line in lines:
        _count(line, found)
    found.verdicts = [RowVerdict("", line.number, "created" if line.new else "matched", "framed") for line in lines]
    return Share(found, lines)


def _place(compound: str, made: FramedDoor) -> Place:
    return Place(
        compound, compound_kind(compound), made.building or None, made.stairwell or None, made.label, made.floor
    )


def _bare(found: Matched, lines: list[Line]) -> None:
    """Compounds and buildings that are named without doors, as far as the register does not know them."""
    register = found.register
    for line in lines:
        buildings = line.frame.buildings if isinstance(line.frame, Frame) and not line.frame.floors else ()
        compound = normal_name(line.compound)
        if line.frame is None and not register.knows(line.compound):
            found.bare[compound, ""] = Place(line.compound, compound_kind(line.compound), None, None, "", None)
            line.adds_place = True
        for building in buildings:
            if (compound, normal_label(building)) not in register.buildings:
                place = Place(line.compound, compound_kind(line.compound), building, None, "", None)
                found.bare[compound, normal_label(building)] = place
                line.adds_place = True


def _count(line: Line, found: Matched) -> None:
    doubt = found.doubts.get(line.compound)
    if doubt:
        line.codes, line.words = (doubt.reason,), doubt.resembles
        return
    for place in line.places:
        known = found.register.doors.get(place.key())
        if known is None:
            line.new += 1
        else:
            line.known.append(known.id)
