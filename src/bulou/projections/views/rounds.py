"""Rounds, their questions and their closings."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.rounds.facts import Question
from bulou.core.rounds.policy import RoundPolicy
from bulou.projections.read import Fence, Statement, View, read
from bulou.projections.views.classes import Flag, MaybeNumber, MaybeText, Number, Text


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


def policy_of(row: RoundRow) -> RoundPolicy:
    """The policy of a round; what it was launched without is as it is otherwise."""
    return msgspec.json.decode(row.policy, type=RoundPolicy)


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


def questions_of(sets: Iterable[QuestionSetRow], row: RoundRow) -> tuple[Question, ...]:
    """The questions that a round asks."""
    found = next((one for one in sets if one.id == row.question_set_id), None)
    return msgspec.json.decode(found.questions, type=tuple[Question, ...]) if found else ()


class WaysRow(Struct, frozen=True, kw_only=True):
    """A version of the ways of working; `policy` is JSON."""

    id: Text
    version: Number
    policy: Text

    @property
    def ways(self) -> RoundPolicy:
        """The version, read."""
        return msgspec.json.decode(self.policy, type=RoundPolicy)


class Ways(View[WaysRow], frozen=True, kw_only=True):
    """Every version of the ways of working, the first first."""

    row: ClassVar[type[Struct]] = WaysRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.region(alias="w")
        return (
            f"SELECT w.id, w.number, w.policy FROM ways_of_working w WHERE {where} ORDER BY w.number, w.position",
            params,
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


class StageRow(Struct, frozen=True, kw_only=True):
    """Whether a community has closed a round."""

    community_id: Text
    round_id: Text
    closed: Flag


class Stages(View[StageRow], frozen=True, kw_only=True):
    """Every community that the scope touches with every round, closed or not."""

    row: ClassVar[type[Struct]] = StageRow

    def statement(self, fence: Fence) -> Statement:
        """See View."""
        where, params = fence.doors()
        return (
            # Communities first: a thousand stairwells times every round would pass by with each pull.
            "SELECT m.community_id, r.id, MAX(CASE WHEN k.stage = 'approved' THEN 1 ELSE 0 END)"
            " FROM (SELECT DISTINCT s.region_id, c.community_id FROM stairwell s"
            f" JOIN compound c ON c.region_id = s.region_id AND c.id = s.compound_id WHERE {where}) m"
            " JOIN round r ON r.region_id = m.region_id"
            " LEFT JOIN closing k ON k.region_id = r.region_id AND k.round_id = r.id"
            " AND k.community_id = m.community_id GROUP BY m.community_id, r.id",
            params,
        )


def closed_rounds(scope: Scope) -> set[Id]:
    """The rounds that every community which the scope touches has closed."""
    by_round: dict[Id, list[bool]] = {}
    for row in read(scope, Stages()):
        by_round.setdefault(row.round_id, []).append(row.closed)
    return {round_id for round_id, closed in by_round.items() if all(closed)}
