"""What can be said about a door in a round: visits, withdrawals, and a supervisor's closing without an answer."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.visits.outcomes import OutcomeCode, Trigger

Count = Annotated[int, Meta(ge=0, le=999)]
Code = Annotated[str, Meta(max_length=40)]
OffsetTime = Annotated[str, Meta(max_length=40)]

How = Literal["door", "phone", "intercom", "video"]
Sign = Literal["light", "sound", "car", "meter"]
Evidence = Literal["owner_phone", "property_office", "neighbour", "meter", "evenings", "sealed"]


class VisitRecorded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt at one door (subject: dwelling). No field has a default that means "normal"; absent is not asked.

    `persons` answered or were answered for, `absent` of them were not seen. `household` of `households` tells apart
    several households behind one door. `answers` holds the round's questions by id; `triggers` what makes a person
    record possible. `appointment_at` is a time with offset, `away_until` a date. Remarks travel in the private part.
    """

    outcome: OutcomeCode
    how: How = "door"
    source: Literal["phone", "paper", "call", "desk", "resident"] = "phone"
    partner_id: WireId | None = None
    persons: Count | None = None
    absent: Count | None = None
    household: Annotated[int, Meta(ge=1, le=50)] = 1
    households: Annotated[int, Meta(ge=1, le=50)] | None = None
    answers: dict[Code, bool | int | Code] = {}
    triggers: tuple[Trigger, ...] = ()
    signs: tuple[Sign, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    appointment_at: OffsetTime | None = None
    away_until: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    duplicate_of: WireId | None = None
    near: Literal["yes", "no", "unknown"] = "unknown"


class VisitWithdrawn(Struct, frozen=True, kw_only=True):
    """Earlier facts about this door, named in the envelope's `supersedes`, were entered in error (误填作废)."""

    reason: Literal["mistake", "wrong_door", "double", "other"] = "mistake"


class DoorClosedUnresolved(Struct, frozen=True, kw_only=True):
    """A supervisor's decision to close a door that several attempts did not open (挂账); never counted as screened."""

    reason: Literal["several_attempts", "refused", "no_access", "away", "other"]
