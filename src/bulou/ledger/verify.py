"""Verifying: every fact's bytes still hash to what was recorded, positions have no gap, the chain is whole."""

from collections.abc import Iterator

import msgspec

from bulou.core.kernel.envelope import decode, fact_hash
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground import database
from bulou.ledger.append import as_entry, link

_COLUMNS = "fact_id, key, kind, author_id, device_id, device_seq, ordered_at"


def faults(region_id: Id, *, batch: int = 2000) -> Iterator[str]:
    """What is wrong with a region's ledger, one sentence a fault; an intact ledger yields nothing."""
    chain = ""
    position = 0
    while True:
        found = database.rows(
            f"SELECT position, recorded_at, written, hash, chain, {_COLUMNS} FROM fact"
            " WHERE region_id = %s AND position > %s ORDER BY position LIMIT %s",
            [region_id, position, batch],
        )
        if not found:
            break
        for here, recorded_at, written, digest, chained, *columns in found:
            if here != position + 1:
                yield f"positions {position + 1} to {here - 1} are missing"
            if fact_hash(written.encode()) != digest:
                yield f"position {here}: the fact's bytes were changed"
            elif columns != _columns_of(written, position=here, recorded_at=recorded_at):
                yield f"position {here}: the row differs from the fact in it"
            if link(chain, fact_hash=digest, position=here, recorded_at=recorded_at) != chained:
                yield f"position {here}: the chain is broken"
            position, chain = here, chained
    head = database.one("SELECT position, chain FROM head WHERE region_id = %s", [region_id])
    if head != (position, chain):
        yield f"the head says position {head[0] if head else None}, the last fact is {position}"


def _columns_of(written: str, *, position: int, recorded_at: Instant) -> list[object] | None:
    """What the row's other columns must say; they are copies, for looking facts up."""
    try:
        entry = as_entry(decode(written.encode()), position=position, recorded_at=recorded_at)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
    fact = entry.fact
    return [fact.fact_id, entry.key, fact.kind, fact.author_id, fact.device_id, fact.device_seq, entry.ordered_at]


def count(region_id: Id) -> int:
    """How many facts a region's ledger holds."""
    found = database.one("SELECT count(*) FROM fact WHERE region_id = %s", [region_id])
    return int(found[0]) if found else 0
