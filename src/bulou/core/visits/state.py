"""What we know about a door in a round: every attempt that stands, and the one current state they add up to."""

from typing import Literal

from msgspec import Struct, field

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Band, Instant
from bulou.core.visits.outcomes import OutcomeCode, Trigger, Word

DoorCode = Literal[OutcomeCode, "untouched", "vacant_confirmed", "not_dwelling_confirmed", "not_found_confirmed",
                   "duplicate_confirmed", "away_final", "proxy_final", "closed_unresolved", "overruled"]  # fmt: skip

Contact = Literal["", "proxy", "phone", "door"]
"""The closest that anybody of ours came to the household: told by others, by phone or intercom, at the door."""

Lack = Literal["", "person", "supervisor", "evidence"]
"""What is still missing before a claim that nobody lives there is confirmed."""


class Attempt(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One attempt (or another word about the door) as the fold keeps it. `at` is its ordered_at.

    `author_id` is whoever went, also where somebody else typed it in; `about` the visit that an amendment or an
    overrule is about; `confirms` marks a supervisor's second look.
    """

    fact_id: Id
    at: Instant
    author_id: Id
    outcome: Word
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
    evidence: tuple[str, ...] = ()
    confirms: bool = False
    notice_left: bool = False
    notice_number: str | None = None
    about: Id | None = None
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
    """The one current state of a door in a round. Counts and flags are those of docs/reference/indicators.md.

    `bands` are the time bands in which somebody knocked, `tried_at` the last knock, `lit_at` when its window was last
    seen lit, unless it was dark after that.
    """

    state: DoorCode = "untouched"
    closed: bool = False
    out_of_scope: bool = False
    attempted: bool = False
    contacted: bool = False
    contact: Contact = ""
    screened: bool = False
    triggers: tuple[Trigger, ...] = ()
    attempts: int = 0
    persons: int = 0
    absent: int = 0
    households: int = 1
    due_at: Instant | None = None
    last_at: Instant | None = None
    tried_at: Instant | None = None
    lit_at: Instant | None = None
    second_look: bool = False
    lacks: Lack = ""
    bands: tuple[Band, ...] = ()
    next_band: Band | None = None
