"""Rebuilding: the read tables of a region, emptied and folded again from its ledger."""

from collections.abc import Callable
from typing import Final

from django.db import transaction

from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ledger import append, read
from bulou.projections.apply import apply
from bulou.projections.held import held_now, lifted

TABLES: Final = (
    "community", "compound", "building", "grid", "stairwell", "dwelling", "staff", "post", "question_set", "round",
    "closing", "door_round", "roll_up", "person_found", "held_fact", "import", "store_loss",
)  # fmt: skip
BATCH: Final = 1000


def rebuild(region_id: Id, *, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Folds a region's whole ledger again in one transaction; how many facts there were. Writers wait meanwhile.

    Holding comes first, so that no held fact counts for a moment; then everything in commit order.
    """
    done = 0
    with transaction.atomic():
        append.lock(region_id)
        for table in TABLES:
            database.run(f'DELETE FROM "{table}" WHERE region_id = %s', [region_id])
        for batch in read.in_commit_order(region_id, batch=BATCH):
            apply(region_id, [entry for entry in batch if entry.key.startswith("held:")])
        apart = held_now(region_id)
        for batch in read.in_commit_order(region_id, batch=BATCH):
            counting = [e for e in batch if e.fact.fact_id not in apart and not e.key.startswith("held:")]
            apply(region_id, lifted(region_id, counting))
            done += len(batch)
            progress(done)
    return done
