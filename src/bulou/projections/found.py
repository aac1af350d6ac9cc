"""People found after a trigger: which door, which triggers, when; never the name."""

from typing import Any

from bulou.core.catalogue import body_of
from bulou.core.households.fold import found
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.vault import sealing

_COLUMNS = (
    "region_id", "id", "dwelling_id", "round_id", "triggers", "fact_id", "found_at", "author_id", "position",
)  # fmt: skip


def people(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites people found. Who was found by mistake leaves this table and, in the same transaction, the vault.

    Done at the folding and not at the withdrawal, because the withdrawal may arrive before what it takes back.
    """
    values = []
    for key, entries in by_key.items():
        person_id = key.partition(":")[2]
        known = found(entries)
        sealing.erase(region_id, known.withdrawn)
        if known.standing is None:
            database.run("DELETE FROM person_found WHERE region_id = %s AND id = %s", [region_id, person_id])
        else:
            values.append(_row(region_id, person_id, known.standing))
    database.insert("person_found", _COLUMNS, values, key=("region_id", "id"))


def _row(region_id: Id, person_id: Id, said: Entry) -> tuple[Any, ...]:
    body = body_of(said.fact)
    return (
        region_id,
        person_id,
        body.dwelling_id,
        said.fact.round_id,
        " ".join(body.triggers),
        said.fact.fact_id,
        said.ordered_at,
        said.fact.author_id,
        said.position,
    )
