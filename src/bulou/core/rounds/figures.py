"""Figures of a round: what one door adds to every count, and the counts of an area (docs/reference/indicators.md)."""

from collections.abc import Iterable, Mapping
from typing import Final

from bulou.core.visits.state import DoorState

OWED_REASONS: Final = (
    "untouched",
    "no_answer",
    "occupied_no_answer",
    "no_access",
    "appointment",
    "refused",
    "away",
    "second_look",
    "proxy",
    "self_report",
    "language",
    "phone_not_final",
    "overruled",
)
"""Why a door is still owed; `untouched` is what is left of E - C when the others are taken away."""

_REASON_OF: Final = {
    "refused_soft": "refused",
    "vacant": "second_look",
    "not_dwelling": "second_look",
    "not_found": "second_look",
    "duplicate": "second_look",
    "unable": "language",
    "screened_phone": "phone_not_final",
}

COUNTS: Final = (
    "out_of_scope",
    "attempted",
    "contacted",
    "contacted_phone",
    "proxied",
    "screened",
    "screened_part",
    "screened_phone",
    "closed",
    "unresolved",
    "away_final",
    "proxy_final",
    "observed",
    "positive",
    "persons",
    "absent",
    *(f"owed_{reason}" for reason in OWED_REASONS if reason != "untouched"),
)
"""The counters of a roll-up row, each the sum over the doors of one stairwell in one round."""

_CLOSED_AS: Final = {
    "screened_part": "screened_part",
    "screened_phone": "screened_phone",
    "closed_unresolved": "unresolved",
    "away_final": "away_final",
    "proxy_final": "proxy_final",
    "under_observation": "observed",
}


def owed_reason(door: DoorState) -> str | None:
    """Why this door is still owed, or None when it is closed or out of scope."""
    if door.closed or door.out_of_scope:
        return None
    return _REASON_OF.get(door.state, door.state)


def counts_of(door: DoorState) -> dict[str, int]:
    """What one door adds to each counter; counters that it does not touch are absent."""
    counts = {"positive": int(bool(door.triggers))}
    if door.out_of_scope:
        return {name: number for name, number in {**counts, "out_of_scope": 1}.items() if number}
    counts |= {
        "attempted": int(door.attempted),
        "contacted": int(door.contacted),
        "contacted_phone": int(door.contact == "phone"),
        "proxied": int(door.contact == "proxy"),
        "screened": int(door.screened),
        "closed": int(door.closed),
        "persons": door.persons if door.screened else 0,
        "absent": door.absent if door.screened else 0,
    }
    if door.closed and door.state in _CLOSED_AS:
        counts[_CLOSED_AS[door.state]] = 1
    reason = owed_reason(door)
    if reason and reason != "untouched":
        counts[f"owed_{reason}"] = 1
    return {name: number for name, number in counts.items() if number}


def area_figures(*, listed: int, rollups: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The figures of an area from its listed doors and roll-up rows: sums, eligible, owed, and what is untouched."""
    sums = dict.fromkeys(COUNTS, 0)
    for row in rollups:
        for name in COUNTS:
            sums[name] += row.get(name, 0)
    eligible = listed - sums["out_of_scope"]
    owed = eligible - sums["closed"]
    known = sum(sums[f"owed_{reason}"] for reason in OWED_REASONS if reason != "untouched")
    return {"listed": listed, **sums, "eligible": eligible, "owed": owed, "owed_untouched": owed - known}
