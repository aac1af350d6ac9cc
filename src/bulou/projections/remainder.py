"""Remainder: the doors that closed rounds left open."""

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.rounds.remainder import Carried, carried
from bulou.ground import database

_COLUMNS = (
    "region_id", "dwelling_id", "round_id", "number", "reason", "carried_by", "carried_at", "struck_how", "struck_by",
    "struck_at", "struck_fact", "position",
)  # fmt: skip


def remainders(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites what these doors owe from before. A door that is on the books no longer keeps its row, struck off."""
    values = []
    for key, entries in by_key.items():
        known = carried(entries)
        dwelling_id = key.partition(":")[2]
        if known is None:
            database.run("DELETE FROM remainder WHERE region_id = %s AND dwelling_id = %s", [region_id, dwelling_id])
            continue
        values.append(_row(region_id, dwelling_id, known, max(entry.position for entry in entries)))
    database.insert("remainder", _COLUMNS, values, key=("region_id", "dwelling_id"))


def _row(region_id: Id, dwelling_id: Id, known: Carried, position: int) -> tuple[object, ...]:
    return (
        region_id, dwelling_id, known.round_id, known.number, known.reason, known.by, known.at, known.struck_how,
        known.struck_by, known.struck_at, known.struck_fact, position,
    )  # fmt: skip
