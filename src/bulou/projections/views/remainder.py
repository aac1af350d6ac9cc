"""Remainder: which doors are on the books from an earlier round (挂账), and how the others were struck off (销号)."""

from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import (
    HouseText,
    MaybeHouseText,
    MaybeNumber,
    MaybeText,
    Number,
    Text,
)

_SETTLED: Final = (
    "q.region_id = k.region_id AND q.dwelling_id = k.dwelling_id AND o.number > k.number"
    " AND (q.out_of_scope OR (q.closed AND q.state <> 'closed_unresolved'))"
)
"""A round after the one that left the door open settled it; the rule is `core.rounds.remainder.settles`."""
_ROUNDS: Final = "door_round q JOIN round o ON o.region_id = q.region_id AND o.id = q.round_id"
_OPEN: Final = f"k.struck_how IS NULL AND NOT EXISTS (SELECT 1 FROM {_ROUNDS} WHERE {_SETTLED})"

ON_THE_BOOKS: Final = (
    f"EXISTS (SELECT 1 FROM remainder k WHERE k.region_id = d.region_id AND k.dwelling_id = d.id AND {_OPEN})"
)
"""A condition on a door `d`."""

_PLACES: Final = (
    " FROM remainder k"
    " JOIN dwelling d ON d.region_id = k.region_id AND d.id = k.dwelling_id"
    " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
    " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
)


class CarriedRow(Struct, frozen=True, kw_only=True):
    """How many doors of a community are on the books."""

    community_id: Text
    doors: Number


class CarriedCounts(View[CarriedRow], frozen=True, kw_only=True):
    """The doors on the books by community."""

    row: ClassVar[type[Struct]] = CarriedRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            f"SELECT c.community_id, COUNT(*){_PLACES} WHERE {where} AND NOT d.withdrawn AND {_OPEN}"
            " GROUP BY c.community_id",
            params,
        )


class RemainderRow(Struct, frozen=True, kw_only=True):
    """A door that a closed round left open: why, since when; `settled_*` by what a later round found there."""

    door_id: Text
    label: HouseText
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    community_id: Text
    community: Text
    number: Number
    reason: HouseText
    carried_by: Text
    carried_at: Number
    struck_how: MaybeText
    struck_by: MaybeText
    struck_at: MaybeNumber
    struck_fact: MaybeText
    settled_number: MaybeNumber
    settled_state: MaybeHouseText
    settled_by: MaybeText
    settled_at: MaybeNumber


class Remainders(View[RemainderRow], frozen=True, kw_only=True):
    """Every door that was ever left open, those on the books first; of a community, or all of the scope."""

    row: ClassVar[type[Struct]] = RemainderRow
    community: Id = ""
    limit: int = 2000

    def statement(self, fence: Fence) -> Statement:
        """See View. The first later round that settled the door is the one that struck it off."""
        where, params = fence.doors()
        first = f"(SELECT MIN(o.number) FROM {_ROUNDS} WHERE {_SETTLED})"
        of_one = " AND c.community_id = %s" if self.community else ""
        return (
            "SELECT d.id, d.label, s.kind, s.label, b.label, c.name, c.community_id, m.name, k.number, k.reason,"
            " k.carried_by, k.carried_at, k.struck_how, k.struck_by, k.struck_at, k.struck_fact, n.number, r.state,"
            f" r.last_by, r.last_at{_PLACES}"
            " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
            " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
            f" LEFT JOIN round n ON n.region_id = k.region_id AND n.number = {first}"
            " LEFT JOIN door_round r ON r.region_id = k.region_id AND r.dwelling_id = k.dwelling_id"
            " AND r.round_id = n.id"
            f" WHERE {where} AND NOT d.withdrawn{of_one}"
            " ORDER BY CASE WHEN k.struck_how IS NULL AND n.number IS NULL THEN 0 ELSE 1 END, m.sort, m.name, c.sort,"
            " c.name, b.sort, b.label, s.sort, s.label, d.sort, d.label, d.id LIMIT %s",
            [*params, *([self.community] if self.community else []), self.limit],
        )


def carried_by_community(scope: Scope) -> dict[Id, int]:
    """How many doors of each community are on the books."""
    return {row.community_id: row.doors for row in read(scope, CarriedCounts())}
