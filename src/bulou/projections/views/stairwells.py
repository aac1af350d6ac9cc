"""Stairwells and buildings by the words of their place."""

import json
from typing import ClassVar

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeText, Number, Text


class StairwellNameRow(Struct, frozen=True, kw_only=True):
    """A stairwell or lane with the words of its place."""

    id: Text
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    compound_id: Text


class StairwellNames(View[StairwellNameRow], frozen=True, kw_only=True):
    """These stairwells, as far as the reader may see them."""

    row: ClassVar[type[Struct]] = StairwellNameRow
    ids: tuple[Id, ...]

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        marks = ", ".join(["%s"] * len(self.ids)) or "NULL"
        return (
            "SELECT s.id, s.kind, s.label, b.label, c.name, c.id FROM stairwell s"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" WHERE {where} AND s.id IN ({marks})",
            [*params, *self.ids],
        )


class BuildingNameRow(Struct, frozen=True, kw_only=True):
    """A building with the name of its compound."""

    id: Text
    building: Text
    compound: Text
    compound_id: Text


class BuildingNames(View[BuildingNameRow], frozen=True, kw_only=True):
    """These buildings; their numbers stand on their walls."""

    row: ClassVar[type[Struct]] = BuildingNameRow
    ids: tuple[Id, ...]

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="c")
        marks = ", ".join(["%s"] * len(self.ids)) or "NULL"
        return (
            "SELECT b.id, b.label, c.name, c.id FROM building b"
            " JOIN compound c ON c.region_id = b.region_id AND c.id = b.compound_id"
            f" WHERE {where} AND b.id IN ({marks}) ORDER BY c.sort, c.name, b.sort, b.label",
            [*params, *self.ids],
        )


class GridHistoryRow(Struct, frozen=True, kw_only=True):
    """A stairwell with every grid that it has belonged to: JSON, [[since, grid id or null], ...], the oldest first."""

    id: Text
    grids: Text


class GridHistory(View[GridHistoryRow], frozen=True, kw_only=True):
    """When the stairwells of one community, or one stairwell, were put into which grid."""

    row: ClassVar[type[Struct]] = GridHistoryRow
    community: Id = ""
    stairwell: Id = ""

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id, s.grids FROM stairwell s"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} AND (c.community_id = %s OR s.id = %s)",
            [*params, self.community or "0" * 32, self.stairwell or "0" * 32],
        )


def grid_history(scope: Scope, *, community: Id = "", stairwell: Id = "") -> dict[Id, list[tuple[int, Id | None]]]:
    """By stairwell: (since, grid), the oldest first."""
    rows = read(scope, GridHistory(community=community, stairwell=stairwell))
    return {row.id: [(since, grid) for since, grid in json.loads(row.grids)] for row in rows}


class KnockRow(Struct, frozen=True, kw_only=True):
    """The last attempt at a door of a round, with how many there were; the door itself is not told."""

    stairwell_id: Text
    author_id: Text
    at: Number
    attempts: Number


class Knocks(View[KnockRow], frozen=True, kw_only=True):
    """When who came last to each door of a community in a round."""

    row: ClassVar[type[Struct]] = KnockRow
    community: Id
    round_id: Id

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT r.stairwell_id, r.last_by, r.last_at, r.attempts FROM door_round r"
            " JOIN stairwell s ON s.region_id = r.region_id AND s.id = r.stairwell_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} AND c.community_id = %s AND r.round_id = %s AND r.last_at IS NOT NULL"
            " AND r.last_by IS NOT NULL",
            [*params, self.community, self.round_id],
        )
