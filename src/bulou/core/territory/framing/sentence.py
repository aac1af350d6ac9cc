"""A framing sentence ("3号楼 4单元 6层 一梯两户", "东巷 1-37号 单号"), read as a frame, or as what is missing in it."""

import re
from typing import Final

from msgspec import Struct

from bulou.core.territory.framing.frame import Frame, Houses, Numbering
from bulou.core.territory.framing.houses import houses
from bulou.core.territory.framing.numbers import LABELS, LIST, BadRange, N, labels, tidy, value, values

_NOT_COUNTED: Final = (
    r"(?![\dA-Z]|\s+(?:STAIRWELL|ENTRANCE|STAIRCASE|FLOOR|STOREY|STORIES|FLAT|DOOR|HOME|PER\b|SHOP|BASEMENT|GROUND))"
)
"""Behind the last number of an English list: 3, 4 stairwells is building 3 and no building 4."""
_BUILDING: Final = re.compile(
    rf"(?:(?<![A-Z])(?:BUILDINGS?|BLOCKS?|BLDGS?)\s*(?:NO\.?\s*)?(?P<en>{LABELS}){_NOT_COUNTED}"
    rf"|第?(?P<zh>{LABELS})\s*(?:号楼|#楼|栋楼|幢楼|座楼|栋|幢|座|#))"
)
_ALL_BUILDINGS: Final = re.compile(rf"[共有]\s*(?P<n>{N})\s*(?:栋楼?|幢楼?|座楼?|个楼)")
_CELLARS_NONE: Final = re.compile(r"(?:无|没有|没|不含|不算)地下(?:室|层)?|NO BASEMENTS?")
_CELLARS: Final = re.compile(rf"(?:地下|负)\s*(?P<zh>{N})\s*[层楼]|(?P<en>\d+)\s+BASEMENTS?")
_MISSING: Final = re.compile(
    rf"(?:没有|没|无|缺|不含|除去?|去掉|跳过)第?(?P<zh>{N}[层楼]?(?:\s*[-、,，和]\s*{N}[层楼]?)*(?<=[层楼]))"
    rf"|(?:NO|WITHOUT|SKIP(?:PING)?)\s+(?:FLOORS?\s+)?(?P<en>{LIST})(?:(?:ST|ND|RD|TH)?\s+FLOORS?(?![A-Z])|(?:ST|ND|RD|TH)?{_NOT_COUNTED})"
)
_SHOPS: Final = re.compile(
    rf"(?:(?:一层|1层|首层|底层|一楼|1楼|临街|沿街)[为是有]?)?(?:都是|全是)?(?:底商|商铺|门面房?|门市房?|网点房?)(?:共?(?P<zh>{N})[间个户])?"
    r"|(?:(?P<en>\d+)\s+)?(?:GROUND[- ]FLOOR\s+)?SHOPS?(?:\s+(?:ON|AT)\s+(?:THE\s+)?GROUND(?:[- ]FLOOR)?)?"
)
_NUMBERED: Final = re.compile(
    r"(?:(?:门牌|房号|室号|编号|门号)号?(?:码)?\s*(?:从|为|是)?|NUMBERED\s+(?:FROM\s+)?)"
    r"(?P<first>0101|101|1A|1)(?![\dA-Z])(?:\s*[、,，/]\s*(?:0102|102|1B|2))?(?:\.{2,}|…+)?(?:起|开始|往后)?"
)
_THROUGH: Final = re.compile(r"(?:门牌|房号|编号)?(?:通排|通号|连排|连号)|NUMBERED\s+THROUGH(?:OUT)?")
_UNDIVIDED: Final = re.compile(r"(?:不分|没有|无)单元|NO\s+STAIRWELLS?")
_STAIRS_NAMED: Final = re.compile(
    rf"第(?P<zh>{LIST})(?:号)?单元|(?P<list>{N}(?:-{N}|[、,，]{N})+)单元"
    rf"|(?:STAIRWELLS?|ENTRANCES?)\s+(?P<en>{LIST}){_NOT_COUNTED}"
)
_STAIRS: Final = re.compile(
    rf"(?:每[栋幢座楼]|各|共|有)*\s*(?P<zh>{N})\s*个?(?:单元|门洞)|(?P<en>\d+)\s+(?:STAIRWELLS?|ENTRANCES?|STAIRCASES?)"
)
_LANDING: Final = re.compile(
    rf"(?P<lift>{N})梯\s*(?P<zh>{N})户|每层\s*(?P<floor>{N})\s*户"
    r"|(?P<en>\d+)\s+(?:FLATS?\s+|DOORS?\s+|HOMES?\s+)?(?:PER|A|ON\s+(?:EACH|EVERY)|EACH)\s+(?:LANDING|FLOOR)"
)
_FLOORS_NAMED: Final = re.compile(rf"(?P<zh>{N}-{N})层|FLOORS?\s+(?P<en>\d+-\d+)")
_FLOORS: Final = re.compile(
    rf"(?:地上|每[栋幢座楼]|各|共|有)*\s*(?P<zh>{N})\s*层(?:楼|高)?|(?P<en>\d+)\s+(?:FLOORS?|STOREYS?|STORIES)"
)
_FILLING: Final = re.compile(r"[\s,，;；。.、:：()]|都|各|均|的|每[栋幢座层]|WITH|AND|EACH|OF")
LONGEST: Final = 300
"""Letters of a line; nobody says a building in more."""
_NUMBERINGS: Final[dict[str, Numbering]] = {"0101": "padded", "101": "floor", "1A": "letter", "1": "sequence"}


class Unclear(ValueError):
    """A sentence that makes no doors yet: the codes of what is missing or wrong, and the words that are not read."""

    def __init__(self, *codes: str, words: str = "") -> None:
        super().__init__(", ".join(codes))
        self.codes = codes
        self.words = words


class Told(Struct, frozen=True, kw_only=True):
    """What one line tells: the name before the numbers ('' when none), and the frame. None: the name alone."""

    place: str
    frame: Frame | Houses | None


def told(line: str) -> Told:
    """Reads one line. Raises Unclear."""
    if len(line) > LONGEST:
        raise Unclear("too_long")
    plain, text = tidy(line)
    found = _ALL_BUILDINGS.search(text) or _BUILDING.search(text)
    try:
        if found:
            place, rest = plain[: found.start()], text[found.end() :]
            return Told(place=_name(place), frame=_frame(_buildings(found), rest))
        begins, numbers = houses(text)
        frame = Houses(numbers=numbers) if numbers else None
    except BadRange as bad:
        raise Unclear("range", words=str(bad)) from bad
    if frame is None and re.search(r"\d+\s*(?:单元|层)|STAIRWELLS?|FLOORS?", text):
        raise Unclear("no_building")
    return Told(place=_name(plain[:begins]), frame=frame)


def _name(text: str) -> str:
    return text.strip(" ,，、:：;；-。.")


def _buildings(found: re.Match[str]) -> tuple[str, ...]:
    if "n" in found.re.groupindex:
        return labels(f"1-{value(found['n'])}")
    return labels(found["en"] or found["zh"])


def _frame(buildings: tuple[str, ...], rest: str) -> Frame:
    reading = _Reading(rest)
    reading.take(_CELLARS_NONE)
    numbering, shops = reading.numbering(), reading.shops()
    skipped, below = reading.skipped(), reading.cellars()
    stairwells, lifts = reading.stairwells()
    landing = reading.landing()
    floors = tuple(floor for floor in reading.floors() if floor not in skipped)
    reading.finish()
    if not (stairwells or landing or floors or lifts):
        return Frame(buildings=buildings)
    if not stairwells and not reading.lift:
        stairwells = ("",)
    missing = {"no_stairwells": not stairwells, "no_floors": not floors, "no_landing": not landing}
    if any(missing.values()):
        raise Unclear(*(code for code, is_missing in missing.items() if is_missing))
    whole = Frame(
        buildings=buildings, stairwells=stairwells, floors=(*below, *floors), landing=landing, numbering=numbering,
        shops=shops,
    )  # fmt: skip
    if fault := whole.fault():
        raise Unclear(fault)
    return whole


class _Reading:
    """Takes what it understands out of the words behind the buildings; what stays is not understood."""

    def __init__(self, rest: str) -> None:
        self.rest = rest
        self.lift = False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, cut out of what is left."""
        found = pattern.search(self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        return found

    def numbering(self) -> Numbering:
        if self.take(_THROUGH):
            return "through"
        found = self.take(_NUMBERED)
        return _NUMBERINGS[found["first"]] if found else "floor"

    def shops(self) -> int | None:
        found = self.take(_SHOPS)
        number = found and (found["zh"] or found["en"])
        return None if found is None else value(number) if number else 0

    def skipped(self) -> set[int]:
        gone: set[int] = set()
        while found := self.take(_MISSING):
            gone |= set(values(re.sub("[层楼]", "", found["zh"]) if found["zh"] else found["en"]))
        return gone

    def cellars(self) -> tuple[int, ...]:
        found = self.take(_CELLARS)
        return tuple(range(-value(found["zh"] or found["en"]), 0)) if found else ()

    def stairwells(self) -> tuple[tuple[str, ...], bool]:
        """Their labels, and whether the building is said to have none."""
        if self.take(_UNDIVIDED):
            return ("",), True
        if found := self.take(_STAIRS_NAMED):
            return tuple(map(str, values(found["zh"] or found["list"] or found["en"]))), False
        found = self.take(_STAIRS)
        return (labels(f"1-{value(found['zh'] or found['en'])}") if found else ()), False

    def landing(self) -> int:
        found = self.take(_LANDING)
        if found is None:
            return 0
        self.lift = bool(found["lift"] or (found["en"] and "LANDING" in found[0]))
        return value(found["zh"] or found["floor"] or found["en"])

    def floors(self) -> tuple[int, ...]:
        if found := self.take(_FLOORS_NAMED):
            return values(found["zh"] or found["en"])
        found = self.take(_FLOORS)
        return values(f"1-{value(found['zh'] or found['en'])}") if found else ()

    def finish(self) -> None:
        """Raises Unclear when words are left."""
        if left := _FILLING.sub("", self.rest):
            raise Unclear("words", words=left)
