"""Communities, compounds and grids by name."""

from typing import ClassVar

from msgspec import Struct

from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import Number, Text


class CommunityRow(Struct, frozen=True, kw_only=True):
    """A community."""

    id: Text
    name: Text
    name_en: Text


class Communities(View[CommunityRow], frozen=True, kw_only=True):
    """The communities of the region in their order; every reader may know their names."""

    row: ClassVar[type[Struct]] = CommunityRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="m")
        return f"SELECT m.id, m.name, m.name_en FROM community m WHERE {where} ORDER BY m.sort, m.name", params


class CompoundRow(Struct, frozen=True, kw_only=True):
    """A compound or street."""

    id: Text
    community_id: Text
    name: Text
    kind: Text


class Compounds(View[CompoundRow], frozen=True, kw_only=True):
    """The compounds and streets of the region in their order; their names stand on their gates."""

    row: ClassVar[type[Struct]] = CompoundRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="c")
        return (
            f"SELECT c.id, c.community_id, c.name, c.kind FROM compound c WHERE {where} ORDER BY c.sort, c.name",
            params,
        )


class GridRow(Struct, frozen=True, kw_only=True):
    """A grid."""

    id: Text
    community_id: Text
    number: Number
    label: Text
    boundary: Text = ""


class Grids(View[GridRow], frozen=True, kw_only=True):
    """The grids of the region by number."""

    row: ClassVar[type[Struct]] = GridRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="g")
        return (
            f"SELECT g.id, g.community_id, g.number, g.label, g.boundary FROM grid g WHERE {where} ORDER BY g.number",
            params,
        )
