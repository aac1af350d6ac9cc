"""The latest word: which of several facts of one key stands."""

from collections.abc import Iterable

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the one total order, each fact once."""
    once = {entry.fact.fact_id: entry for entry in entries}
    return sorted(once.values(), key=lambda entry: entry.sorts_as)


def superseded(entries: Iterable[Entry]) -> set[Id]:
    """The ids of all facts that another of these corrects or withdraws."""
    return {gone for entry in entries for gone in entry.fact.supersedes}


def latest(entries: Iterable[Entry], *kinds: str) -> Entry | None:
    """The last standing fact of these kinds, or None. A superseded fact does not stand."""
    ordered = in_order(entries)
    gone = superseded(ordered)
    said = [entry for entry in ordered if entry.fact.kind in kinds and entry.fact.fact_id not in gone]
    return said[-1] if said else None


def first(entries: Iterable[Entry], *kinds: str) -> Entry | None:
    """The first fact of these kinds, standing or not, or None."""
    return next((entry for entry in in_order(entries) if entry.fact.kind in kinds), None)
