"""What a phone pulls: stairwells, doors and doors in rounds of its person's area, in commit order."""

from typing import ClassVar

from msgspec import Struct

from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import (
    Flag,
    HouseFlag,
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
_LATEST = (
    " LEFT JOIN door_round r ON r.region_id = d.region_id AND r.dwelling_id = d.{door} AND r.round_id = ("
    "SELECT v.round_id FROM round o JOIN door_round v"
    " ON v.region_id = o.region_id AND v.round_id = o.id AND v.dwelling_id = d.{door}"
    " WHERE o.region_id = d.region_id ORDER BY o.number DESC LIMIT 1)"
)
"""What is known of a door (`door`: the column that names it) in the last round that has been there."""

_RESERVED = "COALESCE(r.state = 'under_observation', FALSE)"


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
    reserved: HouseFlag
    position: Number


class PhoneDoors(View[PhoneDoorRow], frozen=True, kw_only=True):
    """Doors of the scope that changed after a position, in commit order.

    With `reserving` a door under observation is reserved (somebody else's, do not knock), and a door counts as changed
    when what is known of it in its last round did.
    """

    row: ClassVar[type[Struct]] = PhoneDoorRow
    after: int = 0
    limit: int = 500
    reserving: bool = False

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        latest, reserved, position = "", "FALSE", "d.position"
        if self.reserving:
            latest, reserved = _LATEST.format(door="id"), _RESERVED
            position = "CASE WHEN r.position > d.position THEN r.position ELSE d.position END"
        return (
            "SELECT d.id, d.stairwell_id, d.label, d.floor, d.sort, d.persons, d.use, d.source, d.withdrawn,"
            f" {reserved}, {position} AS reached"
            f" FROM dwelling d {_DOORS}{latest} WHERE {where} AND {position} > %s ORDER BY reached LIMIT %s",
            [*params, self.after, self.limit],
        )


class PhoneVisitRow(Struct, frozen=True, kw_only=True):
    """A door in a round that changed; its attempts are in the ledger (`triggers` tells that there is a positive)."""

    round_id: Text
    door_id: Text
    triggers: SensitiveText
    reserved: HouseFlag
    position: Number


class PhoneVisits(View[PhoneVisitRow], frozen=True, kw_only=True):
    """Doors in rounds of the scope that changed after a position, in commit order; `reserving` as for PhoneDoors."""

    row: ClassVar[type[Struct]] = PhoneVisitRow
    after: int = 0
    limit: int = 500
    reserving: bool = False

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        latest, reserved = (_LATEST.format(door="dwelling_id"), _RESERVED) if self.reserving else ("", "FALSE")
        return (
            f"SELECT d.round_id, d.dwelling_id, d.triggers, {reserved}, d.position"
            f" FROM door_round d {_DOORS}{latest} WHERE {where} AND d.position > %s ORDER BY d.position LIMIT %s",
            [*params, self.after, self.limit],
        )
