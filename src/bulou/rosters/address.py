"""An address as clerks write it, taken apart into compound, building, stairwell and door."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bulou.core.territory.numerals import NUMERAL, NUMERAL_CHARS, number_of, with_digits
from bulou.rosters.cells import fold

_COMPOUND_END = (
    "小区|家属院|家属楼|宿舍楼?|花园|花苑|佳苑|嘉苑|名苑|家园|嘉园|公寓|新村|新城|新区|山庄"
    "|大院|公馆|苑|大厦|安置房|安置点|社区"
)
_STRONG = re.compile(f"(?:{_COMPOUND_END})(?:[东南西北][区院])?")
_UNIT = "号单元|单元|号楼(?![上下])|楼栋|栋楼|幢楼|座楼|号院|#楼|门洞|[栋幢座室户号院房门楼层排组#梯]"
_SURE_UNIT = "号楼|号院|号单元|单元|栋|幢|室|号(?![街路巷井线])|排|组"
_SHOP = "门面房?|商铺|商用房?|商业房?|门市房?|铺面房?|店面|网点房?|底商"
_SHED = "平房|车库|地下室|储藏室|阁楼|门房|门卫室?|值班室|物业用房"
_SIDE = "东南西北中左右前后上下"
_WING = "楼[上下](?=$|[-,])|[东南西北前后上下里外新老旧主附偏]院|[新老旧主附前后]楼"
_REST = re.compile(
    rf"\d|[A-Z](?:座|栋|幢|号楼|单元|\d|-)|第?{NUMERAL}+(?:{_SURE_UNIT})|(?<=.){NUMERAL}+(?:楼"
    rf"|门|层|座)(?=[\d{NUMERAL_CHARS}])"
    rf"|(?<=.)(?:{_SHOP}|{_SHED})|[东南西北甲乙丙丁](?:单元|户)|[甲乙丙丁]\d"
)
_TOKEN = re.compile(
    rf"(?P<wing>{_WING})|(?P<num>[东南西北中甲乙丙丁]?[A-Z]?\d+(?:[A-Z](?![A-Z\d]))?|[A-Z]+|[{_SIDE}甲乙丙丁](?=号楼|楼"
    rf"|栋|幢|座|单元|户|排))(?P<unit>{_UNIT}|)"
    rf"|(?P<sub>[之附])|(?P<shop>{_SHOP})|(?P<shed>{_SHED})|(?P<side>[{_SIDE}](?=$|[-,]))|(?P<other>.)"
)
_BRACKET = re.compile(r"[(\[【<〔{]([^()\[\]【】<>〔〕{}]*)[)\]】>〕}]")
_KEPT_BRACKET = re.compile(rf"(?:[{_SIDE}甲乙丙丁A-Z]|\d{{1,2}})?(?:户|侧|边|院|区|门|屋|室)?")
_DASHES = re.compile(r"(?<=[0-9A-Z#楼元栋幢座号])\s*[-‐‑–—―−_/\\·.~|,、:]\s*(?=[0-9A-Z])")
_LAST_NUMERAL = re.compile(rf"(?:^|(?<=[楼元门栋幢座号层-])){NUMERAL}+(?=$|-)")
_AS_DATE = re.compile(r"\d{4}-(\d\d)-(\d\d)")
_ADMIN = re.compile(
    r"(?:中国)?(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:(?!城市|都市|新市|超市)[\u4e00-\u9fff]{2,4}?(?<!城|都)市)?"
    r"(?:[\u4e00-\u9fff]{1,4}?(?:县|(?<![小社园新校厂院片])区))?(?:[\u4e00-\u9fff]{1,5}?(?:镇"
    r"|乡|街道办事处|街道办|街道(?=.{2})))?"
    r"(?:(?P<community>[\u4e00-\u9fff]{1,6}?)(?:社区|居委会|居民委员会)(?:居委会)?)?"
)
_BUILDING_UNITS = frozenset(
    (
        "号楼",
        "楼栋",
        "栋楼",
        "幢楼",
        "座楼",
        "#楼",
        "栋",
        "幢",
        "座",
        "楼",
        "#",
    )
)
_STAIR_UNITS = frozenset(
    (
        "号单元",
        "单元",
        "门洞",
        "门",
        "梯",
    )
)
_YARD_UNITS = frozenset(
    (
        "号",
        "号院",
        "院",
    )
)


@dataclass(slots=True)
class Parts:
    """What one text says of a place; `loose` numbers get their meaning from what stands around them."""

    compound: str = ""
    community: str = ""
    building: str = ""
    stairwell: str = ""
    floor: str = ""
    number: str = ""
    yard: str = ""
    subs: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    shop: bool = False

    def copy(self) -> Parts:
        return Parts(
            self.compound,
            self.community,
            self.building,
            self.stairwell,
            self.floor,
            self.number,
            self.yard,
            list(self.subs),
            list(self.loose),
            self.shop,
        )

    def empty(self) -> bool:
        return not (self.compound or self.building or self.stairwell or self.number or self.subs or self.loose)


def parse_address(text: str) -> Parts:
    """Take a whole address apart: its name first, then its numbers."""
    return _parse_address(text).copy()


def parse_numbers(text: str) -> Parts:
    """Take apart a text known to hold no compound's name: 3号楼2单元, 之1, 2单元302, 401室(东)."""
    return _parse_numbers(text).copy()


@lru_cache(maxsize=65536)
def _parse_address(text: str) -> Parts:
    tidy = _tidy(text)
    name, rest = _split_name(tidy)
    name, wing = _without_wing(name)
    parts = _numbers(wing + rest)
    name, parts.community = without_region(name)
    parts.compound = name + parts.yard
    return parts


@lru_cache(maxsize=65536)
def _parse_numbers(text: str) -> Parts:
    return _numbers(_tidy(text))


def without_region(name: str) -> tuple[str, str]:
    """The name without province, county, town and community before it, and that community ('' when not said)."""
    name = name.strip("-,、:;第 ")
    found = _ADMIN.match(name)
    if not found or not found[0]:
        return name, ""
    left = name[found.end() :].lstrip("-,、:; ")
    if len(left) < 2 or re.match("[县市区镇乡街路巷院]", left):
        return name, ""
    return left, found["community"] or ""


def _tidy(text: str) -> str:
    text = fold(text).upper()
    if date := _AS_DATE.fullmatch(text):
        # A spreadsheet has made a date of "3-2".
        text = f"{int(date[1])}-{int(date[2])}"
    text = _BRACKET.sub(lambda m: m[1] if _KEPT_BRACKET.fullmatch(m[1]) else "", text)
    text = _DASHES.sub("-", text)
    text = re.sub(r"(?<=[0-9A-Z])\s+(?=[0-9A-Z])", "-", text)
    return text.replace(" ", "")


def _split_name(text: str) -> tuple[str, str]:
    start = _REST.search(text)
    at = start.start() if start else len(text)
    at -= int(at > 1 and text[at - 1] in "附之")
    strong = [m for m in _STRONG.finditer(text) if m.end() > at]
    if strong:
        # Digits inside or before a name: 8号院小区, 东关街12号水利小区3-2-401.
        before = re.match(r".*?[街路巷道]\d+号(?:院)?(?=.{3,})", text[: strong[-1].end()])
        return text[before.end() if before else 0 : strong[-1].end()], text[strong[-1].end() :]
    return text[:at], text[at:]


def _without_wing(name: str) -> tuple[str, str]:
    """前楼, 老楼 behind a name is a building and no part of the name."""
    found = re.fullmatch(r"(.{2,}?)([新老旧主附前后东西南北]楼)", name)
    return (found[1], found[2]) if found else (name, "")


def _numbers(rest: str) -> Parts:
    rest = with_digits(rest, f"(?:{_UNIT})")
    rest = _LAST_NUMERAL.sub(lambda m: number_of(m[0]), rest)
    rest = re.sub(r"第(?=\d)", "", rest)
    reading = _Reading()
    for token in _TOKEN.finditer(rest):
        reading.take(token)
    return reading.finish()


class _Reading:
    """Reads numbers from left to right, each by its unit and by what came before it."""

    def __init__(self) -> None:
        self.parts = Parts()
        self.prefix = ""
        self.sub = False
        self.words = ""

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if token["num"] is not None:
            self._number(token["num"], token["unit"])
        elif kind == "sub":
            self.sub = True
        elif kind == "wing":
            self._wing(token[0])
        elif kind in ("shop", "shed"):
            self._word(token[0], is_shop=kind == "shop")
        elif kind == "side" and self.parts.loose:
            self.parts.loose[-1] += token[0]
        elif kind == "side" and self.parts.number:
            self.parts.subs.append(token[0])
        else:
            self.words += token[0]

    def _word(self, word: str, *, is_shop: bool) -> None:
        self.parts.shop = self.parts.shop or is_shop
        if not (is_shop and self.parts.loose):
            self.prefix = (self.words if self.words in tuple(_SIDE) else "") + word

    def _wing(self, word: str) -> None:
        """后院, 楼上: behind a house's number a part of the house, before a number a part of the compound."""
        if self.parts.number:
            self.parts.subs.append(word)
        elif word[-1] == "楼" and not self.parts.building:
            self.parts.building = word
        else:
            self.prefix += word

    def _number(self, num: str, unit: str) -> None:
        parts = self.parts
        num = num.lstrip("0") or num
        if self.sub:
            parts.subs.append(num)
            self.sub = False
        elif unit in ("排", "组"):
            parts.building, self.prefix = f"{self.prefix}{num}{unit}", ""
        elif self.prefix.endswith("平房") and not parts.building:
            parts.building, self.prefix = self.prefix, ""
            parts.loose.append(num)
        elif self.prefix:
            parts.loose.append(self.prefix + num)
            self.prefix = ""
        elif unit in _BUILDING_UNITS:
            self._building(num, unit)
        elif unit in _STAIR_UNITS and not parts.stairwell and not parts.number:
            parts.stairwell = num
        elif unit == "层":
            parts.floor = num
        else:
            self._door(num, unit)

    def _building(self, num: str, unit: str) -> None:
        parts = self.parts
        if not parts.building:
            if parts.number:
                parts.yard, parts.number = f"{parts.number}号院", ""
            parts.building = num
        elif unit == "楼":
            parts.floor = num
        else:
            parts.loose.append(num)

    def _door(self, num: str, unit: str) -> None:
        parts = self.parts
        if unit == "户" and num in _SIDE and parts.loose:
            parts.loose[-1] += num
        elif unit in _YARD_UNITS and not (parts.building or parts.stairwell or parts.loose or parts.number):
            parts.number = num
        elif parts.number and not (parts.building or parts.stairwell):
            parts.subs.append(num + ("户" if num in _SIDE else ""))
        else:
            parts.loose.append(num + ("户" if num in _SIDE else ""))

    def finish(self) -> Parts:
        parts = self.parts
        if self.prefix:
            (parts.subs if parts.number else parts.loose).append(self.prefix)
        if parts.empty() and self.words and len(self.words) <= 8:
            parts.compound = self.words
        return parts
