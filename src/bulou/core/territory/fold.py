"""How facts become places: the last standing listing, and for a stairwell every grid that it has belonged to."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import first, in_order, latest, superseded

NAMED = {
    "CompoundListed": "CompoundAlsoCalled",
    "BuildingListed": "BuildingAlsoCalled",
    "StairwellListed": "StairwellAlsoCalled",
}
"""The kinds of places that may have other names, and the fact that says them."""
APART = "DwellingToldApart"
LISTINGS = ("CommunityListed", "CompoundListed", "BuildingListed", "StairwellListed", "DwellingListed", "GridDrawn")


class Place(Struct, frozen=True, kw_only=True):
    """A place: its last standing listing (None: withdrawn), when it was first listed, and its other names: those that
    people said, and those that it was listed under before.
    """

    listing: Any
    listed_at: Instant
    other_names: tuple[str, ...] = ()
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
        other_names=_other_names(entries, stands),
        grids=(*_found_in(begun), *_assigned(entries)),
    )


def _other_names(entries: list[Entry], stands: Entry | None) -> tuple[str, ...]:
    """What people said, and every name that a standing listing gave before the one of now; sorted."""
    if stands is None or stands.fact.kind not in NAMED:
        return ()
    said = latest(entries, NAMED[stands.fact.kind])
    names = set(body_of(said.fact).names) if said else set()
    gone = superseded(entries)
    for entry in entries:
        if entry.fact.kind == stands.fact.kind and entry.fact.fact_id not in gone:
            names.add(_name(body_of(entry.fact)))
    return tuple(sorted(names - {_name(body_of(stands.fact))}))


def _name(listing: Any) -> str:  # noqa: ANN401  # a compound's listing has a name, the others a label
    return str(getattr(listing, "name", "") or listing.label)


def _found_in(begun: Entry) -> Iterator[tuple[Instant, Id | None]]:
    """The grid in which a worker found a stairwell; listing it again changes nothing of that."""
    if begun.fact.kind == "StairwellListed" and (grid := body_of(begun.fact).grid_id):
        yield begun.ordered_at, grid


def _assigned(entries: list[Entry]) -> Iterator[tuple[Instant, Id | None]]:
    for entry in in_order(entries):
        if entry.fact.kind == "StairwellAssigned":
            yield entry.ordered_at, body_of(entry.fact).grid_id


def same_as(entries: list[Entry]) -> Id | None:
    """The door that a withdrawn one is on the list as; None: it stands, or was withdrawn for another reason."""
    if latest(entries, *LISTINGS) is not None:
        return None
    said = latest(entries, "DwellingWithdrawn")
    return body_of(said.fact).same_as if said else None


def told_apart(entries: list[Entry]) -> tuple[Id, ...]:
    """The doors that somebody told this one apart from, and did not take it back; sorted."""
    last = {body_of(one.fact).other: body_of(one.fact).apart for one in in_order(entries) if one.fact.kind == APART}
    return tuple(sorted(other for other, apart in last.items() if apart))
