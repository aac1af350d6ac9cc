"""Scope: the areas in which somebody may read, and the moment of which."""

from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.ids import Id


class Scope(Struct, frozen=True, kw_only=True):
    """Who reads, where and as of when (None: now). `whole_region` outweighs the areas; an empty scope sees nothing.

    The areas are those of the reader's posts today, also for a picture of the past.
    """

    region_id: Id
    reader_id: Id
    whole_region: bool = False
    communities: frozenset[Id] = frozenset()
    compounds: frozenset[Id] = frozenset()
    grids: frozenset[Id] = frozenset()
    buildings: frozenset[Id] = frozenset()
    stairwells: frozenset[Id] = frozenset()
    as_of: AsOf | None = None

    @property
    def empty(self) -> bool:
        """Whether this scope contains no area at all."""
        return not (self.whole_region or self.areas)

    @property
    def areas(self) -> frozenset[Id]:
        """Every area of this scope that is smaller than the region."""
        return self.communities | self.compounds | self.grids | self.buildings | self.stairwells
