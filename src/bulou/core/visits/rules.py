"""What follows from what is said of a door: its one state, where to try next, and who may take what back."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Final, Literal, cast

import msgspec

from bulou.core.catalogue import CATALOGUE, Right, body_of
from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import BANDS, Band
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.fold import standing
from bulou.core.visits.memory import Claim, Household, Memory, remember
from bulou.core.visits.outcomes import FINALITY, NEEDS_SECOND_LOOK, SCREENED, TRIGGERS
from bulou.core.visits.state import DoorCode, DoorState, DoorVisits, Lack

ANSWERED: Final[tuple[DoorCode, ...]] = ("under_observation", "screened", "screened_part", "screened_phone")
"""What an answer can be, the strongest first."""

DARK_EVENINGS: Final = 3
"""So many evenings without light are evidence of their own (Dunhua 2022: three evening rounds)."""

OVER_OTHERS: Final[tuple[Right, ...]] = ("close_doors", "enter_for_others")
"""Either right lets take back what somebody else said of a visit: a supervisor's, or that of who types in sheets."""

Finding = tuple[DoorCode, bool, bool]
"""(state, out of scope, closed) of one household."""


def may_take_back(*, said: Fact, by: Id, holds: Callable[[Right], bool]) -> bool:
    """You take back what you said yourself or had written down for you; what others said, only if you may say the like.

    A ruling is taken back by those who may rule, a colleague's visit by supervisors and those who type in sheets
    (`OVER_OTHERS`). `said` is a fact about the same door; `holds` tells whether `by` held a right there and then.
    """
    if by == said.author_id or by == _written_down_for(said):
        return True
    right = CATALOGUE[said.kind].right
    return any(map(holds, OVER_OTHERS)) if right == "visit" else holds(right)


def _written_down_for(said: Fact) -> Id | None:
    """Who went when somebody else typed the visit in (代录)."""
    try:
        return body_of(said).visited_by if said.kind == "VisitRecorded" else None
    except msgspec.ValidationError:
        return None


def door_state(*, visits: DoorVisits, policy: RoundPolicy, zone: tzinfo) -> DoorState:
    """The one current state of a door, from every attempt at it."""
    return state_of(remember(standing(visits), withdrawn=visits.withdrawn, zone=zone), policy)


def state_of(memory: Memory, policy: RoundPolicy) -> DoorState:
    """The one current state of a door: that of its least final household. A positive is never hidden."""
    if memory.last is None:
        return DoorState()
    found = [_household(mine, policy, memory) for mine in memory.households]
    least = min(range(len(found)), key=lambda index: _finality(found[index]))
    code, out_of_scope, closed = found[least]
    knocks = sum(memory.tried)
    return DoorState(
        state=code,
        closed=closed,
        out_of_scope=out_of_scope,
        attempted=knocks > 0,
        contacted=memory.contacted,
        contact=memory.contact,
        screened=code in SCREENED and closed,
        triggers=tuple(t for t in TRIGGERS if t in memory.triggers) if memory.triggers else (),
        attempts=knocks,
        persons=_sum(memory.households, "persons"),
        absent=_sum(memory.households, "absent"),
        households=len(memory.households),
        due_at=memory.households[least].due_at if code == "appointment" else None,
        last_at=memory.last[0],
        tried_at=memory.tried_at,
        lit_at=memory.lit_at,
        second_look=code in NEEDS_SECOND_LOOK,
        lacks=_lacking(memory.households[least].claims, code, memory.dark, policy),
        bands=tuple(one for one, knocks in zip(BANDS, memory.tried, strict=True) if knocks),
        next_band=None if closed or out_of_scope else next_band(tried=memory.tried, last=memory.last_band),
    )


def next_band(*, tried: Sequence[int], last: int | None) -> Band | None:
    """The time band tried least; among equals the first that comes after the last attempt's. None: never tried."""
    if last is None:
        return None
    turn = [(last + step) % len(BANDS) for step in range(1, len(BANDS) + 1)]
    return BANDS[min(turn, key=tried.__getitem__)]


def _finality(found: Finding) -> int:
    """How far a household is: open ones first, and out of scope only after every way of being closed."""
    code, out_of_scope, closed = found
    if out_of_scope:
        return len(FINALITY) + 2
    return FINALITY.index(code) + 2 if closed else int(code != "untouched")


def _household(mine: Household, policy: RoundPolicy, memory: Memory) -> Finding:
    """The strongest finding wins, then the latest; a supervisor's closing speaks for every household."""
    answered = _answered(mine, policy)
    if answered:
        return (answered, False, True)
    confirmed = _confirmed_out_of_scope(mine.claims, memory.dark, policy)
    if confirmed:
        return (confirmed, True, False)
    if memory.closed:
        return ("closed_unresolved", False, True)
    given_up = _given_up(mine, policy)
    return (given_up or _interim(mine), False, given_up is not None)


def _given_up(mine: Household, policy: RoundPolicy) -> DoorCode | None:
    """The final state of a household that was tried often enough."""
    if mine.rechecks >= policy.away_rechecks:
        return "away_final"
    return "proxy_final" if _proxy_is_final(mine, policy) else None


def _answered(mine: Household, policy: RoundPolicy) -> DoorCode | None:
    """The final state of a household that answered, or that others look after."""
    for code in ANSWERED:
        if code in mine.seen and (policy.phone_closes or code != "screened_phone"):
            return code
    return None


def _interim(mine: Household) -> DoorCode:
    """The latest word on an open household; a bare no-answer does not wipe out what was learnt before it."""
    if not mine.seen:
        return "untouched"
    return cast("DoorCode", mine.telling if mine.last == "no_answer" and mine.telling else mine.last)


def _confirmed_out_of_scope(claims: Sequence[Claim], dark: Sequence[int], policy: RoundPolicy) -> DoorCode | None:
    """What two different persons, not partners of one another, say since the last sign of life, with its evidence."""
    for claim in reversed(claims):
        if not _lacking(claims, claim.outcome, dark, policy):
            return cast("DoorCode", f"{claim.outcome}_confirmed")
    return None


def _lacking(claims: Sequence[Claim], outcome: str, dark: Sequence[int], policy: RoundPolicy) -> Lack:
    """What is still missing before a claim is confirmed, the first thing first; "" where there is no such claim."""
    said = [one for one in claims if one.outcome == outcome]
    pairs = [(first, second) for first in said for second in said if _independent(first, second)]
    if not pairs:
        return "person" if outcome in NEEDS_SECOND_LOOK else ""
    if policy.confirm_by == "supervisor" and not any(first.confirms or second.confirms for first, second in pairs):
        return "supervisor"
    return "evidence" if outcome == "vacant" and _kinds_of_evidence(said, dark) < policy.vacant_evidence else ""


def _kinds_of_evidence(said: Sequence[Claim], dark: Sequence[int]) -> int:
    """Dark windows count as what they show: one evening, or three."""
    seen = {"no_light"} if dark else set()
    if len(dark) >= DARK_EVENINGS:
        seen.add("evenings")
    return len(seen.union(*(one.evidence for one in said)))


def _independent(first: Claim, second: Claim) -> bool:
    return not {first.author_id, first.partner_id or first.author_id} & {
        second.author_id,
        second.partner_id or second.author_id,
    }


def _proxy_is_final(mine: Household, policy: RoundPolicy) -> bool:
    return (
        "proxy" in policy.methods
        and mine.knock in {"proxy", "no_answer"}
        and "proxy" in mine.seen
        and mine.knocks >= policy.proxy_attempts
        and len(mine.bands) >= policy.proxy_bands
    )


def _sum(households: Sequence[Household], name: Literal["persons", "absent"]) -> int:
    return sum(getattr(mine, name) or 0 for mine in households)
