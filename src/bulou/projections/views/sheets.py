"""Check-off sheets: the list behind every figure of paper, one sheet by id or number, and the figures themselves."""

import json
from collections.abc import Iterable
from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.paper.rules import paper_figures
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeNumber, MaybeText, Number, Text

LISTS: Final[dict[str, str]] = {
    "sheets_issued": "1 = 1",
    "sheets_back": "h.stage IN ('back', 'entered')",
    "sheets_unentered": "h.stage = 'back'",
    "sheets_still_out": "h.stage = 'out'",
    "sheets_void": "h.stage = 'void'",
}
"""Which sheets a figure counts, by the figure's name (core/paper/rules.py)."""

_COLUMNS: Final = (
    "h.id, h.round_id, h.number, h.person_id, h.community_id, h.dwellings, h.stage, h.issued_by, h.issued_at,"
    " h.step_id, h.step_by, h.step_at, h.void_reason"
)


class SheetRow(Struct, frozen=True, kw_only=True):
    """A sheet; `dwellings` is JSON, the ids of its doors in the order of its rows."""

    id: Text
    round_id: Text
    number: Number
    person_id: Text
    community_id: Text
    dwellings: Text
    stage: Text
    issued_by: Text
    issued_at: Number
    step_id: MaybeText
    step_by: MaybeText
    step_at: MaybeNumber
    void_reason: Text

    @property
    def doors(self) -> tuple[Id, ...]:
        """The ids of its doors, the first row first."""
        return tuple(json.loads(self.dwellings))


class Sheets(View[SheetRow], frozen=True, kw_only=True):
    """The sheets of a round that a figure counts, by number; of one community or person where it is named."""

    row: ClassVar[type[Struct]] = SheetRow
    round_id: Id
    among: str = "sheets_issued"
    community: Id = ""
    person: Id = ""

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="h")
        sql = [where, "h.round_id = %s", LISTS[self.among]]
        params = [*params, self.round_id]
        for column, wanted in (("h.community_id", self.community), ("h.person_id", self.person)):
            if wanted:
                sql.append(f"{column} = %s")
                params.append(wanted)
        return f"SELECT {_COLUMNS} FROM sheet h WHERE {' AND '.join(sql)} ORDER BY h.number, h.id", params


class OneSheet(View[SheetRow], frozen=True, kw_only=True):
    """One sheet; nothing when it lies outside the scope."""

    row: ClassVar[type[Struct]] = SheetRow
    sheet_id: Id

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="h")
        return f"SELECT {_COLUMNS} FROM sheet h WHERE {where} AND h.id = %s", [*params, self.sheet_id]


class SheetsNumbered(View[SheetRow], frozen=True, kw_only=True):
    """The sheets with numbers from `first` to `last`, whatever their round."""

    row: ClassVar[type[Struct]] = SheetRow
    first: int
    last: int

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="h")
        return (
            f"SELECT {_COLUMNS} FROM sheet h WHERE {where} AND h.number BETWEEN %s AND %s ORDER BY h.number, h.id",
            [*params, self.first, self.last],
        )


class StageCountRow(Struct, frozen=True, kw_only=True):
    """How many sheets of a community are at a stage."""

    community_id: Text
    stage: Text
    sheets: Number


class StageCounts(View[StageCountRow], frozen=True, kw_only=True):
    """The sheets of a round by community and stage."""

    row: ClassVar[type[Struct]] = StageCountRow
    round_id: Id

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.communities(column="community_id", alias="h")
        return (
            f"SELECT h.community_id, h.stage, COUNT(*) FROM sheet h WHERE {where} AND h.round_id = %s GROUP BY 1, 2",
            [*params, self.round_id],
        )


def paper(scope: Scope, *, round_id: Id | None) -> tuple[dict[str, int], dict[Id, dict[str, int]]]:
    """The figures of sheets in a round: of everything in the scope, and by community where there is any sheet."""
    counted = read(scope, StageCounts(round_id=round_id)) if round_id else []
    communities = {row.community_id for row in counted}
    return (
        _figures(counted),
        {id_: _figures(row for row in counted if row.community_id == id_) for id_ in communities},
    )


def _figures(rows: Iterable[StageCountRow]) -> dict[str, int]:
    return paper_figures({row.stage: row.sheets} for row in rows)
