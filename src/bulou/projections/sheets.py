"""Check-off sheets: where each is, and the next number to print."""

import json

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.paper.fold import sheet
from bulou.ground import database


def sheets(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites sheets."""
    values = []
    for key, entries in by_key.items():
        known = sheet(entries)
        if known is not None:
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    known.round_id,
                    known.issued.number,
                    known.issued.person_id,
                    known.issued.community_id,
                    json.dumps(known.dwellings),
                    known.stage,
                    known.issued_by,
                    known.issued_at,
                    known.step_id,
                    known.step_by,
                    known.step_at,
                    known.void_reason,
                    max(entry.position for entry in entries),
                )
            )
    columns = (
        "region_id", "id", "round_id", "number", "person_id", "community_id", "dwellings", "stage", "issued_by",
        "issued_at", "step_id", "step_by", "step_at", "void_reason", "position",
    )  # fmt: skip
    database.insert("sheet", columns, values, key=("region_id", "id"))


def next_number(region_id: Id) -> int:
    """The number after the highest that was ever given out; the caller holds the region's lock until it is used."""
    found = database.one("SELECT MAX(number) FROM sheet WHERE region_id = %s", [region_id])
    return int(found[0]) + 1 if found and found[0] is not None else 1
