"""Imports with their held rows, what was said of the columns of rosters, and phones whose store was lost."""

import json

from msgspec.structs import asdict

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import latest
from bulou.ground import database


def imports(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes imports."""
    values = []
    for key, entries in by_key.items():
        said, undone = latest(entries, "ImportRecorded"), latest(entries, "ImportWithdrawn")
        if said is not None:
            body = body_of(said.fact)
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    said.fact.fact_id,
                    body.file_hash,
                    body.community,
                    json.dumps(body.counts),
                    said.fact.author_id,
                    said.ordered_at,
                    undone and json.dumps(asdict(body_of(undone.fact))),
                    undone and undone.ordered_at,
                    undone and undone.fact.author_id,
                    max(entry.position for entry in entries),
                )
            )
    columns = (
        "region_id", "id", "fact_id", "file_hash", "community", "counts", "author_id", "at", "undone", "undone_at",
        "undone_by", "position",
    )  # fmt: skip
    database.insert("import", columns, values, key=("region_id", "id"))


def held_rows(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes rows of rosters that could not be placed, and what became of them."""
    values = []
    for key, entries in by_key.items():
        row = latest(entries, "RowHeld")
        last = latest(entries, "RowHeld", "RowSettled")
        if row is None or last is None:
            continue
        held, settled = body_of(row.fact), body_of(last.fact) if last.fact.kind == "RowSettled" else None
        values.append(
            (
                region_id,
                key.partition(":")[2],
                row.fact.fact_id,
                held.import_id,
                held.row,
                held.reason,
                held.content,
                settled.how if settled else "open",
                settled.why if settled else "",
                row.ordered_at,
                last.fact.author_id,
                last.ordered_at,
                max(entry.position for entry in entries),
            )
        )
    columns = (
        "region_id", "id", "fact_id", "import_id", "row", "reason", "content", "state", "why", "held_at",
        "settled_by", "settled_at", "position",
    )  # fmt: skip
    database.insert("held_row", columns, values, key=("region_id", "id"))


def layouts(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes what people said about the columns of rosters."""
    values = []
    for key, entries in by_key.items():
        said = latest(entries, "LayoutMapped")
        columns = ",".join(body_of(said.fact).columns) if said else ""
        values.append((region_id, key.partition(":")[2], columns, max(entry.position for entry in entries)))
    database.insert("layout", ("region_id", "id", "columns", "position"), values, key=("region_id", "id"))


def store_losses(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes phones whose store was wiped."""
    values = []
    for key, entries in by_key.items():
        said = latest(entries, "DeviceStoreLost")
        if said is not None:
            body = body_of(said.fact)
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    body.last_seq,
                    body.unsent,
                    said.fact.author_id,
                    said.ordered_at,
                    said.position,
                )
            )
    columns = ("region_id", "device_id", "last_seq", "unsent", "author_id", "at", "position")
    database.insert("store_loss", columns, values, key=("region_id", "device_id"))
