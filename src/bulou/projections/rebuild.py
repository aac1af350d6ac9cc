"""Rebuilding: the read tables of a region, emptied and folded again from its ledger."""

from collections.abc import Callable
from typing import Final

from django.db import transaction

from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ledger import append, read
from bulou.projections import version
from bulou.projections.apply import apply
from bulou.projections.held import held_now, lifted

TABLES: Final = (
    "place_key",
    "community", "compound", "building", "grid", "stairwell", "dwelling", "staff", "post", "partner_unit",
    "fallback_signature", "outing", "question_set", "ways_of_working", "round", "closing", "remainder",
    "door_round", "roll_up", "person_found", "held_fact", "import", "held_row", "layout", "store_loss", "sheet",
    "kept_figures",
)  # fmt: skip
PASSES: Final = (
    ("held",),
    ("community", "compound", "building", "grid", "stairwell", "question_set", "ways", "round"),
    ("dwelling",),
    (
        "household", "staff", "post", "partner_unit", "fallback", "outing", "closing", "remainder", "sheet", "person",
        "import", "layout", "row", "device", "visit",
    ),
)  # fmt: skip
"""Families of keys in the order in which tables need one another: a fact that was held may be older than what it
waited for. Holding comes first, so that no held fact counts for a moment."""
BATCH: Final = 1000


def rebuild(region_id: Id, *, batch: int = BATCH, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Folds a region's whole ledger again in one transaction; how many facts there were. Writers wait meanwhile."""
    done = 0
    with transaction.atomic():
        append.lock(region_id)
        for table in TABLES:
            database.run(f'DELETE FROM "{table}" WHERE region_id = %s', [region_id])
        for families in PASSES:
            apart = held_now(region_id)
            for entries in read.in_commit_order(region_id, families, batch=batch):
                apply(region_id, lifted(region_id, [e for e in entries if e.fact.fact_id not in apart]))
                done += len(entries)
                progress(done)
        version.stamp(region_id)
    return done
