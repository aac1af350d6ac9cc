"""By the book: the state of a door read off the whole list of its attempts, rule by rule as indicators.md states them.

Slow and plain on purpose, and written apart from the product: what its memory says is held against this.
"""

from collections.abc import Sequence, Set
from datetime import tzinfo
from typing import Literal, cast

from bulou.core.kernel.instants import BANDS, Band, band, working_day
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.fold import standing
from bulou.core.visits.outcomes import (
    CONTACTED,
    NEEDS_SECOND_LOOK,
    NOT_AN_ATTEMPT,
    OUTCOMES,
    SCREENED,
    SIGNS_OF_LIFE,
    TRIGGERS,
)
from bulou.core.visits.state import Attempt, Contact, DoorCode, DoorState, DoorVisits, Lack

ABSENT = NEEDS_SECOND_LOOK | {"away"}

NOT_KNOCKS = NOT_AN_ATTEMPT | {"closed_unresolved"}
"""What is said about a door without anybody of ours going there."""


def door_state(*, visits: DoorVisits, policy: RoundPolicy, zone: tzinfo) -> DoorState:
    """The one current state of a door: that of its least final household. A positive is never hidden."""
    attempts = standing(visits)
    if not attempts:
        return DoorState()
    by_household = _by_household(attempts)
    dark = _dark_days(attempts, zone)
    found = [(_household(mine, policy, zone, dark), mine) for mine in by_household]
    (code, out_of_scope, closed), least = min(found, key=lambda one: _finality(one[0]))
    knocks = [a for a in attempts if a.outcome in {*OUTCOMES, "overruled"} - NOT_KNOCKS and a.about is None]
    outcomes = {a.outcome for a in knocks}
    positive = {trigger for a in attempts if a.triggers for trigger in a.triggers}
    return DoorState(
        state=code,
        closed=closed,
        out_of_scope=out_of_scope,
        attempted=bool(knocks),
        contacted=not outcomes.isdisjoint(CONTACTED),
        contact=_contact(knocks),
        screened=code in SCREENED and closed,
        triggers=tuple(t for t in TRIGGERS if t in positive) if positive else (),
        attempts=len(knocks),
        persons=sum(_last_count(mine, "persons") for mine in by_household),
        absent=sum(_last_count(mine, "absent") for mine in by_household),
        households=len(by_household),
        due_at=_words(least)[-1].due_at if code == "appointment" else None,
        last_at=attempts[-1].at,
        tried_at=knocks[-1].at if knocks else None,
        lit_at=_lit_at(attempts),
        second_look=code in NEEDS_SECOND_LOOK,
        lacks=_lacks(least, code, policy, dark) if code in NEEDS_SECOND_LOOK else "",
        bands=tuple(one for one in BANDS if any(band(a.at, zone) == one for a in knocks)),
        next_band=None if closed or out_of_scope else next_band(attempts=knocks, zone=zone),
    )


def _by_household(attempts: Sequence[Attempt]) -> list[list[Attempt]]:
    """The attempts at each household behind the door; a supervisor's closing speaks for all of them."""
    number = max(max(a.households or 1, a.household) for a in attempts)
    if number == 1:
        return [list(attempts)]
    everybodys = {"closed_unresolved", "lit", "dark"}
    return [[a for a in attempts if a.household == one or a.outcome in everybodys] for one in range(1, number + 1)]


def _words(mine: Sequence[Attempt]) -> list[Attempt]:
    """What was said of a household itself; windows and amendments are not."""
    return [a for a in mine if a.outcome not in {"lit", "dark", "amended"}]


def _contact(knocks: Sequence[Attempt]) -> Contact:
    met = {a for a in knocks if a.outcome in CONTACTED}
    if any(a.how == "door" and a.outcome != "screened_phone" for a in met):
        return "door"
    return "phone" if met else "proxy" if any(a.outcome == "proxy" for a in knocks) else ""


def _lit_at(attempts: Sequence[Attempt]) -> int | None:
    seen = [a for a in attempts if a.outcome in {"lit", "dark"}]
    return seen[-1].at if seen and seen[-1].outcome == "lit" else None


def _dark_days(attempts: Sequence[Attempt], zone: tzinfo) -> set[object]:
    """The working days on which the window was dark since the last sign of life of anybody behind the door."""
    return {working_day(a.at, zone) for a in attempts[_since_life(attempts) :] if a.outcome == "dark"}


def next_band(*, attempts: Sequence[Attempt], zone: tzinfo) -> Band | None:
    """The time band tried least; among equals the first that comes after the last attempt's. None: never tried."""
    if not attempts:
        return None
    tried = [band(a.at, zone) for a in attempts]
    after = BANDS.index(tried[-1]) + 1
    turn = [BANDS[(after + step) % len(BANDS)] for step in range(len(BANDS))]
    return min(turn, key=tried.count)


def _finality(judged: tuple[DoorCode, bool, bool]) -> int:
    """Behind one door the household that is least final speaks; out of scope is a door only when every household is."""
    code, out_of_scope, closed = judged
    if not closed and not out_of_scope:
        return 0 if code == "untouched" else 1
    order = ["closed_unresolved", "proxy_final", "away_final", "under_observation"]
    order += ["screened_phone", "screened_part", "screened"]
    return 9 if out_of_scope else 2 + order.index(code)


def _household(
    mine: Sequence[Attempt], policy: RoundPolicy, zone: tzinfo, dark: Set[object]
) -> tuple[DoorCode, bool, bool]:
    """(state, out of scope, closed) of one household behind the door; the strongest finding wins, then the latest."""
    if not _words(mine):
        return ("untouched", False, False)
    seen = {a.outcome for a in mine}
    answered = _answered(seen, policy)
    if answered:
        return (answered, False, True)
    confirmed = None if seen.isdisjoint(NEEDS_SECOND_LOOK) else _confirmed_out_of_scope(mine, policy, dark)
    if confirmed:
        return (confirmed, True, False)
    if "closed_unresolved" in seen:
        return ("closed_unresolved", False, True)
    if "away" in seen and _away_is_final(mine, policy, zone):
        return ("away_final", False, True)
    closed = "proxy" in seen and _proxy_is_final(mine, policy, zone)
    return ("proxy_final" if closed else _interim(mine), False, closed)


def _answered(seen: Set[str], policy: RoundPolicy) -> DoorCode | None:
    """The final state of a household that answered, or that others look after."""
    by_phone = ("screened_phone",) if policy.phone_closes else ()
    final = ("under_observation", "screened", "screened_part", *by_phone)
    return next((cast("DoorCode", code) for code in final if code in seen), None)


def _interim(mine: Sequence[Attempt]) -> DoorCode:
    """The latest word on an open household; a bare no-answer does not wipe out what was learnt before it."""
    last = _words(mine)[-1]
    lit_after = any(a.outcome == "lit" for a in mine[list(mine).index(last) :])
    if lit_after and last.outcome in ABSENT | {"no_answer"}:
        return "occupied_no_answer"
    if last.outcome != "no_answer":
        return cast("DoorCode", last.outcome)
    telling = [index for index, a in enumerate(mine) if a.outcome in ABSENT | {"proxy"}]
    if not telling or (mine[telling[-1]].outcome in ABSENT and telling[-1] < _since_life(mine)):
        return "no_answer"
    return cast("DoorCode", mine[telling[-1]].outcome)


def _confirmed_out_of_scope(mine: Sequence[Attempt], policy: RoundPolicy, dark: Set[object]) -> DoorCode | None:
    """The last claim since the last sign of life that lacks nothing."""
    claims = [a for a in mine[_since_life(mine) :] if a.outcome in NEEDS_SECOND_LOOK]
    for one in reversed(claims):
        if not _lacks(mine, one.outcome, policy, dark):
            return cast("DoorCode", f"{one.outcome}_confirmed")
    return None


def _lacks(mine: Sequence[Attempt], claim: str, policy: RoundPolicy, dark: Set[object]) -> Lack:
    """Two different persons, not partners of one another; a supervisor, where asked for; evidence of emptiness."""
    said = [a for a in mine[_since_life(mine) :] if a.outcome == claim]
    pairs = [(a, b) for a in said for b in said if _independent(a, b)]
    if not pairs:
        return "person"
    if policy.confirm_by == "supervisor" and not any(a.confirms or b.confirms for a, b in pairs):
        return "supervisor"
    kinds = {kind for a in said for kind in a.evidence}
    kinds |= {"no_light"} if len(dark) > 0 else set()
    kinds |= {"evenings"} if len(dark) >= 3 else set()
    return "evidence" if claim == "vacant" and len(kinds) < policy.vacant_evidence else ""


def _since_life(mine: Sequence[Attempt]) -> int:
    """The place in the row of attempts after the last sign of life."""
    return max((index + 1 for index, a in enumerate(mine) if a.outcome in SIGNS_OF_LIFE), default=0)


def _independent(first: Attempt, second: Attempt) -> bool:
    return not {first.author_id, first.partner_id or first.author_id} & {
        second.author_id,
        second.partner_id or second.author_id,
    }


def _away_is_final(mine: Sequence[Attempt], policy: RoundPolicy, zone: tzinfo) -> bool:
    since = _since_life(mine)
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
    if "proxy" not in policy.methods:
        return False
    knocks = [a for a in _words(mine) if a.outcome not in NOT_AN_ATTEMPT and a.about is None]
    if knocks[-1:] and knocks[-1].outcome not in {"proxy", "no_answer"}:
        return False
    return (
        any(a.outcome == "proxy" for a in knocks)
        and len(knocks) >= policy.proxy_attempts
        and len({band(a.at, zone) for a in knocks}) >= policy.proxy_bands
    )


def _last_count(mine: Sequence[Attempt], name: Literal["persons", "absent"]) -> int:
    return next((count for a in reversed(mine) if (count := getattr(a, name)) is not None), 0)
