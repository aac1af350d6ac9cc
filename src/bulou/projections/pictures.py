"""Pictures that were drawn last, kept in memory: whoever clicks from a figure of the past to its list waits once."""

import threading
from collections import OrderedDict
from typing import Final

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.ids import Id
from bulou.ledger import regions
from bulou.projections.picture import Picture, draw

BYTES: Final = 128 * 2**20
"""So much memory all pictures of a process may take; the one that was asked for last is kept in any case."""
Key = tuple[Id, Id, AsOf]
"""Region, incarnation of its database, pair. Nothing that arrives later changes the picture of a pair."""


class Pictures:
    """The pictures of a process. One is drawn at a time: two readers who ask for the same one share it."""

    def __init__(self, limit: int = BYTES) -> None:
        self._limit = limit
        self._turn = threading.Lock()
        self._kept: OrderedDict[Key, tuple[Picture, int]] = OrderedDict()

    def of(self, region_id: Id, as_of: AsOf) -> Picture:
        """The picture of a region as of a pair."""
        key = (region_id, regions.epoch(region_id), as_of)
        with self._turn:
            if key not in self._kept:
                drawn = draw(region_id, as_of)
                self._kept[key] = (drawn, drawn.tables.bytes_used())
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > self._limit:
                self._kept.popitem(last=False)
            return self._kept[key][0]

    def forget(self) -> None:
        """Forgets them all; for a database that was replaced under our feet (restore, tests)."""
        with self._turn:
            self._kept.clear()


PICTURES: Final = Pictures()
