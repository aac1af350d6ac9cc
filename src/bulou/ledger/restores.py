"""Restores: a new incarnation of a region's database after a backup was put back, and what it lost."""

from bulou.core.kernel.as_of import Lost
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground import database
from bulou.ledger import regions


def begin_incarnation(region_id: Id, *, epoch: Id, reached: int, now: Instant) -> None:
    """The database in front of us is a backup that was put back: it gets a new epoch, and phones offer again.

    `reached`: the last position that the lost incarnation is known to have given out (from its head, a printed report,
    a phone's cursor); positions after the backup's head are given again, to other facts.
    """
    head = regions.position(region_id)
    database.run("UPDATE head SET epoch = %s WHERE region_id = %s", [epoch, region_id])
    if reached > head:
        database.insert(
            "lost_stretch",
            ("region_id", "epoch", "first", "last", "restored_at"),
            [(region_id, epoch, head + 1, reached, now)],
        )


def lost(region_id: Id) -> list[Lost]:
    """Every stretch of positions that was lost to a restore, the first first."""
    return [
        Lost(first=first, last=last, restored_at=restored_at)
        for first, last, restored_at in database.rows(
            "SELECT first, last, restored_at FROM lost_stretch WHERE region_id = %s ORDER BY restored_at", [region_id]
        )
    ]
