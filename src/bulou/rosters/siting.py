"""A row's site: its place cells read level by level, with what merged, blank and ditto cells leave unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bulou.rosters.address import Parts, parse_address, parse_numbers
from bulou.rosters.columns import Columns
from bulou.rosters.headings import Heading
from bulou.rosters.marks import without_blank
from bulou.rosters.places import Place, compound_kind
from bulou.rosters.placing import CONTRADICTORY, NO_ROOM, joined, placed
from bulou.rosters.synonyms import Role

_LEVELS = (Role.BUILDING, Role.STAIRWELL, Role.FLOOR, Role.ROOM)
_STRONG_NAMES = ("小区", "家属院", "花园", "苑", "公寓", "家园", "新村", "街", "巷", "路")
_LETTERED = "甲乙丙丁戊己庚辛东西南北中"
_BUILDING_NAMES = ("楼", "座", "排", "栋", "幢", "院")


@dataclass(slots=True)
class Site:
    """`own` is whether the row says anything of a place; `carried` whether its door is the one of the row above."""

    own: bool
    place: Place | str
    carried: bool = False
    shop: bool = False
    community: str = ""


@dataclass(slots=True)
class Siting:
    """Reads the place cells of one table's rows in their order."""

    columns: Columns
    levels: list[tuple[Role, int]] = field(init=False)
    texts: list[str] = field(init=False)
    parts: list[Parts | None] = field(init=False)

    def __post_init__(self) -> None:
        # 街路巷, 门牌号, 小区: another house in the street forgets the compound that stands in the one above.
        upper = sorted((i, role) for role in (Role.COMPOUND, Role.HOUSE) for i in self.columns.of(role))
        self.levels = [(role, i) for i, role in upper]
        self.levels += [(role, i) for role in _LEVELS for i in self.columns.of(role)]
        self.forget()

    def forget(self) -> None:
        """A new section begins: nothing above it is carried on."""
        self.texts = [""] * len(self.levels)
        self.parts = [None] * len(self.levels)

    def carried(self) -> dict[Role, str]:
        """The place texts that stand now, from this row or from those above it."""
        return {role: text for (role, _), text in zip(self.levels, self.texts, strict=True) if text}

    def site(self, cells: Sequence[str], covered: set[int], above: Heading, *, continues: bool) -> Site:
        """Where the row is. `continues`: it names somebody of the household above, whose room it may leave blank."""
        address = next((cells[i] for i in self.columns.of(Role.ADDRESS) if i < len(cells) and cells[i]), "")
        lowest = self._take(cells)
        if lowest < 0 and not address:
            return Site(own=False, place=NO_ROOM)
        if not address:
            return self._by_columns(lowest, covered, above, continues=continues)
        return self._by_address(parse_address(address), lowest, above)

    def _take(self, cells: Sequence[str]) -> int:
        lowest = -1
        for n, (role, i) in enumerate(self.levels):
            text = cells[i] if i < len(cells) else ""
            if not text:
                continue
            if text != self.texts[n]:
                self.texts[n], self.parts[n] = text, _level_parts(role, text)
                for lower in range(n + 1, len(self.levels)):
                    self.texts[lower], self.parts[lower] = "", None
            lowest = n
        return lowest

    def _joined(self, upto: int) -> Parts | None:
        whole: Parts | None = Parts()
        for part in self.parts[:upto]:
            if part is not None and whole is not None:
                whole = joined(whole, part)
        if whole is not None and self.columns.has(Role.HOUSE) and compound_kind(whole.compound) != "street":
            whole.number = ""  # the compound's own number in its street; its name says enough
        return whole

    def _by_columns(self, lowest: int, covered: set[int], above: Heading, *, continues: bool) -> Site:
        upto = lowest + 1
        while upto < len(self.levels) and self.levels[upto][1] in covered:
            upto += 1
        whole = self._joined(upto)
        found = _settle(whole, above)
        carried = False
        if isinstance(found, str) and found == NO_ROOM and continues and upto < len(self.levels):
            whole = self._joined(len(self.levels))
            found = _settle(whole, above)
            carried = True
        return Site(True, found, carried, whole.shop if whole else False, whole.community if whole else "")

    def _by_address(self, address: Parts, lowest: int, above: Heading) -> Site:
        column = self._joined(len(self.levels)) if lowest >= 0 else Parts()
        if column is None:
            return Site(own=True, place=CONTRADICTORY)
        adds = (address.building and not column.building) or (address.stairwell and not column.stairwell)
        if column.compound and (column.building or column.loose or column.number) and not adds:
            found = _settle(column, above)
            if not isinstance(found, str):
                return Site(True, _unless_other(found, address), shop=column.shop or address.shop)
        if column.compound and not _is_other_street(address, column.compound):
            address.compound = ""
        if adds and column.loose and address.loose[-1:] == column.loose[-1:]:
            column.loose = []  # the room stands in the address too
        whole = joined(address, column) if adds else joined(column, address)
        return Site(True, _settle(whole, above), shop=address.shop, community=address.community)


def _settle(whole: Parts | None, above: Heading) -> Place | str:
    if whole is None:
        return CONTRADICTORY
    if not whole.compound:
        whole = whole.copy()
        whole.compound = above.compound
        if above.number:
            _into_courtyard(whole, above.number)
    elif above.compound != whole.compound:
        return placed(whole)
    return placed(whole, building=above.building, stairwell=above.stairwell)


def _into_courtyard(whole: Parts, number: str) -> None:
    """3号房 of a list headed 东关街56号院 is 56号之3; 56号之3 there says so itself."""
    if whole.number and whole.number != number:
        whole.subs.insert(0, whole.number)
    whole.number = number


def _unless_other(found: Place, address: Parts) -> Place | str:
    other = placed(address)
    if not isinstance(other, str) and other.key().compound == found.key().compound and other.key() != found.key():
        return CONTRADICTORY
    return found


def _is_other_street(address: Parts, compound: str) -> bool:
    return bool(
        address.number and address.compound != compound and compound_kind(address.compound) == "street"
    ) and not (address.building or address.stairwell)


def _level_parts(role: Role, text: str) -> Parts:
    if not without_blank(text):
        return Parts()
    if role is Role.COMPOUND or any(mark in text for mark in _STRONG_NAMES[:4]):
        return parse_address(text)
    found = parse_numbers(text)
    if role is Role.BUILDING:
        return _building_parts(found, text)
    if role is Role.STAIRWELL:
        return _stairwell_parts(found)
    if role in (Role.HOUSE, Role.FLOOR):
        return _house_or_floor(role, found, text)
    if found.compound:
        found.loose, found.compound = [found.compound], ""
    return found


def _house_or_floor(role: Role, found: Parts, text: str) -> Parts:
    if role is Role.HOUSE:
        return Parts(number=found.number or "-".join(found.loose), subs=found.subs)
    return Parts(floor="".join(c for c in text if c.isdigit()))


def _building_parts(found: Parts, text: str) -> Parts:
    if text in _LETTERED:
        return Parts(building=text)
    whole = parse_address(text)
    if whole.compound.endswith(_STRONG_NAMES):
        return whole
    if whole.compound and whole.building and not found.compound:
        return _named_building(whole)
    if found.compound:
        if found.compound.endswith(_BUILDING_NAMES):
            found.building, found.compound = found.compound, ""
    elif not found.building and not found.number and 0 < len(found.loose) < 3:
        found.building = found.loose.pop(0)
        if found.loose and len(found.loose[0]) < 3:
            found.stairwell = found.loose.pop(0)
    return found


def _named_building(whole: Parts) -> Parts:
    """南院3号楼: a name that is no compound's belongs to the building."""
    whole.building, whole.compound = whole.compound + whole.building, ""
    return whole


def _stairwell_parts(found: Parts) -> Parts:
    if found.stairwell or found.building or found.subs:
        return found
    if found.compound:
        found.stairwell, found.compound = found.compound, ""
    elif found.number and not found.loose:
        found.stairwell, found.number = found.number, ""
    elif found.loose:
        found.stairwell = found.loose.pop(0)
    return found
