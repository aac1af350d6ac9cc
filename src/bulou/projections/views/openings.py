"""Openings: the log of who looked at what was said of identifiable people, when and for what purpose."""

from typing import ClassVar, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import HouseText, Number, Text

IN_BULK: Final = "household"
"""The subject of an opening of all household contacts at once, when a roster is matched with the register."""


class OpeningRow(Struct, frozen=True, kw_only=True):
    """One opening: `subject` is "kind:id" of what was looked at, or a name where it was no one thing."""

    id: Text
    at: Number
    reader_id: Text
    purpose: Text
    subject: HouseText
    entries: Number


class PurposeRow(Struct, frozen=True, kw_only=True):
    """How many openings had a purpose."""

    purpose: Text
    openings: Number


class OpeningFilter(Struct, frozen=True, kw_only=True):
    """Which openings: of one person, for one purpose (masked or in full), in a span of time."""

    reader: Id = ""
    purpose: str = ""
    since: Instant | None = None
    until: Instant | None = None

    def conditions(self, fence: Fence) -> Statement:
        """A condition on the alias o: openings by the reader, and by whoever ever had a post in the reader's areas."""
        where, params = fence.people(column="reader_id", alias="o")
        sql = [where]
        if self.reader:
            sql.append("o.reader_id = %s")
            params = [*params, self.reader]
        if self.purpose:
            sql.append("o.purpose IN (%s, %s)")
            params = [*params, self.purpose, f"{self.purpose}:masked"]
        if self.since is not None:
            sql.append("o.at >= %s")
            params = [*params, self.since]
        if self.until is not None:
            sql.append("o.at < %s")
            params = [*params, self.until]
        return " AND ".join(sql), params


_COLUMNS: Final = "o.id, o.at, o.reader_id, o.purpose, o.subject, o.entries"


class Openings(View[OpeningRow], frozen=True, kw_only=True):
    """The openings of a filter, the newest first; `limit` and `offset` cut a page out."""

    row: ClassVar[type[Struct]] = OpeningRow
    where: OpeningFilter = OpeningFilter()
    limit: int
    offset: int = 0

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = self.where.conditions(fence)
        return (
            f"SELECT {_COLUMNS} FROM vault_opening o WHERE {where} ORDER BY o.at DESC, o.id DESC LIMIT %s OFFSET %s",
            [*params, self.limit, self.offset],
        )


class OpeningPurposes(View[PurposeRow], frozen=True, kw_only=True):
    """How many openings of a filter had which purpose; masked and in full apart."""

    row: ClassVar[type[Struct]] = PurposeRow
    where: OpeningFilter = OpeningFilter()

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = self.where.conditions(fence)
        return (
            f"SELECT o.purpose, COUNT(*) FROM vault_opening o WHERE {where} GROUP BY o.purpose ORDER BY 2 DESC, 1",
            params,
        )


class OpeningsOfDoor(View[OpeningRow], frozen=True, kw_only=True):
    """Every opening of these subjects, by whomever, for a door that the reader may see; the newest first.

    `subjects`: the door, and whatever it lies in that is looked at as a whole.
    """

    row: ClassVar[type[Struct]] = OpeningRow
    door_id: Id
    subjects: tuple[str, ...]
    limit: int

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        some = ", ".join(["%s"] * len(self.subjects)) or "NULL"
        return (
            f"SELECT {_COLUMNS} FROM dwelling d"
            " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" JOIN vault_opening o ON o.region_id = d.region_id AND o.subject IN ({some})"
            f" WHERE {where} AND d.id = %s ORDER BY o.at DESC, o.id DESC LIMIT %s",
            [*self.subjects, *params, self.door_id, self.limit],
        )
