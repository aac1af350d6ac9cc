"""Incidents: what must not happen is kept whole and shown, never thrown away."""

from typing import Literal

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground import database

IncidentKind = Literal["fact_conflict", "cloned_store", "unreadable"]


def file(
    *, region_id: Id, incident_id: Id, kind: IncidentKind, at: Instant, device_id: Id | None, fact_id: str,
    fact_hash: str, written: bytes,
) -> None:  # fmt: skip
    """Files an incident once: the same thing arriving again changes nothing. Claimed ids may hold any character."""
    claimed = [text.replace("\0", "")[:64] for text in (fact_id, fact_hash)]
    database.insert(
        "incident",
        ("region_id", "id", "kind", "at", "device_id", "fact_id", "hash", "written"),
        [(region_id, incident_id, kind, at, device_id, *claimed, written)],
    )


def recent(region_id: Id, *, limit: int = 200) -> list[dict[str, object]]:
    """The latest incidents of a region, newest first: kind, at, device_id, fact_id, hash."""
    return database.records(
        "SELECT id, kind, at, device_id, fact_id, hash FROM incident WHERE region_id = %s ORDER BY at DESC LIMIT %s",
        [region_id, limit],
    )
