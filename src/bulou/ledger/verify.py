"""Verifying: every fact's bytes still hash to what was recorded, positions have no gap, the chain is whole."""

from collections.abc import Iterator

from bulou.core.kernel.envelope import fact_hash
from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ledger.append import link


def faults(region_id: Id, *, batch: int = 2000) -> Iterator[str]:
    """What is wrong with a region's ledger, one sentence a fault; an intact ledger yields nothing."""
    chain = ""
    position = 0
    while True:
        found = database.rows(
            "SELECT position, recorded_at, written, hash, chain FROM fact WHERE region_id = %s AND position > %s"
            " ORDER BY position LIMIT %s",
            [region_id, position, batch],
        )
        if not found:
            break
        for here, recorded_at, written, digest, chained in found:
            if here != position + 1:
                yield f"positions {position + 1} to {here - 1} are missing"
            if fact_hash(written.encode()) != digest:
                yield f"position {here}: the fact's bytes were changed"
            if link(chain, fact_hash=digest, position=here, recorded_at=recorded_at) != chained:
                yield f"position {here}: the chain is broken"
            position, chain = here, chained
    head = database.one("SELECT position, chain FROM head WHERE region_id = %s", [region_id])
    if head != (position, chain):
        yield f"the head says position {head[0] if head else None}, the last fact is {position}"


def count(region_id: Id) -> int:
    """How many facts a region's ledger holds."""
    found = database.one("SELECT count(*) FROM fact WHERE region_id = %s", [region_id])
    return int(found[0]) if found else 0
