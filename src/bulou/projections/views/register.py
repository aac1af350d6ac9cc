"""The register of doors as a roster is matched against it, and the imports that went into it."""

from typing import ClassVar

from msgspec import Struct

from bulou.ground import database
from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import Flag, HouseText, MaybeHouseNumber, MaybeNumber, MaybeText, Number, Text

_COMPOUND = "JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"


class CompoundNamesRow(Struct, frozen=True, kw_only=True):
    """A compound or street with its other names (JSON)."""

    id: Text
    community_id: Text
    name: Text
    kind: Text
    sort: Number
    other_names: Text


class CompoundNames(View[CompoundNamesRow], frozen=True, kw_only=True):
    """Every compound and street of the region by all its names; they stand on gates and in rosters."""

    row: ClassVar[type[Struct]] = CompoundNamesRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="c")
        return (
            "SELECT c.id, c.community_id, c.name, c.kind, c.sort, c.other_names FROM compound c"
            f" WHERE {where} ORDER BY c.sort, c.name",
            params,
        )


class ListedBuildingRow(Struct, frozen=True, kw_only=True):
    """A building of a compound."""

    id: Text
    compound_id: Text
    label: Text
    sort: Number
    other_names: Text


class ListedBuildings(View[ListedBuildingRow], frozen=True, kw_only=True):
    """The buildings of a community."""

    row: ClassVar[type[Struct]] = ListedBuildingRow
    community_id: str

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="c")
        return (
            "SELECT b.id, b.compound_id, b.label, b.sort, b.other_names FROM building b"
            " JOIN compound c ON c.region_id = b.region_id AND c.id = b.compound_id"
            f" WHERE {where} AND c.community_id = %s ORDER BY c.sort, b.sort, b.label",
            [*params, self.community_id],
        )


class ListedStairwellRow(Struct, frozen=True, kw_only=True):
    """A stairwell or lane with its grid and the register's totals."""

    id: Text
    kind: Text
    compound_id: Text
    compound: Text
    compound_sort: Number
    building_id: MaybeText
    building: MaybeText
    building_sort: MaybeNumber
    label: Text
    sort: Number
    grid_id: MaybeText
    doors: Number
    persons: Number
    other_names: Text


class ListedStairwells(View[ListedStairwellRow], frozen=True, kw_only=True):
    """The stairwells and lanes of a community in the order of its compounds and buildings."""

    row: ClassVar[type[Struct]] = ListedStairwellRow
    community_id: str

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id, s.kind, s.compound_id, c.name, c.sort, s.building_id, b.label, b.sort, s.label, s.sort,"
            f" s.grid_id, s.doors, s.persons, s.other_names FROM stairwell s {_COMPOUND}"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" WHERE {where} AND c.community_id = %s ORDER BY c.sort, c.name, b.sort, b.label, s.sort, s.label",
            [*params, self.community_id],
        )


class ListedDoorRow(Struct, frozen=True, kw_only=True):
    """A door of the register, withdrawn or not; `persons` is None where nobody has counted."""

    id: Text
    stairwell_id: Text
    label: HouseText
    floor: MaybeNumber
    sort: Number
    use: HouseText
    source: Text
    persons: MaybeHouseNumber
    withdrawn: Flag
    same_as: MaybeText


class ListedDoors(View[ListedDoorRow], frozen=True, kw_only=True):
    """The doors of a community."""

    row: ClassVar[type[Struct]] = ListedDoorRow
    community_id: str

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT d.id, d.stairwell_id, d.label, d.floor, d.sort, d.use, d.source, d.persons, d.withdrawn,"
            " d.same_as"
            f" FROM stairwell s {_COMPOUND} JOIN dwelling d ON d.region_id = s.region_id AND d.stairwell_id = s.id"
            f" WHERE {where} AND c.community_id = %s ORDER BY d.id",
            [*params, self.community_id],
        )


class NamedDoorRow(Struct, frozen=True, kw_only=True):
    """A door with the words of its place, withdrawn or not."""

    id: Text
    label: HouseText
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    persons: MaybeHouseNumber
    withdrawn: Flag


class NamedDoors(View[NamedDoorRow], frozen=True, kw_only=True):
    """These doors in walking order."""

    row: ClassVar[type[Struct]] = NamedDoorRow
    doors: tuple[str, ...]

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT d.id, d.label, s.kind, s.label, b.label, c.name, d.persons, d.withdrawn"
            f" FROM stairwell s {_COMPOUND} JOIN dwelling d ON d.region_id = s.region_id AND d.stairwell_id = s.id"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" WHERE {where} AND d.id IN ({database.marks(self.doors)})"
            " ORDER BY c.sort, c.name, b.sort, b.label, s.sort, s.label, d.sort, d.label, d.id",
            [*params, *self.doors],
        )


class ImportRow(Struct, frozen=True, kw_only=True):
    """An import that went into the register; `counts` is JSON, the file's name is in the vault under `fact_id`."""

    id: Text
    fact_id: Text
    file_hash: Text
    community: Text
    counts: Text
    author_id: Text
    at: Number
    undone: MaybeText
    undone_at: MaybeNumber
    undone_by: MaybeText


class Imports(View[ImportRow], frozen=True, kw_only=True):
    """The imports of the region, the latest first, or one of them; for those who read all of it."""

    row: ClassVar[type[Struct]] = ImportRow
    import_id: str = ""

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.whole_region(alias="i")
        if self.import_id:
            where, params = f"{where} AND i.id = %s", [*params, self.import_id]
        return (
            "SELECT i.id, i.fact_id, i.file_hash, i.community, i.counts, i.author_id, i.at, i.undone, i.undone_at,"
            f" i.undone_by FROM import i WHERE {where} ORDER BY i.at DESC, i.id DESC",
            params,
        )


class HeldRowRow(Struct, frozen=True, kw_only=True):
    """A row of a roster that could not be placed, and what became of it; the row itself is in the vault."""

    id: Text
    fact_id: Text
    import_id: Text
    row: Number
    reason: Text
    content: Text
    state: Text
    why: Text
    held_at: Number
    settled_by: Text
    settled_at: Number


class HeldRows(View[HeldRowRow], frozen=True, kw_only=True):
    """Held rows in the order of their imports; for those who read the whole region. `state`, `import_id`: only such."""

    row: ClassVar[type[Struct]] = HeldRowRow
    state: str = ""
    import_id: str = ""
    limit: int = 1_000_000
    offset: int = 0

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.whole_region(alias="h")
        for column, wanted in (("h.state", self.state), ("h.import_id", self.import_id)):
            if wanted:
                where, params = f"{where} AND {column} = %s", [*params, wanted]
        return (
            "SELECT h.id, h.fact_id, h.import_id, h.row, h.reason, h.content, h.state, h.why, h.held_at, h.settled_by,"
            f" h.settled_at FROM held_row h WHERE {where} ORDER BY h.held_at DESC, h.import_id, h.row, h.id"
            " LIMIT %s OFFSET %s",
            [*params, self.limit, self.offset],
        )


class LayoutRow(Struct, frozen=True, kw_only=True):
    """What a person said of the columns under some headings; `id` is the headings' fingerprint."""

    id: Text
    columns: Text


class Layouts(View[LayoutRow], frozen=True, kw_only=True):
    """Every layout of rosters that somebody of the region has corrected."""

    row: ClassVar[type[Struct]] = LayoutRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="y")
        return f"SELECT y.id, y.columns FROM layout y WHERE {where} ORDER BY y.position", params
