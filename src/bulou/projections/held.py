"""Held facts: what the server keeps out of every figure until somebody judges it."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.holding import hold
from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ledger import read

_COLUMNS = (
    "region_id", "fact_id", "key", "kind", "reason", "waits_for", "positive", "device_id", "author_id", "held_at",
    "released_at", "position",
)  # fmt: skip


def holds(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites the rows of facts that were held or released."""
    about = {key.partition(":")[2]: entries for key, entries in by_key.items()}
    write(region_id, read.by_ids(region_id, list(about)), about)


def write(region_id: Id, targets: Sequence[Entry], about: Mapping[Id, list[Entry]]) -> None:
    """Rewrites the rows of these facts from what was judged of each, by its id."""
    values = []
    for target in targets:
        entries = about[target.fact.fact_id]
        known = hold(entries)
        if known is None:
            continue
        values.append(
            (
                region_id,
                target.fact.fact_id,
                target.key,
                target.fact.kind,
                known.reason,
                known.waits_for,
                _positive(target),
                target.fact.device_id,
                target.fact.author_id,
                known.held_at,
                known.released_at,
                max(entry.position for entry in entries),
            )
        )
    database.insert("held_fact", _COLUMNS, values, key=("region_id", "fact_id"))


def _positive(target: Entry) -> bool:
    try:
        return bool(getattr(body_of(target.fact), "triggers", ()))
    except (KeyError, ValueError):
        return False


def held_of_keys(region_id: Id, keys: Collection[str]) -> set[Id]:
    """The ids of the facts of these keys that are held now."""
    apart: set[Id] = set()
    for some in database.chunks(sorted(keys)):
        apart |= {
            row[0]
            for row in database.rows(
                "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL"
                f" AND key IN ({database.marks(some)})",
                [region_id, *some],
            )
        }
    return apart


def lifted(region_id: Id, entries: Sequence[Entry]) -> list[Entry]:
    """Entries as they count: a released fact changes its row when it is released, and phones must hear of it then."""
    released: dict[Id, int] = {}
    for some in database.chunks([entry.fact.fact_id for entry in entries]):
        released |= dict(
            database.rows(
                "SELECT fact_id, position FROM held_fact WHERE region_id = %s AND released_at IS NOT NULL"
                f" AND fact_id IN ({database.marks(some)})",
                [region_id, *some],
            )
        )
    return [
        msgspec.structs.replace(entry, position=max(entry.position, released.get(entry.fact.fact_id, 0)))
        for entry in entries
    ]


def waiting_for(region_id: Id, arrived: Sequence[Id]) -> list[Id]:
    """The held facts that wait for one of these ids."""
    waiting: list[Id] = []
    for some in database.chunks(arrived):
        waiting += [
            row[0]
            for row in database.rows(
                "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL"
                f" AND waits_for IN ({database.marks(some)})",
                [region_id, *some],
            )
        ]
    return waiting


def still_held(region_id: Id, fact_ids: Collection[Id]) -> list[Id]:
    """Those of these facts that are held now."""
    some = sorted(fact_ids)
    return [
        row[0]
        for row in database.rows(
            "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL"
            f" AND fact_id IN ({database.marks(some)})",
            [region_id, *some],
        )
    ]


def held_now(region_id: Id) -> set[Id]:
    """Every fact of the region that is held now."""
    return {
        row[0]
        for row in database.rows(
            "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL", [region_id]
        )
    }
