"""Places: communities, compounds, buildings, stairwells with their grids, and grids."""

import json
from collections.abc import Iterator

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.territory.fold import Place, place
from bulou.ground import database
from bulou.projections import place_keys


def _known(by_key: dict[str, list[Entry]]) -> Iterator[tuple[Id, Place, int]]:
    for key, entries in by_key.items():
        known = place(entries)
        if known is not None and known.listing is not None:
            yield key.partition(":")[2], known, max(entry.position for entry in entries)


def _named(by_key: dict[str, list[Entry]]) -> Iterator[tuple[Id, str]]:
    """Every name of every place: it is searched by the old ones too."""
    for id_, known, _ in _known(by_key):
        name = getattr(known.listing, "name", "") or known.listing.label
        yield from ((id_, one) for one in (name, *known.other_names))


def communities(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites communities."""
    database.insert(
        "community",
        ("region_id", "id", "name", "name_en", "code", "sort", "position"),
        [
            (region_id, id_, p.listing.name, p.listing.name_en, p.listing.code, p.listing.sort, at)
            for id_, p, at in _known(by_key)
        ],
        key=("region_id", "id"),
    )


def compounds(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites compounds and streets."""
    database.insert(
        "compound",
        ("region_id", "id", "community_id", "name", "kind", "sort", "other_names", "position"),
        [
            (
                region_id,
                id_,
                p.listing.community_id,
                p.listing.name,
                p.listing.kind,
                p.listing.sort,
                json.dumps(p.other_names),
                at,
            )
            for id_, p, at in _known(by_key)
        ],
        key=("region_id", "id"),
    )
    place_keys.write(region_id, "compound", list(_named(by_key)))


def buildings(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites buildings."""
    database.insert(
        "building",
        ("region_id", "id", "compound_id", "label", "sort", "other_names", "position"),
        [
            (region_id, id_, p.listing.compound_id, p.listing.label, p.listing.sort, json.dumps(p.other_names), at)
            for id_, p, at in _known(by_key)
        ],
        key=("region_id", "id"),
    )
    place_keys.write(region_id, "building", list(_named(by_key)))


def grids(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites grids."""
    database.insert(
        "grid",
        ("region_id", "id", "community_id", "number", "label", "boundary", "position"),
        [
            (region_id, id_, p.listing.community_id, p.listing.number, p.listing.label, p.listing.boundary, at)
            for id_, p, at in _known(by_key)
        ],
        key=("region_id", "id"),
    )


def stairwells(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites stairwells and lanes; the register's totals on the row belong to its doors and stay."""
    values = [
        (
            region_id,
            id_,
            p.listing.compound_id,
            p.listing.building_id,
            p.listing.kind,
            p.listing.label,
            p.listing.sort,
            p.grid_id,
            json.dumps(p.grids),
            json.dumps(p.other_names),
            at,
        )
        for id_, p, at in _known(by_key)
    ]
    columns = (
        "region_id", "id", "compound_id", "building_id", "kind", "label", "sort", "grid_id", "grids",
        "other_names", "position",
    )  # fmt: skip
    database.insert("stairwell", columns, values, key=("region_id", "id"))
    lanes = [(id_, p.listing.label) for id_, p, _ in _known(by_key) if p.listing.kind == "lane"]
    place_keys.write(region_id, "lane", lanes)
