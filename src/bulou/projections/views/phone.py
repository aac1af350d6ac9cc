"""What a phone pulls: stairwells, doors and doors in rounds of its person's area, in commit order."""

from typing import ClassVar

from msgspec import Struct

from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import (
    Flag,
    HouseText,
    MaybeHouseNumber,
    MaybeNumber,
    MaybeText,
    Number,
    SensitiveText,
    Text,
)

_DOORS = (
    "JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id "
    "JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
)


class StairwellRow(Struct, frozen=True, kw_only=True):
    """A stairwell or lane with the words to show."""

    id: Text
    kind: Text
    community: Text
    compound: Text
    building: MaybeText
    label: Text
    compound_id: Text
    building_id: MaybeText
    compound_sort: Number
    building_sort: MaybeNumber
    sort: Number
    position: Number


class Stairwells(View[StairwellRow], frozen=True, kw_only=True):
    """Stairwells of the scope that changed after a position."""

    row: ClassVar[type[Struct]] = StairwellRow
    after: int = 0

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id, s.kind, m.name, c.name, b.label, s.label, s.compound_id, s.building_id, c.sort, b.sort,"
            " s.sort, s.position FROM stairwell s"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" WHERE {where} AND s.position > %s ORDER BY c.sort, c.name, b.sort, b.label, s.sort, s.label",
            [*params, self.after],
        )


class PhoneDoorRow(Struct, frozen=True, kw_only=True):
    """A door as its worker sees it."""

    id: Text
    stairwell_id: Text
    label: HouseText
    floor: MaybeNumber
    sort: Number
    persons: MaybeHouseNumber
    use: HouseText
    source: Text
    withdrawn: Flag
    position: Number


class PhoneDoors(View[PhoneDoorRow], frozen=True, kw_only=True):
    """Doors of the scope that changed after a position, in commit order."""

    row: ClassVar[type[Struct]] = PhoneDoorRow
    after: int = 0
    limit: int = 500

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT d.id, d.stairwell_id, d.label, d.floor, d.sort, d.persons, d.use, d.source, d.withdrawn, d.position"
            f" FROM dwelling d {_DOORS} WHERE {where} AND d.position > %s ORDER BY d.position LIMIT %s",
            [*params, self.after, self.limit],
        )


class PhoneVisitRow(Struct, frozen=True, kw_only=True):
    """A door in a round that changed; its attempts are in the ledger (`triggers` tells that there is a positive)."""

    round_id: Text
    door_id: Text
    state: HouseText
    triggers: SensitiveText
    position: Number


class PhoneVisits(View[PhoneVisitRow], frozen=True, kw_only=True):
    """Doors in rounds of the scope that changed after a position, in commit order."""

    row: ClassVar[type[Struct]] = PhoneVisitRow
    after: int = 0
    limit: int = 500

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT d.round_id, d.dwelling_id, d.state, d.triggers, d.position"
            f" FROM door_round d {_DOORS} WHERE {where} AND d.position > %s ORDER BY d.position LIMIT %s",
            [*params, self.after, self.limit],
        )
