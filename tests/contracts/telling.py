"""A telling: what people say about one door, one after the other, written as facts like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Raw, Struct

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact, Subject
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.facts import (
    AnswerAmended,
    ClaimConfirmed,
    DoorClosedUnresolved,
    LightSeen,
    OutcomeOverruled,
    VisitRecorded,
    VisitWithdrawn,
)
from bulou.ledger.append import as_entry

REGION, DOOR, ROUND = "1" * 32, "d" * 32, "e" * 32
LI, WANG, ZHAO, SECRETARY = "a1" * 16, "a2" * 16, "a3" * 16, "a9" * 16
PHONES = {LI: "b1" * 16, WANG: "b2" * 16, ZHAO: "b3" * 16}
"""The secretary speaks at the desk and has no phone."""
NEVER = 1 << 52
"""When the server recorded it: long after everything was said, so that the device's clock decides."""


@dataclass(frozen=True)
class Said:
    """Something that one person said at a time "30 19:46" (January 2020, the region's clock) or a full ISO time."""

    body: Struct
    by: str
    at: str
    supersedes: tuple[str, ...] = ()
    label: str = ""
    skew_ms: int | None = None


@dataclass(frozen=True)
class Case:
    """One telling in the order in which it arrives, and what it must add up to (only the fields that matter)."""

    name: str
    said: Sequence[Said]
    expect: dict[str, Any]
    policy: RoundPolicy = field(default_factory=RoundPolicy)
    timezone: str = "Asia/Shanghai"

    @property
    def entries(self) -> list[Entry]:
        """The telling as entries, in the order of arrival."""
        return entries(self.said)


def visit(
    outcome: str, *, at: str, by: str = LI, corrects: Sequence[str] = (), label: str = "", **body: object
) -> Said:
    skew = body.pop("skew_ms", None)
    recorded = msgspec.convert({"outcome": outcome, **body}, VisitRecorded)
    return Said(recorded, by, at, tuple(corrects), label, skew if isinstance(skew, int) else None)


def withdrawal(*gone: str, at: str, by: str = LI) -> Said:
    return Said(VisitWithdrawn(), by, at, gone)


def closed(*, at: str, by: str = SECRETARY, label: str = "") -> Said:
    return Said(DoorClosedUnresolved(reason="several_attempts"), by, at, (), label)


def window(*, at: str, lit: bool, by: str = LI) -> Said:
    return Said(LightSeen(lit=lit), by, at)


def confirmed(outcome: str, *, at: str, by: str = SECRETARY, **body: object) -> Said:
    return Said(msgspec.convert({"outcome": outcome, **body}, ClaimConfirmed), by, at)


def overruled(number: int, *, at: str, label: str = "", household: int = 1) -> Said:
    """A supervisor sets aside what was said as the number-th of the case."""
    body = OutcomeOverruled(visit=_id(0xF, number), reason="doubtful", household=household)
    return Said(body, SECRETARY, at, (), label)


def amended(number: int, *, at: str, triggers: Sequence[str] = (), by: str = SECRETARY) -> Said:
    """Answers of what was said as the number-th of the case are put right."""
    body = {"visit": _id(0xF, number), "answers": {"symptom": bool(triggers)}, "triggers": triggers}
    return Said(msgspec.convert(body, AnswerAmended), by, at)


def entries(said: Sequence[Said]) -> list[Entry]:
    ids = {one.label: _id(0xF, number) for number, one in enumerate(said, 1) if one.label}
    sequence: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for index, one in sorted(enumerate(said), key=lambda pair: (_occurred(pair[1].at), pair[0])):
        sequence[one.by] = sequence.get(one.by, 0) + 1
        numbers[index] = sequence[one.by]
    return [_entry(one, index + 1, numbers[index], ids) for index, one in enumerate(said)]


def _entry(one: Said, number: int, seq: int, ids: dict[str, str]) -> Entry:
    phone = PHONES.get(one.by)
    fact = Fact(
        region_id=REGION,
        fact_id=_id(0xF, number),
        act_id=_id(0xC, number),
        author_id=one.by,
        kind=type(one.body).__name__,
        version=1,
        subject=Subject("dwelling", DOOR),
        occurred_at=_written(one.at),
        body=Raw(msgspec.json.encode(one.body)),
        device_id=phone,
        device_seq=seq if phone else None,
        round_id=ROUND,
        skew_ms=one.skew_ms,
        supersedes=tuple(ids[label] for label in one.supersedes),
    )
    return as_entry(fact, position=number, recorded_at=NEVER)


def _written(at: str) -> str:
    if "T" in at:
        return at
    day, _, time = at.partition(" ")
    return f"2020-01-{day}T{time}:00.000+08:00"


def _occurred(at: str) -> Instant:
    return parse_instant(_written(at))


def _id(kind: int, number: int) -> str:
    return f"{kind:x}{number:031x}"
