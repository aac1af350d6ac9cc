"""What a phone pulls: stairwells, doors and doors in rounds of its person's area, in commit order."""

from typing import ClassVar

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.ground import database
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

_CARRIED = " LEFT JOIN remainder k ON k.region_id = d.region_id AND k.dwelling_id = d.id"
"""A door that a closed round left open (挂账)."""

_RESERVED = "COALESCE(r.state = 'under_observation', FALSE)"


def _later(one: str, other: str) -> str:
    """The later of two positions, the first of which may be absent."""
    return f"CASE WHEN {one} > {other} THEN {one} ELSE {other} END"


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
    grid_id: MaybeText
    compound_sort: Number
    building_sort: MaybeNumber
    sort: Number
    position: Number


class Stairwells(View[StairwellRow], frozen=True, kw_only=True):
    """Stairwells of the scope; those whose own words or whose building's, compound's or community's changed after."""

    row: ClassVar[type[Struct]] = StairwellRow
    after: int = 0

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id, s.kind, m.name, c.name, b.label, s.label, s.compound_id, s.building_id, s.grid_id, c.sort,"
            " b.sort, s.sort, s.position FROM stairwell s"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" WHERE {where} AND (s.position > %s OR c.position > %s OR m.position > %s OR b.position > %s)"
            " ORDER BY c.sort, c.name, b.sort, b.label, s.sort, s.label",
            [*params, *[self.after] * 4],
        )


class StairwellId(Struct, frozen=True, kw_only=True):
    """A stairwell, by id alone."""

    id: Text


class MyStairwells(View[StairwellId], frozen=True, kw_only=True):
    """Which stairwells lie in the scope now; one that joins or leaves it brings or takes all its doors."""

    row: ClassVar[type[Struct]] = StairwellId

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT s.id FROM stairwell s JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} ORDER BY s.id",
            params,
        )


class PhoneDoorRow(Struct, frozen=True, kw_only=True):
    """A door as its worker sees it; `carried`: the round that left it open, unless a supervisor struck it off."""

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
    moved: Flag
    carried: MaybeNumber
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
        latest, reserved, position = "", "FALSE", _later("k.position", "d.position")
        if self.reserving:
            latest, reserved = _LATEST.format(door="id"), _RESERVED
            position = _later("r.position", position)
        return (
            "SELECT d.id, d.stairwell_id, d.label, d.floor, d.sort, d.persons, d.use, d.source, d.withdrawn,"
            f" {reserved}, d.left_id IS NOT NULL,"
            f" CASE WHEN k.struck_how IS NULL THEN k.number END, {position} AS reached"
            f" FROM dwelling d {_DOORS}{_CARRIED}{latest} WHERE {where} AND {position} > %s ORDER BY reached LIMIT %s",
            [*params, self.after, self.limit],
        )


class LeftDoorRow(Struct, frozen=True, kw_only=True):
    """A door that was moved to another stairwell."""

    id: Text
    stairwell_id: Text
    position: Number


class LeftDoors(View[LeftDoorRow], frozen=True, kw_only=True):
    """Doors that were moved away from a stairwell of the scope and changed after a position, in commit order."""

    row: ClassVar[type[Struct]] = LeftDoorRow
    after: int = 0
    limit: int = 500

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT d.id, d.stairwell_id, d.position FROM dwelling d"
            " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.left_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} AND d.position > %s ORDER BY d.position LIMIT %s",
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
    """Doors in rounds of the scope that changed after a position, in commit order; `reserving` as for PhoneDoors.

    With `doors` whatever is known of these instead: a door that joins the scope brings its visits along.
    """

    row: ClassVar[type[Struct]] = PhoneVisitRow
    after: int = 0
    limit: int = 500
    reserving: bool = False
    doors: tuple[Id, ...] = ()

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        latest, reserved = (_LATEST.format(door="dwelling_id"), _RESERVED) if self.reserving else ("", "FALSE")
        chosen: Statement = ("d.position > %s ORDER BY d.position LIMIT %s", [self.after, self.limit])
        if self.doors:
            in_a_round = "d.round_id IN (SELECT o.id FROM round o WHERE o.region_id = d.region_id)"
            chosen = (f"{in_a_round} AND d.dwelling_id IN ({database.marks(self.doors)})", list(self.doors))
        return (
            f"SELECT d.round_id, d.dwelling_id, d.triggers, {reserved}, d.position"
            f" FROM door_round d {_DOORS}{latest} WHERE {where} AND {chosen[0]}",
            [*params, *chosen[1]],
        )
