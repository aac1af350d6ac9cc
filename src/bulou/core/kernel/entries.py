"""Entries: a fact as the ledger holds it, with its place in the one total order."""

from msgspec import Struct

from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.instants import Instant


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """A fact and what the server added: position (commit order), recorded_at and ordered_at (instants)."""

    fact: Fact
    key: str
    position: int
    recorded_at: Instant
    ordered_at: Instant

    @property
    def sorts_as(self) -> tuple[int, str, int, str]:
        """The one total order: (ordered_at, device_id, device_seq, fact_id)."""
        return (self.ordered_at, self.fact.device_id or "", self.fact.device_seq or 0, self.fact.fact_id)
