"""Figures: the counts of areas in a round, added up from roll-ups; the one source for desk, phone, status and print."""

from collections.abc import Iterable
from typing import ClassVar, Final, Literal, cast

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.people.rules import Chain, Ownership, ownership
from bulou.core.rounds.figures import COUNTS, area_figures
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeText, Number, Text
from bulou.projections.views.people import posts_at

Level = Literal["region", "community", "compound", "grid", "stairwell"]

_AREA: Final[dict[Level, str]] = {
    "region": "s.region_id",
    "community": "c.community_id",
    "compound": "c.id",
    "grid": "s.grid_id",
    "stairwell": "s.id",
}


SumsOfRound = msgspec.defstruct(
    "SumsOfRound",
    [("area_id", MaybeText), ("listed", Number), ("residents", Number), *((name, Number) for name in COUNTS)],
    frozen=True,
    kw_only=True,
)


class Sums(View[Struct], frozen=True, kw_only=True):
    """Register totals and roll-up counters of every area of one level, within the scope."""

    row: ClassVar[type[Struct]] = SumsOfRound
    level: Level
    round_id: Id | None = None
    community: Id = ""

    def statement(self, fence: Fence) -> Statement:
        """See View. Counters are summed per stairwell first; an area without a stairwell has no row."""
        where, params = fence.doors()
        if self.community:
            where, params = f"{where} AND c.community_id = %s", [*params, self.community]
        counters = ", ".join(f'COALESCE(SUM(t."{name}"), 0)' for name in COUNTS)
        return (
            f"SELECT {_AREA[self.level]}, SUM(s.doors), SUM(s.persons), {counters} FROM stairwell s"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            " LEFT JOIN roll_up t ON t.region_id = s.region_id AND t.stairwell_id = s.id AND t.round_id = %s"
            f" WHERE {where} GROUP BY {_AREA[self.level]}",
            [self.round_id or "0" * 32, *params],
        )


class AreaRow(Struct, frozen=True, kw_only=True):
    """A stairwell with the areas that it lies in and its doors."""

    id: Text
    community_id: Text
    compound_id: Text
    grid_id: MaybeText
    building_id: MaybeText
    doors: Number

    def within(self, region_id: Id) -> Chain:
        """The areas that this stairwell lies in."""
        return {
            "region": region_id,
            "community": self.community_id,
            "compound": self.compound_id,
            "grid": self.grid_id,
            "building": self.building_id,
            "stairwell": self.id,
        }


class Areas(View[AreaRow], frozen=True, kw_only=True):
    """Every stairwell of the scope with its areas; for what is computed at reading."""

    row: ClassVar[type[Struct]] = AreaRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id, c.community_id, s.compound_id, s.grid_id, s.building_id, s.doors FROM stairwell s"
            f" JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id WHERE {where}",
            params,
        )


class UnframedRow(Struct, frozen=True, kw_only=True):
    """A compound, a street or a building (`building`: its label) in which nobody has framed or listed a door yet."""

    id: Text
    community_id: Text
    compound_id: Text
    name: Text
    kind: Text
    building: MaybeText
    compound_sort: Number
    building_sort: Number


class Unframed(View[UnframedRow], frozen=True, kw_only=True):
    """Compounds and streets without any door, and buildings without one where others have theirs (未建档)."""

    row: ClassVar[type[Struct]] = UnframedRow

    def statement(self, fence: Fence) -> Statement:
        """See View. A compound without any door is one place, however many buildings it is known to have.

        A building that was only framed by a slip, in a batch that was taken back, is not known to stand.
        """
        where, params = fence.communities(column="community_id", alias="c")
        return (
            "SELECT c.id, c.community_id, c.id, c.name, c.kind, NULL AS building, c.sort AS compound_sort,"
            " 0 AS building_sort FROM compound c"
            " LEFT JOIN stairwell s ON s.region_id = c.region_id AND s.compound_id = c.id"
            f" WHERE {where} GROUP BY c.id, c.community_id, c.name, c.kind, c.sort"
            " HAVING COALESCE(SUM(s.doors), 0) = 0"
            " UNION ALL SELECT b.id, c.community_id, c.id, c.name, 'building', b.label, c.sort, b.sort FROM building b"
            " JOIN compound c ON c.region_id = b.region_id AND c.id = b.compound_id"
            f" WHERE {where} AND NOT EXISTS (SELECT 1 FROM stairwell s WHERE s.region_id = b.region_id"
            " AND s.compound_id = b.compound_id AND s.building_id = b.id AND s.doors > 0)"
            " AND EXISTS (SELECT 1 FROM stairwell o WHERE o.region_id = c.region_id AND o.compound_id = c.id"
            " AND o.doors > 0)"
            " AND NOT EXISTS (SELECT 1 FROM stairwell t"
            " JOIN dwelling d ON d.region_id = t.region_id AND d.stairwell_id = t.id AND d.source = 'framed'"
            " JOIN import i ON i.region_id = d.region_id AND i.id = d.import_id AND i.undone IS NOT NULL"
            " WHERE t.region_id = b.region_id AND t.compound_id = b.compound_id AND t.building_id = b.id)"
            " ORDER BY compound_sort, name, building_sort, building",
            [*params, *params],
        )


def figures(scope: Scope, *, level: Level, round_id: Id | None, community: Id = "") -> dict[Id | None, dict[str, int]]:
    """The figures of every area of a level (docs/reference/indicators.md), by area id; None is "in no grid".

    Of the areas of one community only, where one is named.
    """
    by_area = {}
    for row in read(scope, Sums(level=level, round_id=round_id, community=community)):
        counts = cast("dict[str, int]", msgspec.structs.asdict(row))
        area_id = cast("Id | None", counts.pop("area_id"))
        listed, residents = counts.pop("listed"), counts.pop("residents")
        by_area[area_id] = {**area_figures(listed=listed, rollups=[counts]), "residents": residents}
    return by_area


def total(scope: Scope, *, round_id: Id | None) -> dict[str, int]:
    """The figures of everything in the scope; all zero where there is no door."""
    found = figures(scope, level="region", round_id=round_id)
    return next(iter(found.values()), {**area_figures(listed=0, rollups=[]), "residents": 0})


def ownership_of_stairwells(scope: Scope, *, at: Instant) -> list[tuple[AreaRow, Ownership]]:
    """Every stairwell of the scope and whether somebody of its chain is on duty at an instant."""
    return owned_by(posts_at(scope, at=at), read(scope, Areas()), region_id=scope.region_id, at=at)


def owned_by(
    posts: Iterable[Post], areas: Iterable[AreaRow], *, region_id: Id, at: Instant
) -> list[tuple[AreaRow, Ownership]]:
    """Whether somebody of these posts is on duty over each stairwell."""
    by_area: dict[Id, list[Post]] = {}
    for post in posts:
        by_area.setdefault(post.area_id, []).append(post)
    found = []
    for area in areas:
        where = area.within(region_id)
        here = [post for id_ in where.values() if id_ for post in by_area.get(id_, ())]
        found.append((area, ownership(posts=here, where=where, at=at)))
    return found
