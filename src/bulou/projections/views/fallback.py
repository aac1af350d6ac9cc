"""Doors in fallback (兜底) and unowned ones (断区): by area, each with whoever signed for leaving it so."""

from typing import ClassVar

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.facts import AreaKind
from bulou.core.people.fold import Signature
from bulou.core.people.rules import Ownership, signature_over
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import MaybeNumber, Number, Text
from bulou.projections.views.figures import AreaRow, ownership_of_stairwells


class SignatureRow(Struct, frozen=True, kw_only=True):
    """A signature; what more its author said is in the vault under `fact_id`."""

    id: Text
    fact_id: Text
    area_kind: Text
    area_id: Text
    reason: Text
    signed_by: Text
    since: Number
    until: MaybeNumber


class Signatures(View[SignatureRow], frozen=True, kw_only=True):
    """The signatures that stand at an instant."""

    row: ClassVar[type[Struct]] = SignatureRow
    at: Instant

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="f")
        return (
            "SELECT f.id, f.fact_id, f.area_kind, f.area_id, f.reason, f.signed_by, f.since, f.until"
            f" FROM fallback_signature f WHERE {where} AND f.since <= %s AND (f.until IS NULL OR f.until > %s)"
            " ORDER BY f.position",
            [*params, self.at, self.at],
        )


class Uncovered(Struct, frozen=True, kw_only=True):
    """The doors of one grid, or of a compound outside every grid, that nobody owns, and the signature over them."""

    owned: Ownership
    area_kind: AreaKind
    area_id: Id
    community_id: Id
    stairwells: tuple[Id, ...]
    doors: int
    signature: Signature | None = None


Owned = list[tuple[AreaRow, Ownership]]


def uncovered(scope: Scope, *, at: Instant, owned: Owned | None = None) -> list[Uncovered]:
    """Every area with doors that nobody owns, unowned before fallback; `owned` when the caller has it already."""
    signed = [
        msgspec.convert(
            {name: value for name, value in msgspec.structs.asdict(row).items() if name != "fact_id"}, Signature
        )
        for row in read(scope, Signatures(at=at))
    ]
    groups: dict[tuple[str, AreaKind, Id, Id], tuple[Signature | None, list[AreaRow]]] = {}
    for area, owner in ownership_of_stairwells(scope, at=at) if owned is None else owned:
        if owner == "owned" or not area.doors:
            continue
        over = signature_over(signatures=signed, where=area.within(scope.region_id), at=at)
        over = over if owner == "fallback" else None
        kind: AreaKind = "grid" if area.grid_id else "compound"
        key = (owner, kind, area.grid_id or area.compound_id, over.id if over else "")
        groups.setdefault(key, (over, []))[1].append(area)
    found = [
        Uncovered(
            owned=areas_owner,  # type: ignore[arg-type]  # an Ownership
            area_kind=kind,
            area_id=area_id,
            community_id=areas[0].community_id,
            stairwells=tuple(area.id for area in areas),
            doors=sum(area.doors for area in areas),
            signature=over,
        )
        for (areas_owner, kind, area_id, _), (over, areas) in groups.items()
    ]
    return sorted(found, key=lambda one: one.owned != "unowned")
