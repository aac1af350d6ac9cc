"""Phones: what each wrote, what arrived, and which were not heard from."""

from typing import ClassVar

from msgspec import Struct

from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import Flag, MaybeNumber, MaybeText, Number, Text


class PhoneRow(Struct, frozen=True, kw_only=True):
    """An enrolled phone and its arithmetic."""

    device_id: Text
    person_id: Text
    name: Text
    enrolled_at: Number
    revoked: Flag
    heard_at: MaybeNumber
    wrote: Number
    unsent: Number
    received: Number
    app: Text
    unsent_since: MaybeNumber

    @property
    def missing(self) -> int:
        """How many facts it wrote that are not here."""
        return max(self.wrote - self.received, 0)


class Phones(View[PhoneRow], frozen=True, kw_only=True):
    """Every phone that was ever enrolled by somebody who works in the scope."""

    row: ClassVar[type[Struct]] = PhoneRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.people(column="person_id", alias="p")
        return (
            "SELECT p.device_id, p.person_id, p.name, p.enrolled_at, p.revoked_at IS NOT NULL, p.heard_at, p.wrote,"
            " p.unsent, p.received, p.app, p.unsent_since FROM device p"
            f" WHERE {where} ORDER BY p.enrolled_at, p.device_id",
            params,
        )


class HeldRow(Struct, frozen=True, kw_only=True):
    """A held fact; its content stays in the ledger until it is opened."""

    fact_id: Text
    kind: Text
    key: Text
    reason: Text
    positive: Flag
    author_id: Text
    device_id: MaybeText
    held_at: Number


class HeldFacts(View[HeldRow], frozen=True, kw_only=True):
    """Facts that are held now, positives first, then the oldest; where each belongs is found when it is opened."""

    row: ClassVar[type[Struct]] = HeldRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="h")
        return (
            "SELECT h.fact_id, h.kind, h.key, h.reason, h.positive, h.author_id, h.device_id, h.held_at"
            f" FROM held_fact h WHERE {where} AND h.released_at IS NULL ORDER BY h.positive DESC, h.held_at, h.fact_id",
            params,
        )


def unheard(phones: list[PhoneRow], *, since: Instant) -> list[PhoneRow]:
    """Phones in use that may hold what we do not have: not heard from since, with unsent facts, or with gaps."""
    return [
        phone
        for phone in phones
        if not phone.revoked
        and (phone.heard_at is None or phone.heard_at < since or phone.unsent > 0 or phone.wrote > phone.received)
    ]


def arithmetic(scope: Scope, *, since: Instant) -> dict[str, int]:
    """What the phones of the region wrote, what was received, what is held, and how many were not heard from.

    Of the past only what was held is known: what a phone says it wrote is kept as it stands now and not in the ledger.
    """
    if scope.as_of is not None:
        return {"held": len(read(scope, HeldFacts()))}
    phones = read(scope, Phones())
    return {
        "wrote": sum(max(phone.wrote, phone.received) for phone in phones),
        "received": sum(phone.received for phone in phones),
        "held": len(read(scope, HeldFacts())),
        "devices_unheard": len(unheard(phones, since=since)),
    }
