"""Scope: the areas in which somebody may read, as of now."""

from msgspec import Struct

from bulou.core.kernel.ids import Id


class Scope(Struct, frozen=True, kw_only=True):
    """Who reads and where. `whole_region` outweighs the areas; an empty scope sees nothing."""

    region_id: Id
    reader_id: Id
    whole_region: bool = False
    communities: frozenset[Id] = frozenset()
    compounds: frozenset[Id] = frozenset()
    grids: frozenset[Id] = frozenset()
    stairwells: frozenset[Id] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether this scope contains no area at all."""
        return not (self.whole_region or self.communities or self.compounds or self.grids or self.stairwells)
