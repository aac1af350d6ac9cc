"""The third round: the notice of 31 January, questions changed overnight, and its first day."""

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ops.demo.calendar import ROUNDS
from bulou.ops.demo.play import Play
from bulou.ops.demo.story import plan_day, set_paces

DAY = 31


def plan_round_3(play: Play) -> None:
    """31 January: launched before half past eight; whoever goes to the doors has pulled the new questions."""
    third = ROUNDS[2]
    play.plan(third.opened, lambda at: play.desk.launch(third, now=at))
    play.plan(third.opened + 5 * MINUTE, lambda at: _begin(play, at))
    plan_day(play, [member for member in play.staff if member.field], DAY)


def _begin(play: Play, _at: Instant) -> None:
    set_paces(play, 3)
    for worker in play.workers.values():
        worker.looks_again = False
