"""What follows from the attempts at a door: its one state, whether it is closed, and where to try next."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import cast

from bulou.core.kernel.instants import BANDS, Band, band, working_day
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.fold import standing
from bulou.core.visits.outcomes import CONTACTED, NEEDS_SECOND_LOOK, NOT_AN_ATTEMPT, SCREENED, SIGNS_OF_LIFE, TRIGGERS
from bulou.core.visits.state import Attempt, DoorCode, DoorState, DoorVisits

OUT_OF_SCOPE = frozenset(f"{code}_confirmed" for code in NEEDS_SECOND_LOOK)
CLOSING = frozenset(
    {"under_observation", "screened", "screened_part", "away_final", "proxy_final", "closed_unresolved"}
)
"""Final states of an eligible door; screened_phone joins them where the round allows it."""


def door_state(*, visits: DoorVisits, policy: RoundPolicy, zone: tzinfo) -> DoorState:
    """The one current state of a door: that of its least final household. A positive is never hidden."""
    attempts = standing(visits)
    if not attempts:
        return DoorState()
    households = max([a.households or 1 for a in attempts] + [a.household for a in attempts])
    code, out_of_scope, closed = min(
        (_household(attempts, number, policy, zone) for number in range(1, households + 1)), key=_finality
    )
    knocks = [a for a in attempts if a.outcome not in NOT_AN_ATTEMPT and a.outcome != "closed_unresolved"]
    return DoorState(
        state=code,
        closed=closed,
        out_of_scope=out_of_scope,
        attempted=bool(knocks),
        contacted=any(a.outcome in CONTACTED for a in knocks),
        screened=code in SCREENED and closed,
        triggers=tuple(t for t in TRIGGERS if any(t in a.triggers for a in attempts)),
        attempts=len(knocks),
        persons=sum(_last_count(attempts, number, "persons") for number in range(1, households + 1)),
        absent=sum(_last_count(attempts, number, "absent") for number in range(1, households + 1)),
        households=households,
        due_at=attempts[-1].due_at if code == "appointment" else None,
        last_at=attempts[-1].at,
        second_look=code in NEEDS_SECOND_LOOK,
        next_band=None if closed or out_of_scope else next_band(attempts=knocks, zone=zone),
    )


def next_band(*, attempts: Sequence[Attempt], zone: tzinfo) -> Band | None:
    """The time band tried least; among equals the first that comes after the last attempt's. None: never tried."""
    if not attempts:
        return None
    tried = [band(a.at, zone) for a in attempts]
    after = BANDS.index(tried[-1]) + 1
    turn = [BANDS[(after + step) % len(BANDS)] for step in range(len(BANDS))]
    return min(turn, key=tried.count)


def _finality(judged: tuple[DoorCode, bool, bool]) -> tuple[bool, bool]:
    code, out_of_scope, closed = judged
    return (closed or out_of_scope, code != "untouched")


def _household(
    attempts: Sequence[Attempt], number: int, policy: RoundPolicy, zone: tzinfo
) -> tuple[DoorCode, bool, bool]:
    """(state, out of scope, closed) of one household behind the door; the strongest finding wins, then the latest."""
    mine = [a for a in attempts if a.household == number or a.outcome == "closed_unresolved"]
    if not mine:
        return ("untouched", False, False)
    answered = _answered(mine, policy)
    if answered:
        return (answered, False, True)
    confirmed = _confirmed_out_of_scope(mine)
    if confirmed:
        return (confirmed, True, False)
    given_up = _given_up(mine, policy, zone)
    return (given_up, False, True) if given_up else (_interim(mine), False, False)


def _answered(mine: Sequence[Attempt], policy: RoundPolicy) -> DoorCode | None:
    """The final state of a household that answered, or that others look after."""
    seen = {a.outcome for a in mine}
    by_phone = ("screened_phone",) if policy.phone_closes else ()
    final = ("under_observation", "screened", "screened_part", *by_phone)
    return next((cast("DoorCode", code) for code in final if code in seen), None)


def _given_up(mine: Sequence[Attempt], policy: RoundPolicy, zone: tzinfo) -> DoorCode | None:
    """The final state of a household that nobody reached: by decision, gone away, or known from others."""
    if any(a.outcome == "closed_unresolved" for a in mine):
        return "closed_unresolved"
    if _away_is_final(mine, policy, zone):
        return "away_final"
    return "proxy_final" if _proxy_is_final(mine, policy, zone) else None


def _interim(mine: Sequence[Attempt]) -> DoorCode:
    """The latest word on an open household; a bare no-answer does not wipe out what was learnt before it."""
    last = mine[-1].outcome
    if last != "no_answer":
        return last
    telling = [a.outcome for a in mine if a.outcome in NEEDS_SECOND_LOOK or a.outcome in {"away", "proxy"}]
    return telling[-1] if telling else last


def _confirmed_out_of_scope(mine: Sequence[Attempt]) -> DoorCode | None:
    """Two different persons, not partners of one another, say the same since the last sign of life."""
    since = max((index + 1 for index, a in enumerate(mine) if a.outcome in SIGNS_OF_LIFE), default=0)
    claims = [a for a in mine[since:] if a.outcome in NEEDS_SECOND_LOOK]
    for second in reversed(claims):
        for first in claims:
            if first.outcome == second.outcome and _independent(first, second):
                return cast("DoorCode", f"{second.outcome}_confirmed")
    return None


def _independent(first: Attempt, second: Attempt) -> bool:
    return not {first.author_id, first.partner_id or first.author_id} & {
        second.author_id,
        second.partner_id or second.author_id,
    }


def _away_is_final(mine: Sequence[Attempt], policy: RoundPolicy, zone: tzinfo) -> bool:
    since = max((index + 1 for index, a in enumerate(mine) if a.outcome in SIGNS_OF_LIFE), default=0)
    claims = [index for index, a in enumerate(mine) if index >= since and a.outcome == "away"]
    if not claims:
        return False
    first = mine[claims[0]]
    rechecks = [
        a
        for a in mine[claims[0] + 1 :]
        if a.outcome in {"away", "no_answer"}
        and (working_day(a.at, zone), band(a.at, zone)) != (working_day(first.at, zone), band(first.at, zone))
    ]
    return len(rechecks) >= policy.away_rechecks


def _proxy_is_final(mine: Sequence[Attempt], policy: RoundPolicy, zone: tzinfo) -> bool:
    knocks = [a for a in mine if a.outcome not in NOT_AN_ATTEMPT]
    if knocks[-1:] and knocks[-1].outcome not in {"proxy", "no_answer"}:
        return False
    return (
        any(a.outcome == "proxy" for a in knocks)
        and len(knocks) >= policy.proxy_attempts
        and len({band(a.at, zone) for a in knocks}) >= policy.proxy_bands
    )


def _last_count(attempts: Sequence[Attempt], number: int, name: str) -> int:
    counts = [getattr(a, name) for a in attempts if a.household == number and getattr(a, name) is not None]
    return int(counts[-1]) if counts else 0
