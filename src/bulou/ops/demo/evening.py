"""The evening: everybody reports, the gaps are found and filled within the hour, and round 2 closes at 22:00."""

from functools import partial
from typing import Final

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.core.people.roles import NEIGHBOURS
from bulou.ops.demo import gaps
from bulou.ops.demo.at_once import at_once
from bulou.ops.demo.calendar import ROUNDS, moment
from bulou.ops.demo.pages import DeskPages
from bulou.ops.demo.play import Play
from bulou.ops.demo.town import Community
from bulou.ops.demo.transport import Http
from bulou.ops.demo.workers import Worker

REPORTED: Final = "21:16"
REVIEWED: Final = "21:24"
FOUND: Final = moment(30, "20:02")
"""The director has gone through the gap lists of the six communities."""
HEARD_AGAIN: Final = ("head30",)
CLOSES: Final = ROUNDS[1].deadline


def plan_evenings(play: Play, desk: DeskPages, *, days: tuple[int, ...]) -> None:
    """Every evening everybody reports the day, and secretaries and director go through it."""
    for day in days:
        play.plan(moment(day, REPORTED), partial(_everybody_reports, play))
        play.plan(moment(day, REVIEWED), lambda at: desk.look_over(now=at))


def plan_last_evening(play: Play, desk: DeskPages) -> None:
    """30 January from 19:46: loose ends are tied, gaps are filled, and six communities close at the same moment."""
    play.plan(moment(30, "19:50"), lambda at: desk.look_over(now=at))
    play.plan(moment(30, "19:54"), lambda at: _silent_phones_speak(play, at))
    play.plan(moment(30, "19:58"), lambda at: _grid_is_taken_over(play, desk, at))
    play.plan(moment(30, "20:00"), lambda at: desk.judge(now=at))
    gaps.plan(play, desk, found=FOUND)
    for turn, community in enumerate(play.town.communities):
        play.plan(
            moment(30, "21:30") + turn * 3 * MINUTE,
            partial(_close_unresolved, desk, community),
        )
    play.plan(CLOSES, lambda at: _close(play, desk, at))


def _everybody_reports(play: Play, at: Instant) -> None:
    for worker in play.workers.values():
        if worker.phone.token and not worker.silent:
            worker.deliver(at)


def _silent_phones_speak(play: Play, at: Instant) -> None:
    """The battery of one is charged, the lost batch of another is sent again from what the phone kept."""
    for login, worker in play.workers.items():
        if login in HEARD_AGAIN or worker.phone.outbox:
            worker.phone.push(now=at)
            worker.silent = worker.member.login in play.off_duty


def _grid_is_taken_over(play: Play, desk: DeskPages, at: Instant) -> None:
    """The grid of whoever was sent home goes to a neighbour; the phone has its doors at once."""
    for login in play.off_duty:
        left = play.workers[login].member
        follower = _follower(play, left.community)
        desk.gives(follower.member, "grid_worker", f"{left.area_kind}:{left.areas[0][1]}", now=at)
        follower.phone.pull(now=at)


def _follower(play: Play, community: str) -> Worker:
    """A neighbour of the same community if there is one: the last who joined."""
    neighbours = [one for one in play.workers.values() if one.member.post in NEIGHBOURS and not one.silent]
    return max(neighbours, key=lambda one: (one.member.community == community, one.member.since))


def _close_unresolved(desk: DeskPages, community: Community, at: Instant) -> None:
    desk.close_unresolved(community, number=2, now=at)


def _close(play: Play, desk: DeskPages, at: Instant) -> None:
    """Every phone delivers at the same moment, each on its own connection; then every community closes at another."""
    heard = [worker for worker in play.workers.values() if worker.phone.token and not worker.silent]
    lines = [Http(desk.host, desk.port) for _ in heard]
    for worker, line in zip(heard, lines, strict=True):
        worker.phone.transport = line
    at_once([partial(worker.deliver, at) for worker in heard])
    for worker, line in zip(heard, lines, strict=True):
        worker.phone.transport = play.transport
        line.close()
    desk.close_at_once(play.town.communities, number=2, now=at)
