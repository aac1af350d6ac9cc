"""How far a region's record has come: what a page that refreshes itself compares."""

from bulou.core.kernel.ids import Id
from bulou.ground import database


def position(region_id: Id) -> int:
    """The last position of the region's ledger; one look-up by key."""
    found = database.one("SELECT position FROM head WHERE region_id = %s", [region_id])
    return int(found[0]) if found else 0
