"""Doors of the register, the counts of people behind them, and the register's totals of each stairwell."""

import json
from collections import defaultdict
from collections.abc import Collection

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import in_order, latest
from bulou.core.territory.facts import DwellingListed
from bulou.core.territory.fold import place, same_as, told_apart
from bulou.ground import database
from bulou.projections import rollups

_COLUMNS = (
    "region_id", "id", "stairwell_id", "left_id", "label", "floor", "sort", "use", "source", "import_id", "listed_at",
    "withdrawn", "same_as", "told_apart", "position",
)  # fmt: skip
Before = dict[Id, tuple[Id, bool, int]]
"""By door: stairwell, withdrawn, persons."""


def dwellings(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites doors and moves the totals of the stairwells that they left or joined."""
    before = _before(region_id, [key.partition(":")[2] for key in by_key])
    values = []
    moves: dict[Id, list[int]] = defaultdict(lambda: [0, 0])
    for key, entries in by_key.items():
        id_ = key.partition(":")[2]
        known = place(entries)
        listing: DwellingListed | None = (
            known.listing if known and known.listing else next(iter(_listings(entries)[-1:]), None)
        )
        if known is None or listing is None:
            continue
        withdrawn = known.listing is None
        values.append(
            (
                region_id,
                id_,
                listing.stairwell_id,
                _left(entries, listing),
                listing.label,
                listing.floor,
                listing.sort,
                listing.use,
                listing.source,
                listing.import_id,
                known.listed_at,
                withdrawn,
                same_as(entries),
                json.dumps(told_apart(entries)),
                max(entry.position for entry in entries),
            )
        )
        _move(region_id, id_, before, (listing.stairwell_id, withdrawn), moves)
    database.insert("dwelling", _COLUMNS, values, key=("region_id", "id"))
    _add_totals(region_id, moves)


def _move(region_id: Id, id_: Id, before: Before, after: tuple[Id, bool], moves: dict[Id, list[int]]) -> None:
    was_at, was_withdrawn, persons = before.get(id_, (None, True, 0))
    if (was_at, was_withdrawn) == after:
        return
    if was_at is not None and not was_withdrawn:
        moves[was_at][0] -= 1
        moves[was_at][1] -= persons
    stairwell_id, withdrawn = after
    if not withdrawn:
        moves[stairwell_id][0] += 1
        moves[stairwell_id][1] += persons
    if was_at is not None:
        rollups.door_moved(
            region_id, id_, old=None if was_withdrawn else was_at, new=None if withdrawn else stairwell_id
        )


def households(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites the counts of people behind doors and moves the totals of their stairwells."""
    counts = {}
    for key, entries in by_key.items():
        said = latest(entries, "HouseholdCounted")
        persons, number = (body_of(said.fact).persons, body_of(said.fact).households) if said else (None, 1)
        counts[key.partition(":")[2]] = (persons, number, max(e.position for e in entries))
    before = _before(region_id, counts)
    moves: dict[Id, list[int]] = defaultdict(lambda: [0, 0])
    for id_, (persons, number, position) in counts.items():
        stairwell_id, withdrawn, had = before[id_]
        if not withdrawn:
            moves[stairwell_id][1] += (persons or 0) - had
        database.run(
            "UPDATE dwelling SET persons = %s, households = %s, position = %s WHERE region_id = %s AND id = %s",
            [persons, number, position, region_id, id_],
        )
    _add_totals(region_id, moves)


def _listings(entries: list[Entry]) -> list[DwellingListed]:
    return [body_of(entry.fact) for entry in in_order(entries) if entry.fact.kind == "DwellingListed"]


def _left(entries: list[Entry], listing: DwellingListed) -> Id | None:
    """The stairwell where the door was last listed before it was moved to where it is."""
    others = [one.stairwell_id for one in _listings(entries) if one.stairwell_id != listing.stairwell_id]
    return others[-1] if others else None


def _before(region_id: Id, ids: Collection[Id]) -> Before:
    before: Before = {}
    for some in database.chunks(list(ids)):
        for id_, stairwell_id, withdrawn, persons in database.rows(
            "SELECT id, stairwell_id, withdrawn, COALESCE(persons, 0) FROM dwelling"
            f" WHERE region_id = %s AND id IN ({database.marks(some)})",
            [region_id, *some],
        ):
            before[id_] = (stairwell_id, bool(withdrawn), persons)
    return before


def _add_totals(region_id: Id, moves: dict[Id, list[int]]) -> None:
    for stairwell_id, (doors, persons) in moves.items():
        if doors or persons:
            database.run(
                "UPDATE stairwell SET doors = doors + %s, persons = persons + %s WHERE region_id = %s AND id = %s",
                [doors, persons, region_id, stairwell_id],
            )
