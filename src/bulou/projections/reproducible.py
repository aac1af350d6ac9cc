"""Reproducible: whether figures as of a pair are the same for everybody and for ever, or why not."""

from bulou.core.kernel.as_of import AsOf, Doubt, doubts
from bulou.core.kernel.ids import Id
from bulou.ledger import read, regions, restores
from bulou.projections.pictures import PICTURES


def doubts_of(region_id: Id, as_of: AsOf) -> list[Doubt]:
    """Why the figures of a region as of a pair may come out otherwise another time; none: they will not."""
    return doubts(
        as_of,
        head=regions.position(region_id),
        founded_at=read.recorded_at(region_id, 1),
        lost=restores.lost(region_id),
        unread=PICTURES.of(region_id, as_of).unread,
    )
