"""Staff, posts and partner units: who works here, over what, from when until when."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import latest
from bulou.core.people.fold import Absence, Post, outing, partner, post, signature
from bulou.ground import database

POST_COLUMNS: Final = "p.id, p.person_id, p.post, p.area_kind, p.area_id, p.since, p.until, p.stands_in_for, p.absences"
"""What a post is made from again; `p` is the table's alias."""


def post_of_row(row: Sequence[Any]) -> Post:
    """A post as the core knows it, from its POST_COLUMNS."""
    *plain, stands_in_for, absences = row
    id_, person_id, kind, area_kind, area_id, since, until = plain
    return Post(
        id=id_,
        person_id=person_id,
        post=kind,
        area_kind=area_kind,
        area_id=area_id,
        since=since,
        until=until,
        stands_in_for=stands_in_for,
        absences=msgspec.json.decode(absences, type=tuple[Absence, ...]) if absences != "[]" else (),
    )


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
                    known.stands_in_for,
                    msgspec.json.encode(known.absences).decode(),
                    max(entry.position for entry in entries),
                )
            )
    columns = (
        "region_id", "id", "person_id", "post", "area_kind", "area_id", "since", "until", "stands_in_for", "absences",
        "position",
    )  # fmt: skip
    database.insert("post", columns, values, key=("region_id", "id"))


def partner_units(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites partner units; a contact's name and phone stay with the fact's private part."""
    values = []
    for key, entries in by_key.items():
        known, said = partner(entries), latest(entries, "PartnerUnitAssigned")
        if known is not None and said is not None:
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    said.fact.fact_id,
                    known.name,
                    known.area_kind,
                    known.area_id,
                    known.since,
                    known.until,
                    max(entry.position for entry in entries),
                )
            )
    columns = ("region_id", "id", "fact_id", "name", "area_kind", "area_id", "since", "until", "position")
    database.insert("partner_unit", columns, values, key=("region_id", "id"))


def signatures(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites signatures for doors in fallback."""
    values = []
    for key, entries in by_key.items():
        known, said = signature(entries), latest(entries, "FallbackSigned")
        if known is not None and said is not None:
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    said.fact.fact_id,
                    known.area_kind,
                    known.area_id,
                    known.reason,
                    known.signed_by,
                    known.since,
                    known.until,
                    max(entry.position for entry in entries),
                )
            )
    columns = (
        "region_id", "id", "fact_id", "area_kind", "area_id", "reason", "signed_by", "since", "until", "position",
    )  # fmt: skip
    database.insert("fallback_signature", columns, values, key=("region_id", "id"))


def outings(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites outings; one that was taken back has no row."""
    values = []
    for key, entries in by_key.items():
        id_, known = key.partition(":")[2], outing(entries)
        if known is None:
            database.run("DELETE FROM outing WHERE region_id = %s AND id = %s", [region_id, id_])
        else:
            position = max(entry.position for entry in entries)
            values.append((region_id, id_, known.author_id, known.partner_id, known.at, position))
    columns = ("region_id", "id", "author_id", "partner_id", "at", "position")
    database.insert("outing", columns, values, key=("region_id", "id"))
