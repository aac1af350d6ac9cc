"""As of: a past moment, and how much of the record was known of it; what counts for such a picture of the past."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.instants import Instant


class AsOf(Struct, frozen=True, kw_only=True):
    """The pair (T, K): what had happened by the instant `at`, as far as the record was known up to position `cutoff`.

    Facts are append-only and `ordered_at` is frozen at arrival, so the set of facts of a pair never changes again.
    """

    at: Instant
    cutoff: int

    def said(self, entry: Entry) -> bool:
        """Whether a fact belongs to the picture: said by T and known by K."""
        return entry.position <= self.cutoff and entry.ordered_at <= self.at

    def late(self, entry: Entry) -> bool:
        """Whether a fact was said by T but became known only after K."""
        return entry.position > self.cutoff and entry.ordered_at <= self.at

    def judged(self, entry: Entry) -> bool:
        """Whether a holding or a release had happened by K.

        Judging is part of what was known, not of what had happened: a fact said at 21:30 that arrived at 21:50 and was
        held then does not count for 21:40 either.
        """
        return entry.position <= self.cutoff


class Lost(Struct, frozen=True, kw_only=True):
    """Positions `first` to `last` of an earlier incarnation, lost when a backup was restored at `restored_at`.

    The same numbers have been given again since, to other facts.
    """

    first: int
    last: int
    restored_at: Instant


Doubt = Literal["beyond_head", "lost_to_restore", "before_founding", "unread_kinds"]
"""Why a pair may not give the same figures again."""


def doubts(
    as_of: AsOf, *, head: int, founded_at: Instant | None, lost: Iterable[Lost], unread: Mapping[str, int]
) -> list[Doubt]:
    """Why figures as of a pair cannot be relied on to be the same for everybody and for ever; none: reproducible.

    `head`: the region's last position now; a cut-off beyond it will come to mean more facts. `founded_at`: when the
    record began (None: it has not). `unread`: by kind, facts that count but that this version cannot read.
    """
    found: list[Doubt] = []
    if as_of.cutoff > head:
        found.append("beyond_head")
    if any(one.first <= as_of.cutoff <= one.last for one in lost):
        found.append("lost_to_restore")
    if founded_at is None or as_of.at < founded_at:
        found.append("before_founding")
    if unread:
        found.append("unread_kinds")
    return found
