"""Staff and posts: who works here, over what, from when until when."""

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import latest
from bulou.core.people.fold import post
from bulou.ground import database


def staff(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites people who work for the region; the name stays with the fact's private part."""
    values = []
    for key, entries in by_key.items():
        said = latest(entries, "PersonEngaged")
        if said is not None:
            values.append(
                (region_id, key.partition(":")[2], said.fact.fact_id, body_of(said.fact).has_phone, said.position)
            )
    database.insert("staff", ("region_id", "id", "fact_id", "has_phone", "position"), values, key=("region_id", "id"))


def posts(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites posts."""
    values = []
    for key, entries in by_key.items():
        known = post(entries)
        if known is not None:
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    known.person_id,
                    known.post,
                    known.area_kind,
                    known.area_id,
                    known.since,
                    known.until,
                    max(entry.position for entry in entries),
                )
            )
    columns = ("region_id", "id", "person_id", "post", "area_kind", "area_id", "since", "until", "position")
    database.insert("post", columns, values, key=("region_id", "id"))
