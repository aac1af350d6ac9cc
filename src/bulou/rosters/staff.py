"""Staff: lines that name who works here - name, phone, post, area - as they are pasted from a chat or a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.people.facts import AreaKind, PostKind
from bulou.core.territory.framing.numbers import LABELS, LIST, BadRange, labels, tidy, values
from bulou.projections.read import read
from bulou.projections.views.register import ListedBuildings, ListedStairwells
from bulou.projections.views.territory import Communities, Compounds, Grids
from bulou.rosters.cells import fold
from bulou.rosters.places import normal_label, normal_name
from bulou.rosters.register import community_key

MOST_LINES: Final = 1000
LONGEST: Final = 80
POSTS: Final[dict[str, PostKind]] = {
    "工委主任": "director", "主任": "director", "DIRECTOR": "director",
    "包社区领导": "community_leader", "包联领导": "community_leader", "COMMUNITY LEADER": "community_leader",
    "社区书记": "community_secretary", "书记": "community_secretary", "COMMUNITY SECRETARY": "community_secretary",
    "SECRETARY": "community_secretary",
    "内勤": "clerk", "办事员": "clerk", "文书": "clerk", "CLERK": "clerk",
    "包片干部": "tract_cadre", "包片": "tract_cadre", "TRACT CADRE": "tract_cadre", "CADRE": "tract_cadre",
    "网格员": "grid_worker", "GRID WORKER": "grid_worker",
    "楼栋长": "building_head", "单元长": "building_head", "楼长": "building_head", "BUILDING HEAD": "building_head",
    "志愿者": "volunteer", "VOLUNTEER": "volunteer",
    "管理员": "administrator", "ADMINISTRATOR": "administrator",
}  # fmt: skip
"""How posts are written; of several that fit, the longest."""
EVERYWHERE: Final[frozenset[PostKind]] = frozenset({"director", "clerk", "administrator"})
"""Posts that lie over the whole region where the line names no area."""

_POST: Final = re.compile("|".join(sorted(map(re.escape, POSTS), key=len, reverse=True)))
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}|\d{7,8})(?!\d)")
_NUMBER: Final = re.compile(r"[\d -]{5,}")
"""Alone between two separators: a phone with a digit too few or too many."""
_HEADING: Final = re.compile(r"(?:序号|姓名|名单|NAME\b)")
_GRID: Final = re.compile(rf"(?P<community>.*?)第?(?P<number>{LIST})号?网格|(?P<en>.*?)\s*GRID\s*(?P<en_number>{LIST})")
_BUILDINGS: Final = re.compile(
    rf"(?P<compound>.+?)\s*第?(?P<buildings>{LABELS})(?:号楼|栋楼?|幢楼?|座楼?|#楼?)\s*(?:第?(?P<stairs>{LIST})单元)?"
    rf"|(?P<en>.+?),?\s*BUILDINGS?\s*(?P<en_buildings>{LABELS})(?:,?\s*STAIRWELLS?\s*(?P<en_stairs>{LIST}))?"
)


@dataclass(slots=True)
class StaffLine:
    """One line as it was read. `code` says why it engages nobody, `words` what was not found."""

    number: int
    name: str = ""
    phone: str = ""
    post: PostKind | None = None
    area: str = ""
    areas: list[tuple[AreaKind, Id]] = field(default_factory=list)
    code: str = ""
    words: str = ""


@dataclass(slots=True)
class Directory:
    """Every area of the region by the names that people use for it."""

    region_id: Id
    names: frozenset[str]
    communities: dict[str, Id] = field(default_factory=dict)
    compounds: dict[str, Id] = field(default_factory=dict)
    grids: dict[tuple[Id, int], Id] = field(default_factory=dict)
    buildings: dict[tuple[Id, str], Id] = field(default_factory=dict)
    stairwells: dict[tuple[Id, str], Id] = field(default_factory=dict)

    def find(self, text: str) -> list[tuple[AreaKind, Id]]:
        """The areas that a text names; none when one of them is not known. Raises BadRange."""
        found: list[tuple[AreaKind, Id]] = []
        for part in re.split(r"[、;；]|和", text):
            areas = self._one(part.strip()) if part.strip() else []
            if not areas:
                return []
            found += areas
        return found

    def _one(self, text: str) -> list[tuple[AreaKind, Id]]:
        if normal_name(text) in self.names:
            return [("region", self.region_id)]
        if (compound := self.compounds.get(normal_name(text))) is not None:
            return [("compound", compound)]
        if (community := self.communities.get(community_key(text))) is not None:
            return [("community", community)]
        _, plain = tidy(text)
        if grid := _GRID.fullmatch(plain):
            return self._grids(grid["community"] or grid["en"] or "", values(grid["number"] or grid["en_number"]))
        found = _BUILDINGS.fullmatch(plain)
        return self._buildings(found) if found else []

    def _grids(self, community: str, numbers: tuple[int, ...]) -> list[tuple[AreaKind, Id]]:
        wanted = self.communities.get(community_key(community.strip())) if community.strip() else None
        if community.strip() and wanted is None:
            return []
        found = [
            [id_ for (of, one), id_ in self.grids.items() if one == number and wanted in (None, of)]
            for number in numbers
        ]
        return [("grid", some[0]) for some in found] if all(len(some) == 1 for some in found) else []

    def _buildings(self, found: re.Match[str]) -> list[tuple[AreaKind, Id]]:
        compound = self.compounds.get(normal_name(found["compound"] or found["en"]))
        if compound is None:
            return []
        buildings = [
            self.buildings.get((compound, normal_label(one)))
            for one in labels(found["buildings"] or found["en_buildings"])
        ]
        stairs = found["stairs"] or found["en_stairs"]
        if not stairs:
            return [("building", one) for one in buildings if one] if all(buildings) else []
        stairwells = [self.stairwells.get((one, str(n))) for one in buildings if one for n in values(stairs)]
        return [("stairwell", one) for one in stairwells if one] if all(stairwells) and all(buildings) else []


def directory(scope: Scope, *, names: tuple[str, ...]) -> Directory:
    """The areas that are known. `names`: what the region is called."""
    known = Directory(
        scope.region_id, frozenset(map(normal_name, (*names, "全区", "全县", "全镇", "whole region", "all")))
    )
    communities = read(scope, Communities())
    known.communities = {community_key(name): row.id for row in communities for name in (row.name, row.name_en) if name}
    known.compounds = {normal_name(row.name): row.id for row in read(scope, Compounds())}
    known.grids = {(row.community_id, row.number): row.id for row in read(scope, Grids())}
    for community in communities:
        for building in read(scope, ListedBuildings(community_id=community.id)):
            known.buildings[building.compound_id, normal_label(building.label)] = building.id
        for stairwell in read(scope, ListedStairwells(community_id=community.id)):
            if stairwell.building_id:
                known.stairwells[stairwell.building_id, normal_label(stairwell.label)] = stairwell.id
    return known


def staff_lines(text: str, known: Directory) -> Iterator[StaffLine]:
    """Every line that is neither blank nor a heading."""
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        line = fold(raw)
        if line and not (_HEADING.match(line.upper()) and not _PHONE.search(line)):
            yield _read(number, raw, known)


def _read(number: int, raw: str, known: Directory) -> StaffLine:
    text = re.sub(r"^\s*\d{1,3}[\t.、)）．]\s*", "", raw)
    text = "\t".join(fold(cell) for cell in re.split(r"\t|[,，|]", text))
    line = StaffLine(number)
    if phone := _PHONE.search(text):
        line.phone = re.sub(r"[- ]", "", phone[1]) if phone[1].startswith("1") else phone[1]
        text = f"{text[: phone.start()]}\t{text[phone.end() :]}"
    if post := _post_in(text.upper()):
        line.post = POSTS[post[0]]
        text = f"{text[: post.start()]}\t{text[post.end() :]}"
    parts = [part.strip() for part in text.split("\t") if part.strip()]
    if len(parts) == 1 and not parts[0].isascii():
        parts = parts[0].split(None, 1)
    line.name, line.area = (parts[0] if parts else "")[:LONGEST], "、".join(parts[1:])
    _settle(line, known)
    return line


def _post_in(text: str) -> re.Match[str] | None:
    """Where the post stands: rather a word of its own than the end of one, for 王主任 may be a clerk."""

    def stands(found: re.Match[str]) -> tuple[bool, bool]:
        begins = found.start() == 0 or text[found.start() - 1] in " \t"
        ends = found.end() == len(text) or text[found.end()] in " \t"
        return (begins and ends, ends)

    return max(_POST.finditer(text), key=stands, default=None)


def _settle(line: StaffLine, known: Directory) -> None:
    if number := next((part for part in (line.name, *line.area.split("、")) if _NUMBER.fullmatch(part)), ""):
        line.code, line.words = "bad_phone", number
    elif not line.name:
        line.code = "no_name"
    elif line.post is None:
        line.code = "no_post"
    elif not line.area and line.post in EVERYWHERE:
        line.areas = [("region", known.region_id)]
    elif not line.area:
        line.code = "no_area"
    else:
        try:
            line.areas = known.find(line.area)
        except BadRange:
            line.areas = []
        if not line.areas:
            line.code, line.words = "unknown_area", line.area
