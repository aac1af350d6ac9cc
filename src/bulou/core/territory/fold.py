"""How facts become places: the last standing listing, and for a stairwell every grid that it has belonged to."""

from typing import Any

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import first, in_order, latest

LISTINGS = ("CommunityListed", "CompoundListed", "BuildingListed", "StairwellListed", "DwellingListed", "GridDrawn")


class Place(Struct, frozen=True, kw_only=True):
    """A place: its last standing listing (None: withdrawn), when it was first listed, by which device."""

    listing: Any
    listed_at: Instant
    grids: tuple[tuple[Instant, Id | None], ...] = ()

    @property
    def grid_id(self) -> Id | None:
        """The grid that a stairwell belongs to now."""
        return self.grids[-1][1] if self.grids else None


def place(entries: list[Entry]) -> Place | None:
    """What is known of one place, or None when nobody ever listed it."""
    begun = first(entries, *LISTINGS)
    if begun is None:
        return None
    stands = latest(entries, *LISTINGS)
    return Place(
        listing=body_of(stands.fact) if stands else None,
        listed_at=begun.ordered_at,
        grids=tuple(
            (entry.ordered_at, body_of(entry.fact).grid_id)
            for entry in in_order(entries)
            if entry.fact.kind == "StairwellAssigned"
        ),
    )
