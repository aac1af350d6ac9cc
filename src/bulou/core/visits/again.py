"""Coming again: which doors are worth another climb now, why, and by whom."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final, Literal

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant, band
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.facts import ClosingReason
from bulou.core.visits.outcomes import SIGNS_OF_LIFE
from bulou.core.visits.state import Attempt, DoorState

Stage = Literal["later", "due", "overdue"]

BEFORE: Final = 15 * MINUTE
"""Early enough to climb the stairs before the time that was agreed."""
AFTER: Final = 30 * MINUTE
"""So long somebody may be kept waiting before the appointment counts as overdue."""

WINDOWS: Final = frozenset({
    "untouched", "no_answer", "occupied_no_answer", "no_access", "away", "vacant", "not_dwelling", "not_found", "proxy",
    "self_report", "overruled", "vacant_confirmed", "not_dwelling_confirmed", "away_final", "proxy_final",
    "closed_unresolved",
})  # fmt: skip
"""States in which a lit window would tell something: nobody of the household was met (数灯单)."""

NEEDS_KNOCKS: Final[frozenset[ClosingReason]] = frozenset({"several_attempts", "away"})
"""Reasons for closing a door that mean nothing unless somebody knocked often enough."""


def appointment(*, due_at: Instant, now: Instant) -> Stage:
    """How an appointment stands: not yet, time to go, or somebody has been kept waiting."""
    if now < due_at - BEFORE:
        return "later"
    return "due" if now <= due_at + AFTER else "overdue"


def untried_now(state: DoorState, *, now: Instant, zone: tzinfo) -> bool:
    """Whether an open door was tried, but never yet in the time band of now; what waits for a time or a person not."""
    waits = state.due_at is not None or state.second_look
    return (
        not (state.closed or state.out_of_scope or waits) and bool(state.bands) and band(now, zone) not in state.bands
    )


def lit_since(state: DoorState) -> bool:
    """Whether the window of an open door was seen lit after the last knock."""
    if state.closed or state.out_of_scope or state.lit_at is None:
        return False
    return state.tried_at is None or state.lit_at > state.tried_at


def may_look_again(attempts: Sequence[Attempt], state: DoorState, *, person_id: Id) -> bool:
    """Whether this person would be the second one: others say that nobody lives there, and they have not, nor was their
    partner among those. `attempts` stand, in the one total order.
    """
    if not state.second_look:
        return False
    since = max((index + 1 for index, one in enumerate(attempts) if one.outcome in SIGNS_OF_LIFE), default=0)
    said = [one for one in attempts[since:] if one.outcome == state.state]
    return bool(said) and all(person_id not in {one.author_id, one.partner_id} for one in said)


def may_close_unresolved(*, attempts: int, bands: int, reason: ClosingReason, policy: RoundPolicy) -> bool:
    """Whether a supervisor may close a door for this reason: knocked often enough and in enough time bands."""
    return reason not in NEEDS_KNOCKS or (attempts >= policy.close_attempts and bands >= policy.close_bands)
