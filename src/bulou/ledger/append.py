"""Appending: positions under the region's lock, links of the chain, rows that are never touched again."""

import hashlib

from django.db import connection
from msgspec import Struct

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact, ordered_at, parse_instant_or_refuse
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground import database

_COLUMNS = (
    "region_id", "fact_id", "position", "key", "kind", "author_id", "device_id", "device_seq",
    "ordered_at", "recorded_at", "channel", "written", "hash", "chain",
)  # fmt: skip


class Head(Struct, kw_only=True):
    """A region's locked head: the last position and chain link, moved on by every append."""

    region_id: Id
    epoch: Id
    position: int
    chain: str


class Written(Struct, frozen=True, kw_only=True):
    """A fact together with the exact bytes that its hash covers."""

    fact: Fact
    written: bytes
    hash: str


def lock(region_id: Id) -> Head:
    """Locks the region until the transaction ends; two writers never overwrite one another's fold."""
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    found = database.one(f"SELECT epoch, position, chain FROM head WHERE region_id = %s{hold}", [region_id])
    if found is None:
        raise LookupError(f"no region {region_id}")
    return Head(region_id=region_id, epoch=found[0], position=found[1], chain=found[2])


def unlock(head: Head) -> None:
    """Writes the moved head back; readers see the new positions when the transaction commits."""
    database.run(
        "UPDATE head SET position = %s, chain = %s WHERE region_id = %s", [head.position, head.chain, head.region_id]
    )


def append(head: Head, facts: list[Written], *, now: Instant, channel: str) -> list[Entry]:
    """Appends facts that the ledger does not hold yet; each gets the next position. Returns them as entries."""
    entries = []
    values = []
    for one in facts:
        head.position += 1
        head.chain = link(head.chain, fact_hash=one.hash, position=head.position, recorded_at=now)
        entry = as_entry(one.fact, position=head.position, recorded_at=now)
        entries.append(entry)
        values.append(
            (
                head.region_id,
                one.fact.fact_id,
                head.position,
                entry.key,
                one.fact.kind,
                one.fact.author_id,
                one.fact.device_id,
                one.fact.device_seq,
                entry.ordered_at,
                now,
                channel,
                one.written.decode(),
                one.hash,
                head.chain,
            )
        )
    database.insert("fact", _COLUMNS, values)
    return entries


def as_entry(fact: Fact, *, position: int, recorded_at: Instant) -> Entry:
    """A fact with its place in the one total order; a kind that nobody knows has the key of itself alone."""
    kind = CATALOGUE.get(fact.kind)
    return Entry(
        fact=fact,
        key=kind.key(fact) if kind else f"unknown:{fact.fact_id}",
        position=position,
        recorded_at=recorded_at,
        ordered_at=ordered_at(
            occurred_at=parse_instant_or_refuse(fact.occurred_at), skew_ms=fact.skew_ms, recorded_at=recorded_at
        ),
    )


def link(chain: str, *, fact_hash: str, position: int, recorded_at: Instant) -> str:
    """The next link of the chain: a changed, missing or moved fact breaks every link after it."""
    return hashlib.sha256(f"{chain}|{position}|{recorded_at}|{fact_hash}".encode()).hexdigest()
