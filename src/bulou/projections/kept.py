"""Kept figures: what each community's figures were at a moment of the past, drawn once and kept for comparison."""

import json
from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, Instant
from bulou.core.kernel.scope import Scope
from bulou.ground import database
from bulou.ledger import read as ledger
from bulou.projections.standing import standing

KEPT_FOR: Final = 8 * DAY
"""So long a moment is kept after it; a comparison further back is drawn anew."""


class Kept(Struct, frozen=True, kw_only=True):
    """The figures of every community as of a pair, as the screens showed them then; `round`: its number, if any."""

    as_of: AsOf
    round: int | None
    figures: Mapping[Id, Mapping[str, int]]


def find(region_id: Id, moments: Collection[Instant]) -> dict[Instant, Kept]:
    """Those of these moments that are kept; one look-up by key. A moment is long over, so its K cannot change."""
    wanted = sorted(moments)
    return {
        at: Kept(as_of=AsOf(at=at, cutoff=cutoff), round=number, figures=json.loads(figures))
        for at, cutoff, number, figures in database.rows(
            'SELECT at, cutoff, "round", figures FROM kept_figures'
            f" WHERE region_id = %s AND at IN ({database.marks(wanted)})",
            [region_id, *wanted],
        )
    }


def draw(region_id: Id, at: Instant) -> Kept:
    """The figures of a moment with what had been recorded by then; folds a picture, so it belongs in no transaction."""
    as_of = AsOf(at=at, cutoff=ledger.known_by(region_id, at))
    then = standing(Scope(region_id=region_id, reader_id=region_id, whole_region=True, as_of=as_of), at=at)
    return Kept(
        as_of=as_of,
        round=then.round.number if then.round else None,
        figures={row.id: figures for row, figures in then.communities},
    )


def keep(region_id: Id, kept: Kept) -> None:
    """Keeps figures, and lets go of what is no longer compared with."""
    database.run("DELETE FROM kept_figures WHERE region_id = %s AND at < %s", [region_id, kept.as_of.at - KEPT_FOR])
    database.insert(
        "kept_figures",
        ("region_id", "at", "cutoff", "round", "figures"),
        [(region_id, kept.as_of.at, kept.as_of.cutoff, kept.round, json.dumps(kept.figures))],
        key=("region_id", "at"),
    )
