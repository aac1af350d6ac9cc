"""Rounds, their questions and their closings."""

from typing import ClassVar

from msgspec import Struct

from bulou.projections.read import Fence, Statement, View
from bulou.projections.views.classes import MaybeNumber, MaybeText, Number, Text


class RoundRow(Struct, frozen=True, kw_only=True):
    """A round; `name` and `policy` are JSON."""

    id: Text
    number: Number
    name: Text
    opened_at: Number
    deadline: Number
    question_set_id: Text
    question_set_version: Number
    policy: Text


class Rounds(View[RoundRow], frozen=True, kw_only=True):
    """Every round of the region, the first first."""

    row: ClassVar[type[Struct]] = RoundRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="r")
        return (
            "SELECT r.id, r.number, r.name, r.opened_at, r.deadline, r.question_set_id, r.question_set_version,"
            f" r.policy FROM round r WHERE {where} ORDER BY r.number, r.position",
            params,
        )


class QuestionSetRow(Struct, frozen=True, kw_only=True):
    """A version of the questions; `questions` and `read_out` are JSON."""

    id: Text
    version: Number
    questions: Text
    read_out: Text
    position: Number


class QuestionSets(View[QuestionSetRow], frozen=True, kw_only=True):
    """Question sets that were published after a position."""

    row: ClassVar[type[Struct]] = QuestionSetRow
    after: int = 0

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="q")
        return (
            "SELECT q.id, q.number, q.questions, q.read_out, q.position FROM question_set q"
            f" WHERE {where} AND q.position > %s ORDER BY q.number",
            [*params, self.after],
        )


class ClosingRow(Struct, frozen=True, kw_only=True):
    """A community's closing of a round; figures, remainder and waived are JSON."""

    id: Text
    round_id: Text
    community_id: Text
    stage: Text
    requested_by: Text
    requested_at: Number
    as_of: Number
    cutoff: Number
    figures: Text
    remainder: Text
    waived: Text
    decided_by: MaybeText
    decided_at: MaybeNumber


class Closings(View[ClosingRow], frozen=True, kw_only=True):
    """The closings of a round, the latest application of a community last."""

    row: ClassVar[type[Struct]] = ClosingRow
    round_id: str

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="k")
        return (
            "SELECT k.id, k.round_id, k.community_id, k.stage, k.requested_by, k.requested_at, k.as_of, k.cutoff,"
            " k.figures, k.remainder, k.waived, k.decided_by, k.decided_at FROM closing k"
            f" WHERE {where} AND k.round_id = %s ORDER BY k.requested_at, k.position",
            [*params, self.round_id],
        )
