"""What can be said about a door in a round: visits, windows seen from below, and what supervisors decide."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.visits.outcomes import OutcomeCode, Trigger

Count = Annotated[int, Meta(ge=0, le=999)]
Code = Annotated[str, Meta(max_length=40)]
OffsetTime = Annotated[str, Meta(max_length=40)]

How = Literal["door", "phone", "intercom", "video"]
Sign = Literal["light", "sound", "car", "meter"]
Evidence = Literal["owner_phone", "property_office", "neighbour", "relative", "building_head", "meter", "no_light",
                   "evenings", "sealed"]  # fmt: skip
"""Who says so, or what shows it: that nobody lives there, or what a neighbour or relative tells of a household."""
Answers = dict[Code, bool | int | Code]
ClosingReason = Literal["several_attempts", "refused", "no_access", "away", "demolished", "not_handed_over",
                        "sealed_off", "other"]  # fmt: skip


class VisitRecorded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt at one door (subject: dwelling). No field has a default that means "normal"; absent is not asked.

    `persons` answered or were answered for, `absent` of them were not seen. `household` of `households` tells apart
    several households behind one door. `answers` holds the round's questions by id; `triggers` what makes a person
    record possible. `appointment_at` is a time with offset, `away_until` a date. `notice_left`: a notice was put on
    the door, `notice_number` is printed on it if it bears one. Remarks travel in the private part.
    `visited_by` went when the author only typed it in (代录): from the sheet `sheet_id`, or as told on the phone.
    """

    outcome: OutcomeCode
    how: How = "door"
    source: Literal["phone", "paper", "call", "desk", "resident"] = "phone"
    visited_by: WireId | None = None
    sheet_id: WireId | None = None
    partner_id: WireId | None = None
    persons: Count | None = None
    absent: Count | None = None
    household: Annotated[int, Meta(ge=1, le=50)] = 1
    households: Annotated[int, Meta(ge=1, le=50)] | None = None
    answers: Answers = {}
    triggers: tuple[Trigger, ...] = ()
    signs: tuple[Sign, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    appointment_at: OffsetTime | None = None
    away_until: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    duplicate_of: WireId | None = None
    near: Literal["yes", "no", "unknown"] = "unknown"
    notice_left: bool = False
    notice_number: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,20}$", max_length=20)] | None = None


class VisitWithdrawn(Struct, frozen=True, kw_only=True):
    """Earlier facts about this door, named in the envelope's `supersedes`, were entered in error (误填作废)."""

    reason: Literal["mistake", "wrong_door", "double", "other"] = "mistake"


class DoorClosedUnresolved(Struct, frozen=True, kw_only=True):
    """A supervisor's decision to close a door that several attempts did not open (挂账); never counted as screened."""

    reason: ClosingReason


class ClaimConfirmed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who may decide says, as the second person, that nobody lives there (二次核实).

    Counts like a visit with this outcome; where a round asks for a supervisor, nothing else confirms.
    """

    outcome: Literal["vacant", "not_dwelling", "not_found", "duplicate"]
    how: How = "door"
    evidence: tuple[Evidence, ...] = ()
    partner_id: WireId | None = None
    household: Annotated[int, Meta(ge=1, le=50)] = 1


class LightSeen(Struct, frozen=True, kw_only=True):
    """Seen from below in the evening: the window of this door was lit, or dark (数灯). Nobody knocked."""

    lit: bool


class OutcomeOverruled(Struct, frozen=True, kw_only=True):
    """A supervisor sets the outcome of one visit aside (推翻): the door is owed again; the visit stays readable.

    It never makes a door screened. `visit` is the visit's fact, `household` the one behind the door that it was about;
    the reason in words is private.
    """

    visit: WireId
    reason: Literal["not_visited", "wrong_household", "doubtful", "complaint", "other"]
    household: Annotated[int, Meta(ge=1, le=50)] = 1


class AnswerAmended(Struct, frozen=True, kw_only=True):
    """Some answers of a visit, put right without going there again (更正回答); the first answers stay readable.

    `visit` is the visit's fact. `triggers` are those that the amended answers add; an amendment takes none away.
    """

    visit: WireId
    answers: Annotated[Answers, Meta(min_length=1)]
    triggers: tuple[Trigger, ...] = ()


class DoorRemarked(Struct, frozen=True, kw_only=True):
    """A remark about a door (备注、情况说明); its words are private. `about`: the fact that it explains."""

    about: WireId | None = None
