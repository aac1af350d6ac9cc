"""The memory of a door: what a door in a round keeps of its attempts, so that the next one needs no other."""

from collections.abc import Iterable
from datetime import tzinfo

from msgspec import Struct, field

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import BANDS, Instant, band, working_day
from bulou.core.visits.outcomes import CONTACTED, NEEDS_SECOND_LOOK, NOT_AN_ATTEMPT, SIGNS_OF_LIFE, Trigger
from bulou.core.visits.state import Attempt

NOT_KNOCKS = NOT_AN_ATTEMPT | {"closed_unresolved"}
"""What is said about a door without anybody of ours going there."""

TELLING = NEEDS_SECOND_LOOK | {"away", "proxy"}
"""A bare no-answer afterwards does not wipe these out."""

Slot = tuple[int, int]
"""A working day (its ordinal) and the band in it: two knocks in one slot are one try."""


class Claim(Struct, frozen=True, array_like=True):
    """Somebody's word that takes a door out of scope, and the partner who was there."""

    outcome: str
    author_id: Id
    partner_id: Id | None


class Household(Struct, array_like=True):
    """What one household behind the door has shown so far. Claims, `away` and `rechecks` count since it last lived."""

    seen: list[str] = field(default_factory=list)
    last: str = ""
    telling: str = ""
    knock: str = ""
    knocks: int = 0
    bands: list[int] = field(default_factory=list)
    persons: int | None = None
    absent: int | None = None
    claims: list[Claim] = field(default_factory=list)
    away: Slot | None = None
    rechecks: int = 0
    due_at: Instant | None = None


class Memory(Struct, array_like=True):
    """Attempts that nobody withdrew, added in the one total order. `last` is the place in it that was reached.

    `last_by` wrote the last of them. `tried` counts knocks by band. `withdrawn`: ids that some fact
    supersedes; one of them may not have arrived yet.
    """

    last: tuple[Instant, Id, int, Id] | None = None
    last_by: Id | None = None
    households: list[Household] = field(default_factory=list)
    closed: bool = False
    contacted: bool = False
    tried: list[int] = field(default_factory=lambda: [0] * len(BANDS))
    last_band: int | None = None
    triggers: list[Trigger] = field(default_factory=list)
    withdrawn: list[Id] = field(default_factory=list)


def remember(attempts: Iterable[Attempt], *, withdrawn: list[Id], zone: tzinfo) -> Memory:
    """The memory of standing attempts, given in the one total order."""
    memory = Memory(withdrawn=withdrawn)
    for attempt in attempts:
        add(memory, attempt, zone)
    return memory


def add(memory: Memory, attempt: Attempt, zone: tzinfo) -> None:
    """Adds an attempt that comes after all the others."""
    memory.last = attempt.sorts_as
    memory.last_by = attempt.author_id
    for trigger in attempt.triggers:
        if trigger not in memory.triggers:
            memory.triggers.append(trigger)
    number = max(attempt.household, attempt.households or 1)
    while len(memory.households) < number:
        memory.households.append(Household())
    if attempt.outcome == "closed_unresolved":
        memory.closed = True
        return
    here = BANDS.index(band(attempt.at, zone))
    if attempt.outcome not in NOT_KNOCKS:
        memory.tried[here] += 1
        memory.last_band = here
        memory.contacted |= attempt.outcome in CONTACTED
    _add_to_household(memory.households[attempt.household - 1], attempt, here, zone)


def _add_to_household(mine: Household, attempt: Attempt, here: int, zone: tzinfo) -> None:
    outcome = attempt.outcome
    mine.last = outcome
    mine.due_at = attempt.due_at
    if outcome not in mine.seen:
        mine.seen.append(outcome)
    if attempt.persons is not None:
        mine.persons = attempt.persons
    if attempt.absent is not None:
        mine.absent = attempt.absent
    if outcome in TELLING:
        mine.telling = outcome
    if outcome not in NOT_AN_ATTEMPT:
        mine.knock = outcome
        mine.knocks += 1
        if here not in mine.bands:
            mine.bands.append(here)
    _add_to_absence(mine, attempt, here, zone)


def _add_to_absence(mine: Household, attempt: Attempt, here: int, zone: tzinfo) -> None:
    """What speaks for nobody living or being here; a sign of life makes all of it void."""
    if attempt.outcome in SIGNS_OF_LIFE:
        mine.claims, mine.away, mine.rechecks = [], None, 0
    elif attempt.outcome in NEEDS_SECOND_LOOK:
        claim = Claim(attempt.outcome, attempt.author_id, attempt.partner_id)
        mine.claims = [*(one for one in mine.claims if one != claim), claim]
    elif attempt.outcome == "away" or (attempt.outcome == "no_answer" and mine.away):
        slot = (working_day(attempt.at, zone).toordinal(), here)
        if mine.away is None:
            mine.away = slot
        elif slot != mine.away:
            mine.rechecks += 1
