"""Windows: in the evening grid workers count from below which of the doors that nobody opened are lit (数灯)."""

from functools import partial
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ops.demo.calendar import moment
from bulou.ops.demo.play import Play
from bulou.ops.demo.walk import DONE, knocks
from bulou.ops.demo.workers import Worker

EVENINGS: Final = (moment(28, "20:52"), moment(29, "20:52"))


def plan(play: Play) -> None:
    """On two evenings of round 2."""
    for at in EVENINGS:
        play.plan(at, partial(_count, play))


def _count(play: Play, at: Instant) -> None:
    for worker in play.workers.values():
        if worker.member.post == "grid_worker" and not worker.silent:
            _look_up(worker, at)


def _look_up(worker: Worker, at: Instant) -> None:
    """A light is a sign of life, a dark window evidence that nobody lives there; nobody knocks."""
    current = worker.round
    if current is None:
        return
    for door_id in _unopened(worker, current["id"]):
        lit = worker.behind.lit(door_id)
        worker.phone.write("LightSeen", ("dwelling", door_id), {"lit": lit}, at=at, round_id=current["id"])
    worker.deliver(at)


def _unopened(worker: Worker, round_id: Id) -> list[Id]:
    tried = {door_id: knocks(worker.seen(round_id, door_id)) for door_id in worker.doors()}
    return [door for door, some in tried.items() if some and DONE.isdisjoint(one["outcome"] for one in some)]
