"""Decisions at the desk: rounds launched, volunteers engaged, doors closed unresolved, closings; by those in post."""

from collections.abc import Sequence
from typing import Any, Literal

from bulou.access import devices
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.facts import PostLeft
from bulou.core.rounds.facts import ClosingApproved, ClosingRequested, ClosingReturned, RoundLaunched
from bulou.core.rounds.figures import OWED_REASONS
from bulou.core.visits.facts import DoorClosedUnresolved
from bulou.intake.carrying import carried_over
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ops.demo.calendar import ZONE, RoundDates, written
from bulou.ops.demo.people import Member
from bulou.ops.demo.questions import POLICIES, QUESTION_SETS, ROUND_NAMES
from bulou.ops.demo.register import engaged
from bulou.ops.demo.town import Community, Ids
from bulou.projections.read import read
from bulou.projections.standing import round_of, standing
from bulou.projections.views.doors import DoorFilter, Doors
from bulou.projections.views.live import position
from bulou.projections.views.rounds import Closings

SEVERAL = 4
"""After so many attempts a supervisor may close a door without an answer."""
Reason = Literal["several_attempts", "refused", "no_access", "away", "other"]
_REASONS: dict[str, Reason] = {"refused": "refused", "away": "away", "no_access": "no_access"}


class Desk:
    """The decisions of named people; every one of them needs the right that their post gives."""

    def __init__(self, region_id: Id, staff: Sequence[Member], *, ids: Ids) -> None:
        self.region_id = region_id
        self.staff = list(staff)
        self._ids = ids
        self.scope = Scope(region_id=region_id, reader_id=region_id, whole_region=True)

    def launch(self, dates: RoundDates, *, now: Instant) -> None:
        """The director publishes the questions and launches a round with them."""
        questions = self._ids.new()
        body = RoundLaunched(
            number=dates.number,
            name=ROUND_NAMES[dates.number],
            opened_at=written(dates.opened),
            deadline=written(dates.deadline),
            question_set_id=questions,
            question_set_version=dates.number,
            policy=POLICIES[dates.number],
        )
        self._say(
            [
                Saying(subject_kind="question_set", subject_id=questions, body=QUESTION_SETS[dates.number]),
                Saying(subject_kind="round", subject_id=self._ids.new(), body=body),
            ],
            by=self.one("director"),
            now=now,
        )

    def engage(self, members: Sequence[Member], *, now: Instant) -> list[Member]:
        """The director takes people on; returns them as the register knows them."""
        self._say([saying for member in members for saying in engaged(member)], by=self.one("director"), now=now)
        return list(members)

    def enrol_link(self, member: Member, *, now: Instant) -> str:
        """The token of a one-time link that makes a phone this person's."""
        return write(lambda: devices.make_link(self.region_id, member.id, by=self.region_id, now=now))

    def leaves(self, member: Member, *, now: Instant) -> None:
        """Somebody's duty ends."""
        left = [
            Saying(subject_kind="post", subject_id=post, body=PostLeft(until=written(now))) for post, _ in member.areas
        ]
        self._say(left, by=self.one("director"), now=now)

    def close_unresolved(self, community: Community, *, number: int, now: Instant) -> int:
        """The secretary closes doors that several attempts did not open (挂账); they never count as screened."""
        tried = self.several_attempts(community, number=number)
        round_id = self.round(number)
        sayings = [
            Saying(
                subject_kind="dwelling",
                subject_id=door_id,
                round_id=round_id,
                body=DoorClosedUnresolved(reason=reason),
            )
            for door_id, reason in tried
        ]
        self._say(sayings, by=self.one("community_secretary", community.name), now=now)
        return len(tried)

    def several_attempts(self, community: Community, *, number: int) -> list[tuple[Id, Reason]]:
        """The open doors that were tried often enough, and why each may be closed."""
        where = DoorFilter(round_id=self.round(number), among="owed", community=community.id)
        return [
            (door.id, _REASONS.get(door.owed_reason or "", "several_attempts"))
            for door in read(self.scope, Doors(where=where))
            if door.attempts >= SEVERAL and door.owed_reason != "appointment"
        ]

    def apply_for_closing(self, community: Community, *, number: int, now: Instant) -> None:
        """The secretary applies to close, with the figures as they stand and the open doors by reason."""
        counts = self.figures(community, number=number, now=now)
        remainder = {reason: counts[f"owed_{reason}"] for reason in OWED_REASONS if counts[f"owed_{reason}"]}
        closing = self._ids.new()
        body = ClosingRequested(
            community_id=community.id,
            as_of=written(now),
            cutoff=position(self.region_id),
            figures=counts,
            remainder=remainder,
        )
        said = Saying(subject_kind="closing", subject_id=closing, body=body, round_id=self.round(number))
        self._say([said], by=self.one("community_secretary", community.name), now=now)

    def applied(self, community: Community, *, number: int) -> Id:
        """The id of a community's application that waits to be decided. Raises LookupError when there is none."""
        closings = read(self.scope, Closings(round_id=self.round(number)))
        waiting = [row.id for row in closings if row.community_id == community.id and row.stage == "requested"]
        if not waiting:
            raise LookupError(f"{community.name}: no application was made")
        return waiting[-1]

    def decide(self, community: Community, *, number: int, approve: bool, now: Instant, reason: str = "") -> None:
        """The director approves a community's closing, or sends it back with a reason."""
        closing = self.applied(community, number=number)
        body: Any = ClosingApproved(request_id=closing) if approve else ClosingReturned(request_id=closing)
        said = Saying(
            subject_kind="closing",
            subject_id=closing,
            body=body,
            round_id=self.round(number),
            private={"reason": reason} if reason else None,
        )
        left = []
        if approve:
            found = next(row for row in read(self.scope, Closings(round_id=self.round(number))) if row.id == closing)
            left = carried_over(
                self.scope, round_id=found.round_id, number=number, community_id=found.community_id, closing_id=closing
            )
        self._say([*left, said], by=self.one("director"), now=now)

    def figures(self, community: Community, *, number: int, now: Instant) -> dict[str, int]:
        """How a community stands in a round."""
        found = standing(self.scope, at=now, number=number)
        return next(counts for row, counts in found.communities if row.id == community.id)

    def round(self, number: int) -> Id:
        """The id of the round of this number."""
        found = round_of(self.scope, number)
        if found is None:
            raise LookupError(f"round {number} is not launched")
        return found.id

    def one(self, post: str, community: str = "") -> Id:
        """The first person who holds a post, in a community if one is named."""
        return next(m.id for m in self.staff if m.post == post and community in {"", m.community})

    def _say(self, sayings: list[Saying], *, by: Id, now: Instant) -> None:
        if sayings:
            say(sayings, region_id=self.region_id, by=by, now=now, zone=ZONE)
