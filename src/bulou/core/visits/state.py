"""What we know about a door in a round: every attempt that stands, and the one current state they add up to."""

from typing import Literal

from msgspec import Struct, field

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Band, Instant
from bulou.core.visits.outcomes import OutcomeCode, Trigger

DoorCode = Literal[OutcomeCode, "untouched", "vacant_confirmed", "not_dwelling_confirmed", "not_found_confirmed",
                   "duplicate_confirmed", "away_final", "proxy_final", "closed_unresolved"]  # fmt: skip


class Attempt(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One attempt (or a supervisor's closing) as the fold keeps it. `at` is its ordered_at."""

    fact_id: Id
    at: Instant
    author_id: Id
    outcome: OutcomeCode | Literal["closed_unresolved"]
    device_id: Id = ""
    device_seq: int = 0
    partner_id: Id | None = None
    how: str = "door"
    persons: int | None = None
    absent: int | None = None
    household: int = 1
    households: int | None = None
    triggers: tuple[Trigger, ...] = ()
    signs: tuple[str, ...] = ()
    due_at: Instant | None = None

    @property
    def sorts_as(self) -> tuple[int, str, int, str]:
        """The one total order of facts."""
        return (self.at, self.device_id, self.device_seq, self.fact_id)


class DoorVisits(Struct, kw_only=True, omit_defaults=True):
    """Attempts in the one total order, and the ids that later facts superseded (a withdrawal may arrive first)."""

    attempts: list[Attempt] = field(default_factory=list)
    withdrawn: list[Id] = field(default_factory=list)


class DoorState(Struct, frozen=True, kw_only=True):
    """The one current state of a door in a round. Counts and flags are those of docs/reference/indicators.md."""

    state: DoorCode = "untouched"
    closed: bool = False
    out_of_scope: bool = False
    attempted: bool = False
    contacted: bool = False
    screened: bool = False
    triggers: tuple[Trigger, ...] = ()
    attempts: int = 0
    persons: int = 0
    absent: int = 0
    households: int = 1
    due_at: Instant | None = None
    last_at: Instant | None = None
    second_look: bool = False
    next_band: Band | None = None
