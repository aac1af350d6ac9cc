"""Finding: places by the beginning of a key, and by the numbers of building, stairwell and door."""

from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.ground.pinyin import after
from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import HouseText, MaybeText, Number, Text

MOST: Final = 30
"""Nobody reads a longer answer; whoever gets so many types more."""


class PlaceFoundRow(Struct, frozen=True, kw_only=True):
    """A compound, lane or named building that a key answers; `rest` is how much of its key was not typed."""

    kind: Text
    id: Text
    compound_id: Text
    compound: Text
    community: Text
    label: Text
    rest: Number


class PlacesFound(View[PlaceFoundRow], frozen=True, kw_only=True):
    """Places with a key that begins so, in which the reader may see a door; the shortest first."""

    row: ClassVar[type[Struct]] = PlaceFoundRow
    key: str
    limit: int = MOST

    def statement(self, fence: Fence) -> Statement:
        """See View. An unframed compound has no stairwell to fence: it is seen by whoever sees its community."""
        doors, door_params = fence.doors()
        communities, community_params = fence.communities(column="community_id", alias="c")
        return (
            "SELECT p.kind, p.place_id, c.id, c.name, m.name, COALESCE(l.label, b.label, ''), MIN(LENGTH(p.key))"
            " FROM place_key p"
            " LEFT JOIN stairwell l ON p.kind = 'lane' AND l.region_id = p.region_id AND l.id = p.place_id"
            " LEFT JOIN building b ON p.kind = 'building' AND b.region_id = p.region_id AND b.id = p.place_id"
            " JOIN compound c ON c.region_id = p.region_id"
            " AND c.id = COALESCE(l.compound_id, b.compound_id, p.place_id)"
            " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
            f" WHERE p.region_id = %s AND p.key >= %s AND p.key <= %s AND (({communities}) OR EXISTS ("
            "SELECT 1 FROM stairwell s WHERE s.region_id = c.region_id AND s.compound_id = c.id"
            " AND (p.kind <> 'lane' OR s.id = p.place_id) AND (p.kind <> 'building' OR s.building_id = p.place_id)"
            f" AND {doors}))"
            " GROUP BY p.kind, p.place_id, c.id, c.name, m.name, l.label, b.label, m.sort, c.sort"
            " ORDER BY 7, m.sort, c.sort, c.name, 6 LIMIT %s",
            [fence.scope.region_id, self.key, after(self.key), *community_params, *door_params, self.limit],
        )


class SpotFoundRow(Struct, frozen=True, kw_only=True):
    """A building, stairwell or door with the words of its place; what lies below the spot is empty."""

    kind: Text
    id: Text
    label: HouseText
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    community: Text


class SpotsFound(View[SpotFoundRow], frozen=True, kw_only=True):
    """Buildings, stairwells or doors by their numbers, in these compounds or (none given) in all of the scope.

    A door is found by the beginning of its label, so that 4 finds 401 while somebody is still typing.
    """

    row: ClassVar[type[Struct]] = SpotFoundRow
    compounds: tuple[Id, ...] | None
    building: str = ""
    stairwell: str = ""
    door: str = ""
    limit: int = MOST

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        sql = [where]
        if self.compounds is not None:
            sql.append(f"s.compound_id IN ({', '.join(['%s'] * len(self.compounds)) or 'NULL'})")
            params = [*params, *self.compounds]
        for column, wanted in (("b.label", self.building), ("s.label", self.stairwell)):
            if wanted:
                sql.append(f"{column} IN (%s, %s)")
                params = [*params, wanted, wanted.upper()]
        return self._of_doors(sql, params) if self.door else self._of_places(sql, params)

    def _of_doors(self, sql: list[str], params: list[object]) -> Statement:
        sql = [*sql, "NOT d.withdrawn", "(d.label LIKE %s OR d.label LIKE %s)"]
        return (
            "SELECT 'door', d.id, d.label, s.kind, s.label, b.label, c.name, m.name FROM dwelling d"
            " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
            f"{_PLACE}{self._building()} WHERE {' AND '.join(sql)} ORDER BY LENGTH(d.label), d.label LIMIT %s",
            [*params, f"{self.door}%", f"{self.door.upper()}%", self.limit],
        )

    def _of_places(self, sql: list[str], params: list[object]) -> Statement:
        kind, id_ = ("stairwell", "s.id") if self.stairwell else ("building", "b.id")
        label = "s.label" if self.stairwell else "''"
        return (
            f"SELECT DISTINCT '{kind}', {id_}, '', s.kind, {label}, b.label, c.name, m.name FROM stairwell s"
            f"{_PLACE}{self._building()} WHERE {' AND '.join(sql)} LIMIT %s",
            [*params, self.limit],
        )

    def _building(self) -> str:
        joined = "JOIN" if self.building else "LEFT JOIN"
        return f" {joined} building b ON b.region_id = s.region_id AND b.id = s.building_id"


_PLACE: Final = (
    " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
    " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
)
