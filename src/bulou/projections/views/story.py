"""A door's story: every fact about it, by whom, when said, when received, held or withdrawn, and what is sealed."""

from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from bulou.core.catalogue import CATALOGUE, body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import in_order, superseded
from bulou.core.kernel.scope import Scope
from bulou.ledger import read as ledger
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import Number, SensitiveText, Text
from bulou.projections.views.doors import OneDoor
from bulou.projections.views.late import arrived_late
from bulou.projections.views.phones import HeldFacts
from bulou.projections.views.rounds import Rounds


class PersonFoundRow(Struct, frozen=True, kw_only=True):
    """A person found behind a door after a trigger; name and phone are in the vault under `fact_id`."""

    id: Text
    fact_id: Text
    found_at: Number
    author_id: Text
    triggers: SensitiveText


class PersonsFound(View[PersonFoundRow], frozen=True, kw_only=True):
    """The persons found behind one door."""

    row: ClassVar[type[Struct]] = PersonFoundRow
    door_id: Id

    @property
    def about(self) -> str:
        """See View."""
        return f"dwelling:{self.door_id}"

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            "SELECT p.id, p.fact_id, p.found_at, p.author_id, p.triggers FROM person_found p"
            " JOIN dwelling d ON d.region_id = p.region_id AND d.id = p.dwelling_id"
            " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
            " JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id"
            f" WHERE {where} AND p.dwelling_id = %s ORDER BY p.found_at, p.id",
            [*params, self.door_id],
        )


class Told(Struct, frozen=True, kw_only=True):
    """One fact of a story. `body` is None where it cannot be read; `held` is the reason while it does not count.

    `after`: of the past, it had been said but was not known yet; it is told, and counts in no figure of that page.
    """

    fact_id: Id
    kind: str
    author_id: Id
    device_id: Id | None
    round_id: Id | None
    said_at: Instant
    received_at: Instant
    body: Any
    sealed: bool
    held: str
    withdrawn: bool
    overruled: bool = False
    after: bool = False

    @property
    def late(self) -> bool:
        """Whether it arrived long after it was said."""
        return arrived_late(said=self.said_at, received=self.received_at)


def story(scope: Scope, door_id: Id, *, now: Instant) -> list[Told]:
    """Every fact about a door in the one total order; nothing when the door lies outside the scope.

    Of the past: what had been said by then, and what of it was not known yet.
    """
    if not read(scope, OneDoor(door_id=door_id)):
        return []
    persons = read(scope, PersonsFound(door_id=door_id), purpose="door_story", now=now)
    keys = [f"dwelling:{door_id}", f"household:{door_id}", *(f"person:{person.id}" for person in persons)]
    keys.append(f"remainder:{door_id}")
    keys += [f"visit:{one.id}:{door_id}" for one in read(scope, Rounds())]
    held = {row.fact_id: row.reason for row in read(scope, HeldFacts()) if row.key in keys}
    entries = in_order(ledger.of_keys(scope.region_id, keys))
    after = {entry.fact.fact_id for entry in entries if scope.as_of and scope.as_of.late(entry)}
    entries = [entry for entry in entries if not scope.as_of or entry.ordered_at <= scope.as_of.at]
    counting = [entry for entry in entries if entry.fact.fact_id not in after and entry.fact.fact_id not in held]
    aside = _overruled(counting)
    gone = superseded(counting)
    return [
        told_of(
            entry,
            held=held.get(entry.fact.fact_id, ""),
            withdrawn=entry.fact.fact_id in gone,
            overruled=entry.fact.fact_id in aside,
            after=entry.fact.fact_id in after,
        )
        for entry in entries
    ]


def _overruled(entries: Iterable[Entry]) -> set[Id]:
    """The visits whose outcome a supervisor set aside and did not take that back."""
    counting = list(entries)
    gone = superseded(counting)
    rulings = [one for one in counting if one.fact.kind == "OutcomeOverruled" and one.fact.fact_id not in gone]
    return {body.visit for body in map(_body, rulings) if body is not None}


def told_of(
    entry: Entry, *, held: str = "", withdrawn: bool = False, overruled: bool = False, after: bool = False
) -> Told:
    """One fact as a story tells it."""
    fact = entry.fact
    return Told(
        fact_id=fact.fact_id,
        kind=fact.kind if fact.kind in CATALOGUE else "unknown",
        author_id=fact.author_id,
        device_id=fact.device_id,
        round_id=fact.round_id,
        said_at=entry.ordered_at,
        received_at=entry.recorded_at,
        body=_body(entry),
        sealed=fact.private_commitment is not None,
        held=held,
        withdrawn=withdrawn,
        overruled=overruled,
        after=after,
    )


def _body(entry: Entry) -> Any:  # noqa: ANN401  # the struct depends on the kind
    try:
        return body_of(entry.fact)
    except (KeyError, msgspec.ValidationError, msgspec.DecodeError):
        return None
