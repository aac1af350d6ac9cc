"""Doors that look alike: every standing door as it is written down, pairs side by side, and what was merged."""

from __future__ import annotations

import json
from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.territory.duplicates import Listing, duplicates
from bulou.ground import database
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import (
    Flag,
    HouseFlag,
    HouseNumber,
    HouseText,
    MaybeHouseNumber,
    MaybeText,
    Text,
)

_FROM: Final = (
    " FROM dwelling d JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
    " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
    " LEFT JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
)


class WrittenDoorRow(Struct, frozen=True, kw_only=True):
    """A door with the labels that stand for its place; `told_apart` is JSON."""

    id: Text
    compound_id: Text
    building: MaybeText
    stairwell_kind: Text
    stairwell: Text
    label: HouseText
    told_apart: Text


class WrittenDoors(View[WrittenDoorRow], frozen=True, kw_only=True):
    """Every standing door that the reader may see."""

    row: ClassVar[type[Struct]] = WrittenDoorRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            f"SELECT d.id, c.id, b.label, s.kind, s.label, d.label, d.told_apart{_FROM}"
            f" WHERE {where} AND NOT d.withdrawn",
            params,
        )


class AlikeRow(Struct, frozen=True, kw_only=True):
    """A door that may be, or was, on the list twice, with what is known of it in the round."""

    id: Text
    label: HouseText
    stairwell_kind: Text
    stairwell: Text
    building: MaybeText
    compound: Text
    community: Text
    source: Text
    persons: MaybeHouseNumber
    withdrawn: Flag
    same_as: MaybeText
    told_apart: Text
    attempts: HouseNumber
    screened: HouseFlag
    state: HouseText
    closed: HouseFlag


class Alike(View[AlikeRow], frozen=True, kw_only=True):
    """These doors; or the withdrawn ones that were on the list as another, those of the door `kept` alone if it is
    named; or, `apart`, the doors that were told apart from others. In walking order.
    """

    row: ClassVar[type[Struct]] = AlikeRow
    round_id: Id | None = None
    doors: tuple[Id, ...] | None = None
    kept: Id = ""
    apart: bool = False

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        if self.doors is not None:
            where, params = f"{where} AND d.id IN ({database.marks(self.doors) or 'NULL'})", [*params, *self.doors]
        elif self.apart:
            where = f"{where} AND NOT d.withdrawn AND d.told_apart <> '[]'"
        else:
            where = f"{where} AND d.withdrawn AND d.same_as IS NOT NULL"
        if self.kept:
            where, params = f"{where} AND d.same_as = %s", [*params, self.kept]
        return (
            "SELECT d.id, d.label, s.kind, s.label, b.label, c.name, m.name, d.source, d.persons, d.withdrawn,"
            " d.same_as, d.told_apart, COALESCE(r.attempts, 0), COALESCE(r.screened, FALSE),"
            f" COALESCE(r.state, 'untouched'), COALESCE(r.closed, FALSE){_FROM}"
            " JOIN community m ON m.region_id = c.region_id AND m.id = c.community_id"
            " LEFT JOIN door_round r ON r.region_id = d.region_id AND r.dwelling_id = d.id AND r.round_id = %s"
            f" WHERE {where}"
            " ORDER BY m.sort, m.name, c.sort, c.name, b.sort, b.label, s.sort, s.label, d.sort, d.label, d.id",
            [self.round_id or "0" * 32, *params],
        )


def alike_pairs(scope: Scope) -> list[tuple[Id, Id]]:
    """The pairs of standing doors that look like one and wait for a word, as far as the reader may see them."""
    return duplicates(
        Listing(
            id=row.id,
            compound_id=row.compound_id,
            building=row.building or "",
            stairwell=row.stairwell,
            lane=row.stairwell_kind == "lane",
            label=row.label,
            told_apart=frozenset(json.loads(row.told_apart)) if row.told_apart != "[]" else frozenset(),
        )
        for row in read(scope, WrittenDoors())
    )
