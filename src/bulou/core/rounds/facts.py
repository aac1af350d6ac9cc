"""What can be said about rounds: questions published, a round launched, its closing applied for and approved."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.outcomes import Trigger

Words = dict[Literal["zh", "en"], Annotated[str, Meta(max_length=400)]]
Code = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
OffsetTime = Annotated[str, Meta(max_length=40)]
Figures = dict[str, int]


class Option(Struct, frozen=True, kw_only=True):
    """One answer of a choice question."""

    code: Code
    text: Words


class Question(Struct, frozen=True, kw_only=True):
    """One question of a round. A `trigger` makes "yes" a positive and a person record possible."""

    id: Code
    type: Literal["yes_no", "count", "choice"]
    text: Words
    trigger: Trigger | None = None
    options: tuple[Option, ...] = ()


class QuestionSetPublished(Struct, frozen=True, kw_only=True):
    """A version of a question set (subject: question_set); a change is a new version for the next round."""

    number: Annotated[int, Meta(ge=1, le=999)]
    questions: Annotated[tuple[Question, ...], Meta(max_length=40)]
    read_out: Words


class WaysPublished(Struct, frozen=True, kw_only=True):
    """A version of the ways of working (subject: ways); it takes effect when a round is launched with it."""

    number: Annotated[int, Meta(ge=1, le=999)]
    policy: RoundPolicy


class RoundLaunched(Struct, frozen=True, kw_only=True):
    """A round begins for the whole region. Policy and questions are immutable from here on.

    `policy` is a copy of the ways of working of `ways_version`, so that nothing published later can change it.

    `fallback_signed` says that doors were in fallback; who signed for which area is said of the area.
    """

    number: Annotated[int, Meta(ge=1, le=999)]
    name: Words
    opened_at: OffsetTime
    deadline: OffsetTime
    question_set_id: WireId
    question_set_version: Annotated[int, Meta(ge=1, le=999)]
    policy: RoundPolicy
    fallback_signed: bool = False
    ways_version: Annotated[int, Meta(ge=1, le=999)] | None = None


class ClosingRequested(Struct, frozen=True, kw_only=True):
    """A community applies to close its part of a round (申请结轮; subject: closing).

    Holds the figures as of `as_of` and position `cutoff`, so that they print the same a year later; `remainder` counts
    the open doors by reason (empty: nothing is open); `waived` names the phones not heard from.
    """

    community_id: WireId
    as_of: OffsetTime
    cutoff: Annotated[int, Meta(ge=0, le=2**53)]
    figures: Figures
    remainder: Figures = {}
    waived: tuple[WireId, ...] = ()


class ClosingApproved(Struct, frozen=True, kw_only=True):
    """The director approves a community's closing (核准结轮)."""

    request_id: WireId


class DoorCarriedOver(Struct, frozen=True, kw_only=True):
    """A door that a closed round left open goes on the books (挂账; subject: dwelling): first in the next round.

    Said when the closing is approved. `number` is the round's, `reason` why the door was still owed there, or
    "unresolved" where a supervisor had closed it without an answer.
    """

    closing_id: WireId
    number: Annotated[int, Meta(ge=1, le=999)]
    reason: Annotated[str, Meta(max_length=24)]


class DoorStruckOff(Struct, frozen=True, kw_only=True):
    """A supervisor takes a door off the books without an answer (销号); the words are private.

    What a later round settles needs no such fact: it is struck off by that.
    """

    how: Literal["demolished", "moved_out", "merged", "handed_over", "other"]


class StrikeOffWithdrawn(Struct, frozen=True, kw_only=True):
    """A door was struck off by mistake; the striking off stands in the envelope's `supersedes`."""


class ClosingReturned(Struct, frozen=True, kw_only=True):
    """The director sends a closing back; the reason is private."""

    request_id: WireId
