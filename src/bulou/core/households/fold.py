"""How facts become a person found behind a door: what was said last, unless it was taken back at the same door."""

from collections.abc import Sequence

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import in_order


class Found(Struct, frozen=True, kw_only=True):
    """What stands of one person (None: nothing), and the facts that were taken back and are to be forgotten."""

    standing: Entry | None
    withdrawn: frozenset[Id]


def found(entries: Sequence[Entry]) -> Found:
    """What these entries of one person leave standing, whatever order they come in.

    A withdrawal reaches only what was found at the door that it names: its author has a right there and nowhere else.
    """
    said = [entry for entry in in_order(entries) if entry.fact.kind == "PersonFound"]
    taken_back = {
        (gone, body_of(entry.fact).dwelling_id)
        for entry in entries
        if entry.fact.kind == "PersonWithdrawn"
        for gone in entry.fact.supersedes
    }
    withdrawn = frozenset(
        entry.fact.fact_id for entry in said if (entry.fact.fact_id, body_of(entry.fact).dwelling_id) in taken_back
    )
    corrected = {gone for entry in said for gone in entry.fact.supersedes}
    standing = [entry for entry in said if entry.fact.fact_id not in withdrawn | corrected]
    return Found(standing=standing[-1] if standing else None, withdrawn=withdrawn)
