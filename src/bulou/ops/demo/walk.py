"""The walk: which doors a worker goes to in a shift and in which order, from what the phone knows."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from bulou.core.kernel.instants import HOUR, Instant, band, working_day
from bulou.ops.demo.calendar import ZONE, Shift

DONE: Final = {"screened", "screened_part", "screened_phone", "under_observation", "closed_unresolved"}
NOBODY: Final = {"vacant", "not_dwelling"}
REFUSED: Final = {"refused", "refused_soft"}
NO_ATTEMPT: Final = {"lit", "dark", "overruled", "amended"}
ENOUGH: Final = 6
Seen = dict[str, Any]


class Errand(NamedTuple):
    """One door to try, and how; `due` is set for an appointment."""

    rank: int
    turn: int
    door_id: str
    how: str
    due: Instant | None


def knocks(seen: Iterable[Seen]) -> list[Seen]:
    """What came of going there or calling; a window counted or a remark is no attempt."""
    return [one for one in seen if one["outcome"] not in NO_ATTEMPT]


def errands(
    doors: Sequence[str], seen: dict[str, list[Seen]], *, me: str, shift: Shift, phones: bool,
    first: Container[str] = (),
) -> list[Errand]:  # fmt: skip
    """What is worth doing in this shift: appointments, second looks, doors that an earlier round left open (`first`).

    Then the untouched, then the least tried.
    """
    tried = {door_id: knocks(some) for door_id, some in seen.items()}
    return sorted(_errands(doors, tried, me=me, shift=shift, phones=phones, first=first))


def _errands(
    doors: Sequence[str], seen: dict[str, list[Seen]], *, me: str, shift: Shift, phones: bool, first: Container[str]
) -> Iterator[Errand]:
    for turn, door_id in enumerate(doors):
        attempts = seen.get(door_id)
        if not attempts:
            yield Errand(1 if door_id in first else 2, turn, door_id, "door", None)
            continue
        outcomes = [one["outcome"] for one in attempts]
        if not DONE.isdisjoint(outcomes) or len(attempts) >= ENOUGH:
            continue
        rank = _rank(attempts, outcomes, me=me, shift=shift)
        if rank is None:
            continue
        by_phone = phones and rank > 2 and len(attempts) % 2 == 1 and NOBODY.isdisjoint(outcomes)
        due = attempts[-1].get("due_at") if rank == 0 else None
        yield Errand(rank, turn, door_id, "phone" if by_phone else "door", due)


def _rank(attempts: list[Seen], outcomes: list[str], *, me: str, shift: Shift) -> int | None:
    """How urgent another try is; None: not in this shift, or not by me."""
    last = attempts[-1]
    due = last.get("due_at")
    if last["outcome"] == "appointment" and due:
        return 0 if shift.begins - HOUR <= due <= shift.ends else (None if due > shift.ends else 3)
    claimed = {one["author_id"] for one in attempts if one["outcome"] in NOBODY}
    if claimed:
        return None if me in claimed or len(claimed) > 1 else 1
    if _same_hours(last["at"], shift.begins) or sum(one in REFUSED for one in outcomes) > 1:
        return None
    if "away" in outcomes and not _same_hours(_first(attempts, "away"), last["at"]):
        return None
    return 2 + len(attempts)


def _first(attempts: Iterable[Seen], outcome: str) -> Instant:
    return next(int(one["at"]) for one in attempts if one["outcome"] == outcome)


def _same_hours(one: Instant, other: Instant) -> bool:
    """Whether two instants lie in one time band of one working day: another knock then teaches nothing."""
    return (working_day(one, ZONE), band(one, ZONE)) == (working_day(other, ZONE), band(other, ZONE))
