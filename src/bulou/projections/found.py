"""People found after a trigger: which door, which triggers, when; never the name."""

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import latest
from bulou.ground import database


def people(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites people found."""
    values = []
    for key, entries in by_key.items():
        said = latest(entries, "PersonFound")
        if said is not None:
            body = body_of(said.fact)
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    body.dwelling_id,
                    said.fact.round_id,
                    " ".join(body.triggers),
                    said.fact.fact_id,
                    said.ordered_at,
                    said.fact.author_id,
                    said.position,
                )
            )
    columns = (
        "region_id", "id", "dwelling_id", "round_id", "triggers", "fact_id", "found_at", "author_id", "position",
    )  # fmt: skip
    database.insert("person_found", columns, values, key=("region_id", "id"))
