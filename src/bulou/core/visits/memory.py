"""The memory of a door: what a door in a round keeps of its attempts, so that the next one needs no other."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from msgspec import Struct, field

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import BANDS, Instant, band, working_day
from bulou.core.visits.outcomes import (
    CONTACTED,
    NEEDS_SECOND_LOOK,
    NOBODY_LIVES_OR_IS_HERE,
    NOT_AN_ATTEMPT,
    SIGNS_OF_LIFE,
    Trigger,
)
from bulou.core.visits.state import Attempt, Contact

NOT_KNOCKS = NOT_AN_ATTEMPT | {"closed_unresolved"}
"""What is said about a door without anybody of ours going there."""

TELLING = NOBODY_LIVES_OR_IS_HERE | {"proxy"}
"""A bare no-answer afterwards does not wipe these out."""

CLOSENESS: Final[tuple[Contact, ...]] = ("", "proxy", "phone", "door")
"""From nobody to the open door."""

Slot = tuple[int, int]
"""A working day (its ordinal) and the band in it: two knocks in one slot are one try."""


class Claim(Struct, frozen=True, array_like=True):
    """Somebody's word that takes a door out of scope, the partner who was there, and what it rests on."""

    outcome: str
    author_id: Id
    partner_id: Id | None
    evidence: tuple[str, ...] = ()
    confirms: bool = False


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

    `last_by` wrote the last of them. `tried` counts knocks by band, `tried_at` is the last knock. `withdrawn` and
    `overruled`: ids that some fact supersedes or overrules; one of them may not have arrived yet. `lit_at`: the window
    was last seen lit; `dark`: the working days on which it was dark since the last sign of life.
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
    overruled: list[Id] = field(default_factory=list)
    contact: Contact = ""
    tried_at: Instant | None = None
    lit_at: Instant | None = None
    dark: list[int] = field(default_factory=list)


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
    if attempt.outcome == "amended":
        return
    if attempt.about is not None:
        memory.overruled.append(attempt.about)
    if attempt.outcome == "closed_unresolved":
        memory.closed = True
    elif attempt.outcome in {"lit", "dark"}:
        _add_light(memory, attempt, zone)
    else:
        _add_visit(memory, attempt, zone)


def is_knock(attempt: Attempt) -> bool:
    """Whether somebody of ours went to the door or called; a ruling about a visit (`about`) is none."""
    return attempt.outcome not in NOT_KNOCKS and attempt.about is None


def contact_of(attempt: Attempt) -> Contact:
    """How close this attempt came to the household: a neighbour's or relative's word, a call, the open door."""
    if attempt.outcome == "proxy":
        return "proxy"
    if attempt.outcome not in CONTACTED:
        return ""
    return "phone" if attempt.how != "door" or attempt.outcome == "screened_phone" else "door"


def _add_visit(memory: Memory, attempt: Attempt, zone: tzinfo) -> None:
    here = BANDS.index(band(attempt.at, zone))
    if is_knock(attempt):
        memory.tried[here] += 1
        memory.last_band = here
        memory.tried_at = attempt.at
        memory.contacted |= attempt.outcome in CONTACTED
        memory.contact = max(memory.contact, contact_of(attempt), key=CLOSENESS.index)
    if attempt.outcome in SIGNS_OF_LIFE:
        memory.dark = []
    _add_to_household(memory.households[attempt.household - 1], attempt, here, zone)


def _add_light(memory: Memory, attempt: Attempt, zone: tzinfo) -> None:
    """A window belongs to the whole door. Lit, it voids what was said of nobody being there."""
    if attempt.outcome == "dark":
        memory.lit_at = None
        day = working_day(attempt.at, zone).toordinal()
        memory.dark = sorted({*memory.dark, day})
        return
    memory.lit_at, memory.dark = attempt.at, []
    for mine in memory.households:
        if mine.last in NOBODY_LIVES_OR_IS_HERE | {"no_answer"}:
            mine.last = "occupied_no_answer"
        _void_absence(mine)


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
    if outcome not in NOT_AN_ATTEMPT and attempt.about is None:
        mine.knock = outcome
        mine.knocks += 1
        if here not in mine.bands:
            mine.bands.append(here)
    _add_to_absence(mine, attempt, here, zone)


def _add_to_absence(mine: Household, attempt: Attempt, here: int, zone: tzinfo) -> None:
    """What speaks for nobody living or being here; a sign of life makes all of it void."""
    if attempt.outcome in SIGNS_OF_LIFE:
        _void_absence(mine)
    elif attempt.outcome in NEEDS_SECOND_LOOK:
        claim = Claim(attempt.outcome, attempt.author_id, attempt.partner_id, attempt.evidence, attempt.confirms)
        mine.claims = [*(one for one in mine.claims if one != claim), claim]
    elif attempt.outcome == "away" or (attempt.outcome == "no_answer" and mine.away):
        slot = (working_day(attempt.at, zone).toordinal(), here)
        if mine.away is None:
            mine.away = slot
        elif slot != mine.away:
            mine.rechecks += 1


def _void_absence(mine: Household) -> None:
    mine.claims, mine.away, mine.rechecks = [], None, 0
    if mine.telling in NOBODY_LIVES_OR_IS_HERE:
        mine.telling = ""
