"""Doors: the list behind every figure of a round. A list and its count come from one set of conditions."""

from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import BANDS
from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import (
    Flag,
    HouseFlag,
    HouseNumber,
    HouseText,
    MaybeHouseNumber,
    MaybeHouseText,
    MaybeNumber,
    MaybeText,
    Number,
    SensitiveText,
    Text,
)
from bulou.projections.views.remainder import ON_THE_BOOKS

_OPEN: Final = "NOT COALESCE(r.closed, FALSE) AND NOT COALESCE(r.out_of_scope, FALSE)"

LISTS: Final[dict[str, str]] = {
    "listed": "1 = 1",
    "out_of_scope": "r.out_of_scope",
    "eligible": "NOT COALESCE(r.out_of_scope, FALSE)",
    "attempted": "r.attempted AND NOT r.out_of_scope",
    "contacted": "r.contacted AND NOT r.out_of_scope",
    "contacted_phone": "r.contact = 'phone' AND NOT r.out_of_scope",
    "proxied": "r.contact = 'proxy' AND NOT r.out_of_scope",
    "screened": "r.screened AND NOT r.out_of_scope",
    "closed": "r.closed AND NOT r.out_of_scope",
    "owed": _OPEN,
    "unresolved": "r.closed AND r.state = 'closed_unresolved'",
    "away_final": "r.closed AND r.state = 'away_final'",
    "proxy_final": "r.closed AND r.state = 'proxy_final'",
    "observed": "r.closed AND r.state = 'under_observation'",
    "carried": ON_THE_BOOKS,
    "positive": "r.triggers <> ''",
}
"""Which doors a figure counts, by the figure's name."""

_WAITS: Final = "r.due_at IS NULL AND COALESCE(r.owed_reason, '') <> 'second_look'"
AGAIN: Final[dict[str, str]] = {
    "appointments": f"{_OPEN} AND r.due_at IS NOT NULL",
    "second_look": f"{_OPEN} AND r.owed_reason = 'second_look'",
    "lit": f"{_OPEN} AND r.lit_at IS NOT NULL AND (r.tried_at IS NULL OR r.lit_at > r.tried_at)",
    "carried": f"{_OPEN} AND {ON_THE_BOOKS}",
    **{band: f"{_OPEN} AND {_WAITS} AND r.bands <> '' AND r.bands NOT LIKE '%%{band}%%'" for band in BANDS},
}
"""Which open doors need somebody again, by why; a band's are those never yet tried in it (core.visits.again)."""

_FROM: Final = (
    " FROM dwelling d"
    " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
    " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
    " LEFT JOIN door_round r ON r.region_id = d.region_id AND r.dwelling_id = d.id AND r.round_id = %s"
)
_PLACE_OF_ROUND: Final = (
    " JOIN stairwell s ON s.region_id = r.region_id AND s.id = r.stairwell_id"
    " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
)
_NAMES: Final = (
    " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
    " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
    " LEFT JOIN grid g ON g.region_id = s.region_id AND g.id = s.grid_id"
)
_COLUMNS: Final = (
    "d.id, d.label, d.floor, d.sort, d.persons, d.use, d.source, s.id, s.kind, s.label, s.building_id, b.label, c.id,"
    " c.name, m.id, m.name, s.grid_id, g.number, COALESCE(r.state, 'untouched'), COALESCE(r.closed, FALSE),"
    " COALESCE(r.out_of_scope, FALSE), r.owed_reason, COALESCE(r.attempts, 0), r.last_at, r.due_at, r.next_band,"
    " COALESCE(r.bands, ''), COALESCE(r.lacks, ''), r.tried_at, r.lit_at"
)
_ORDER: Final = (
    " ORDER BY m.sort, m.name, c.sort, c.name, b.sort, b.label, s.sort, s.label, s.id, d.sort, d.label, d.id"
)


class DoorFilter(Struct, frozen=True, kw_only=True):
    """Which doors: those that the figure `among` counts, in an area, owed for a reason, in these stairwells.

    `doors` names them one by one.
    `areas` are those of one owner, of any kind; ids are unique, so the kind need not be said.
    """

    round_id: Id | None
    among: str = "owed"
    community: Id = ""
    compound: Id = ""
    grid: Id = ""
    building: Id = ""
    stairwell: Id = ""
    reason: str = ""
    again: str = ""
    areas: tuple[Id, ...] | None = None
    stairwells: tuple[Id, ...] | None = None
    doors: tuple[Id, ...] | None = None

    @property
    def about(self) -> str:
        """The smallest area that contains all of them, as "kind:id"; "region" where it is everything."""
        for kind in ("stairwell", "building", "compound", "grid", "community"):
            if area := getattr(self, kind):
                return f"{kind}:{area}"
        return "region"

    def conditions(self, fence: Fence) -> Statement:
        """The part of a statement from FROM to WHERE, without the names, and its parameters."""
        where, params = fence.doors()
        sql = [where, "NOT d.withdrawn", f"({LISTS[self.among]})"]
        for column, wanted in (
            ("c.community_id", self.community),
            ("c.id", self.compound),
            ("s.grid_id", self.grid),
            ("s.building_id", self.building),
            ("s.id", self.stairwell),
        ):
            if wanted:
                sql.append(f"{column} = %s")
                params = [*params, wanted]
        if self.reason:
            sql.append(f"{_OPEN} AND COALESCE(r.owed_reason, 'untouched') = %s")
            params = [*params, self.reason]
        if self.again:
            sql.append(AGAIN[self.again])
        if self.areas is not None:
            some = _marks(self.areas)
            columns = ("s.id", "s.building_id", "s.grid_id", "c.id", "c.community_id")
            sql.append(f"({' OR '.join(f'{column} IN ({some})' for column in columns)})")
            params = [*params, *self.areas * len(columns)]
        if self.stairwells is not None:
            sql.append(f"s.id IN ({_marks(self.stairwells)})")
            params = [*params, *self.stairwells]
        if self.doors is not None:
            sql.append(f"d.id IN ({_marks(self.doors)})")
            params = [*params, *self.doors]
        return " AND ".join(sql), [self.round_id or "0" * 32, *params]


def _marks(ids: tuple[Id, ...]) -> str:
    return ", ".join(["%s"] * len(ids)) or "NULL"


class DoorRow(Struct, frozen=True, kw_only=True):
    """A door with the words of its place and where it stands in the round."""

    id: Text
    label: HouseText
    floor: MaybeNumber
    sort: Number
    persons: MaybeHouseNumber
    use: HouseText
    source: Text
    stairwell_id: Text
    stairwell_kind: Text
    stairwell: Text
    building_id: MaybeText
    building: MaybeText
    compound_id: Text
    compound: Text
    community_id: Text
    community: Text
    grid_id: MaybeText
    grid: MaybeNumber
    state: HouseText
    closed: HouseFlag
    out_of_scope: HouseFlag
    owed_reason: MaybeHouseText
    attempts: HouseNumber
    last_at: MaybeNumber
    due_at: MaybeNumber
    next_band: MaybeText
    bands: HouseText
    lacks: HouseText
    tried_at: MaybeNumber
    lit_at: MaybeNumber


class Doors(View[DoorRow], frozen=True, kw_only=True):
    """The doors of a filter in walking order; `limit` and `offset` cut a page out."""

    row: ClassVar[type[Struct]] = DoorRow
    where: DoorFilter
    limit: int = 10_000
    offset: int = 0
    by_due: bool = False

    def statement(self, fence: Fence) -> Statement:
        """See View. `by_due`: those whose time comes first."""
        where, params = self.where.conditions(fence)
        order = _ORDER.replace("ORDER BY", "ORDER BY r.due_at,") if self.by_due else _ORDER
        return (
            f"SELECT {_COLUMNS}{_FROM}{_NAMES} WHERE {where}{order} LIMIT %s OFFSET %s",
            [*params, self.limit, self.offset],
        )


class TriggeredDoorRow(DoorRow, frozen=True, kw_only=True):
    """A door that also says which triggers were found behind it; reading one is logged."""

    triggers: SensitiveText


class TriggeredDoors(View[TriggeredDoorRow], frozen=True, kw_only=True):
    """Like Doors, with the triggers of each."""

    row: ClassVar[type[Struct]] = TriggeredDoorRow
    where: DoorFilter
    limit: int = 10_000
    offset: int = 0

    @property
    def about(self) -> str:
        """See View."""
        return self.where.about

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = self.where.conditions(fence)
        return (
            f"SELECT {_COLUMNS}, COALESCE(r.triggers, ''){_FROM}{_NAMES} WHERE {where}{_ORDER} LIMIT %s OFFSET %s",
            [*params, self.limit, self.offset],
        )


class CountRow(Struct, frozen=True, kw_only=True):
    """How many."""

    doors: Number


class DoorCount(View[CountRow], frozen=True, kw_only=True):
    """The length of the list of a filter."""

    row: ClassVar[type[Struct]] = CountRow
    where: DoorFilter

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = self.where.conditions(fence)
        return f"SELECT COUNT(*){_FROM} WHERE {where}", params


class ReasonRow(Struct, frozen=True, kw_only=True):
    """How many owed doors share a reason and the time band of their next attempt."""

    reason: Text
    next_band: MaybeText
    doors: Number


class Reasons(View[ReasonRow], frozen=True, kw_only=True):
    """The owed doors of a filter by reason and next time band, the most first."""

    row: ClassVar[type[Struct]] = ReasonRow
    where: DoorFilter

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = self.where.conditions(fence)
        return (
            f"SELECT COALESCE(r.owed_reason, 'untouched'), r.next_band, COUNT(*){_FROM} WHERE {where} AND {_OPEN}"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
            params,
        )


class NextBands(View[ReasonRow], frozen=True, kw_only=True):
    """As Reasons for a whole round, but only of doors that somebody went to: reads no register, so it is cheap."""

    row: ClassVar[type[Struct]] = ReasonRow
    round_id: Id

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            f"SELECT r.owed_reason, r.next_band, COUNT(*) FROM door_round r{_PLACE_OF_ROUND} WHERE {where}"
            " AND r.round_id = %s AND r.owed_reason IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
            [*params, self.round_id],
        )


class DoorRoundRow(Struct, frozen=True, kw_only=True):
    """Where a door stands in one round. Reading one with triggers is logged."""

    round_id: Text
    number: Number
    name: Text
    state: HouseText
    closed: HouseFlag
    out_of_scope: HouseFlag
    owed_reason: MaybeHouseText
    attempts: HouseNumber
    persons: HouseNumber
    absent: HouseNumber
    households: HouseNumber
    due_at: MaybeNumber
    next_band: MaybeText
    triggers: SensitiveText


class DoorRounds(View[DoorRoundRow], frozen=True, kw_only=True):
    """Every round that one door was visited in, the latest first."""

    row: ClassVar[type[Struct]] = DoorRoundRow
    door_id: Id

    @property
    def about(self) -> str:
        """See View."""
        return f"dwelling:{self.door_id}"

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT r.round_id, n.number, n.name, r.state, r.closed, r.out_of_scope, r.owed_reason, r.attempts,"
            " r.persons, r.absent, r.households, r.due_at, r.next_band, r.triggers FROM door_round r"
            " JOIN round n ON n.region_id = r.region_id AND n.id = r.round_id"
            " JOIN stairwell s ON s.region_id = r.region_id AND s.id = r.stairwell_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} AND r.dwelling_id = %s ORDER BY n.number DESC",
            [*params, self.door_id],
        )


class OneDoorRow(DoorRow, frozen=True, kw_only=True):
    """A door of the register, withdrawn or not."""

    withdrawn: Flag


class OneDoor(View[OneDoorRow], frozen=True, kw_only=True):
    """One door with the words of its place; nothing when it lies outside the scope."""

    row: ClassVar[type[Struct]] = OneDoorRow
    door_id: Id
    round_id: Id | None = None

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            f"SELECT {_COLUMNS}, d.withdrawn{_FROM}{_NAMES} WHERE {where} AND d.id = %s",
            [self.round_id or "0" * 32, *params, self.door_id],
        )


class ChangeRow(Struct, frozen=True, kw_only=True):
    """A door whose state changed, and who said so."""

    door_id: Text
    label: HouseText
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    community: Text
    state: HouseText
    closed: HouseFlag
    last_at: MaybeNumber
    last_by: MaybeText
    position: Number


class Changes(View[ChangeRow], frozen=True, kw_only=True):
    """The doors of a round that changed last, the newest first."""

    row: ClassVar[type[Struct]] = ChangeRow
    round_id: Id
    limit: int = 12

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        # The names of ten thousand doors are not looked up to show twelve: the newest are found first.
        newest = (
            "SELECT r.region_id, r.dwelling_id, r.stairwell_id, r.state, r.closed, r.last_at, r.last_by, r.position"
            f" FROM door_round r{_PLACE_OF_ROUND} WHERE {where} AND r.round_id = %s"
            " ORDER BY r.position DESC LIMIT %s"
        )
        return (
            "SELECT d.id, d.label, s.kind, s.label, b.label, c.name, m.name, r.state, r.closed, r.last_at, r.last_by,"
            f" r.position FROM ({newest}) r"
            " JOIN dwelling d ON d.region_id = r.region_id AND d.id = r.dwelling_id"
            f"{_PLACE_OF_ROUND}{_NAMES} ORDER BY r.position DESC",
            [*params, self.round_id, self.limit],
        )
