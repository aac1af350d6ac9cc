"""Applying: facts that count move the read tables; every key is folded by the table that it belongs to."""

from collections.abc import Callable, Sequence
from typing import Final

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.ledger import read
from bulou.projections import doors, found, held, imports, places, posts, remainder, rounds, sheets, visits

Folder = Callable[[Id, dict[str, list[Entry]]], None]
"""Takes every counting fact of some keys and rewrites their rows."""

REFOLDED: Final[dict[str, Folder]] = {
    "community": places.communities,
    "compound": places.compounds,
    "building": places.buildings,
    "grid": places.grids,
    "stairwell": places.stairwells,
    "dwelling": doors.dwellings,
    "household": doors.households,
    "staff": posts.staff,
    "post": posts.posts,
    "partner_unit": posts.partner_units,
    "fallback": posts.signatures,
    "outing": posts.outings,
    "question_set": rounds.question_sets,
    "ways": rounds.ways,
    "round": rounds.rounds,
    "closing": rounds.closings,
    "remainder": remainder.remainders,
    "sheet": sheets.sheets,
    "person": found.people,
    "import": imports.imports,
    "layout": imports.layouts,
    "row": imports.held_rows,
    "device": imports.store_losses,
    "held": held.holds,
}
"""In the order in which tables need one another."""


def apply(region_id: Id, entries: Sequence[Entry]) -> None:
    """Applies facts that count. Arrival order and repetition do not matter; the caller holds the region's lock."""
    families: dict[str, set[str]] = {}
    for entry in entries:
        families.setdefault(entry.key.partition(":")[0], set()).add(entry.key)
    for family, folder in REFOLDED.items():
        if family in families:
            folder(region_id, _by_key(region_id, families[family], entries))
    visits.apply(region_id, [entry for entry in entries if entry.key.startswith("visit:")])


def _by_key(region_id: Id, keys: set[str], applied: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Every fact of these keys that is not held; those that are applied now as they are given."""
    given = {entry.fact.fact_id: entry for entry in applied}
    apart = held.held_of_keys(region_id, keys)
    by_key: dict[str, list[Entry]] = {key: [] for key in keys}
    for entry in read.of_keys(region_id, keys):
        if entry.fact.fact_id not in apart:
            by_key[entry.key].append(given.get(entry.fact.fact_id, entry))
    return by_key
