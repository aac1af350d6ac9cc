"""The story: what happens from the emergency call of 25 January to the evening of the 30th, put on the agenda."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ops.demo.behind import Answered
from bulou.ops.demo.calendar import (
    CLASSMATES_COME,
    FEVER_FOUND,
    RECRUITED,
    ROUNDS,
    moment,
    shifts,
)
from bulou.ops.demo.people import Member
from bulou.ops.demo.play import Play
from bulou.ops.demo.town import Community
from bulou.ops.demo.workers import Worker

LOST: Final = 3
SENT_AFTER: Final = 1
EVERY: Final = 105
"""Minutes between two deliveries of a phone; there is no signal in the stairwells."""
OFFLINE: Final = 11
"""One phone of so many."""
NO_SIGNAL: Final = (
    (moment(26, "08:40"), moment(26, "15:30"), 0),
    (moment(29, "13:50"), moment(29, "21:05"), 5),
)
"""When a mast is down: from, to, and the first of the phones concerned."""
LAST_EVENING: Final = 25
"""Towards 22:00 everybody delivers more often."""
PACES: Final = {
    1: {"祖师庙": 0.8, "东关": 0.85, "小府": 0.65, "学背后": 0.7, "桥南": 0.5, "西关": 0.75},
    2: {"祖师庙": 1.9, "东关": 1.3, "小府": 0.75, "学背后": 0.85, "桥南": 0.7, "西关": 1.0},
    3: {"祖师庙": 0.8, "东关": 0.9, "小府": 0.7, "学背后": 0.7, "桥南": 0.7, "西关": 0.8},
}
"""By round: how much the pauses are stretched; some communities are shorter of hands than others."""


def plan_round_1(play: Play) -> None:
    """25 to 27 January: launch, enrolment, three days at the doors, the closing of every community."""
    first = ROUNDS[0]
    play.plan(first.opened, lambda at: play.desk.launch(first, now=at))
    field = [m for m in play.staff if m.field and m.since < first.opened]
    play.plan_enrolment(field, begins=moment(25, "08:36"), minutes=70)
    set_paces(play, 1)
    for day in (25, 26, 27):
        plan_day(play, field, day)
    play.plan(FEVER_FOUND, lambda at: _fever(play, at))
    _plan_added_doors(play, moment(26, "15:05"), doors=6)
    for turn, community in enumerate(play.town.communities):
        closes = moment(27, "21:32") + turn * 4 * MINUTE
        play.plan(closes, partial(_close_unresolved, play, community))
        _plan_closing(play, turn, applies=closes + 2 * MINUTE)


def _close_unresolved(play: Play, community: Community, at: Instant) -> None:
    play.desk.close_unresolved(community, number=1, now=at)


def _plan_closing(play: Play, turn: int, *, applies: Instant) -> None:
    """The secretary applies; the director approves. The second community's first application is sent back."""
    community = play.town.communities[turn]

    def apply(at: Instant) -> None:
        play.desk.apply_for_closing(community, number=1, now=at)

    def decide(at: Instant, *, approve: bool = True) -> None:
        reason = "" if approve else "水利小区有十几户只写了“已排查”，没有人数变化，先核对再报"
        play.desk.decide(community, number=1, approve=approve, now=at, reason=reason)

    play.plan(applies, apply)
    if community.name == "东关":
        play.plan(moment(27, "22:05"), lambda at: decide(at, approve=False))
        play.plan(moment(27, "22:48"), apply)
    play.plan(moment(27, "22:50") + turn * MINUTE, decide)


def plan_round_2(play: Play) -> None:
    """28 to 30 January: volunteers, refined questions, a compound short of staff, and what the evening shows."""
    second = ROUNDS[1]
    recruits = [m for m in play.staff if m.since == RECRUITED]
    play.plan(RECRUITED, lambda at: play.engage(recruits, at=at))
    play.plan(second.opened, lambda at: play.desk.launch(second, now=at))
    play.plan_enrolment(recruits, begins=moment(28, "08:40"), minutes=50)
    play.plan(moment(28, "08:35"), lambda _at: set_paces(play, 2))
    field = [m for m in play.staff if m.field and m.since <= RECRUITED]
    for day in (28, 29, 30):
        plan_day(play, field, day)
    classmates = [m for m in play.staff if m.since == CLASSMATES_COME]
    play.plan(CLASSMATES_COME, lambda at: play.engage(classmates, at=at))
    play.plan_enrolment(classmates, begins=CLASSMATES_COME + 5 * MINUTE, minutes=8)
    for shift in shifts(30)[1:]:
        for one in classmates:
            play.workers[one.login].looks_again = True
            begins = max(shift.begins, CLASSMATES_COME + 20 * MINUTE)
            play.plan_shift(play.workers[one.login], type(shift)(begins=begins, ends=shift.ends), every=EVERY)
    _plan_added_doors(play, moment(29, "10:20"), doors=3)
    _plan_loose_ends(play)


def plan_day(play: Play, members: Sequence[Member], day: int) -> None:
    """The three shifts of a day for these people; whose phone is pulled begins the day with what others found."""
    for turn, shift in enumerate(shifts(day)):
        every = LAST_EVENING if (day, turn) == (30, 2) else EVERY
        for member in members:
            play.plan_shift(play.workers[member.login], shift, every=every, pulls=turn != 1)


def set_paces(play: Play, number: int) -> None:
    """From now on everybody works as fast as the community's hands allow in this round."""
    for worker in play.workers.values():
        worker.pace = PACES[number][worker.member.community] * play.leisure


def _fever(play: Play, at: Instant) -> None:
    """A grid worker of 学背后 finds a resident with fever, back from Wuhan; the household is watched from then on."""
    worker = _grid_worker(play, "学背后")
    current = worker.round
    if current is None:
        return
    door_id = worker.first_untouched()
    household = play.behind.households[door_id]
    household.temper, household.trigger = "observed", None
    triggers = ["returnee", "symptom"]
    body = {"outcome": "screened", "persons": max(household.persons, 3), "triggers": triggers}
    worker.visit(door_id, Answered(body=body, takes=0, trigger="symptom"), at=at, current=current)
    worker.phone.push(now=at)


def _plan_added_doors(play: Play, at: Instant, *, doors: int) -> None:
    """Doors that no list had: a flat behind a shop, a hut in a yard."""

    def add(community: str, now: Instant) -> None:
        worker = _grid_worker(play, community)
        current = worker.round
        if current is not None:
            worker.add_door(worker.last_stairwell(), "后院平房", at=now, current=current)
            worker.phone.push(now=now)

    names = [community.name for community in play.town.communities]
    for turn in range(doors):
        play.plan(at + turn * 3 * MINUTE, partial(add, names[turn % len(names)]))


def _grid_worker(play: Play, community: str, *, turn: int = 0) -> Worker:
    """A grid worker of a community; in a town that lacks it, of any."""
    workers = [worker for worker in play.workers.values() if worker.member.post == "grid_worker"]
    here = [worker for worker in workers if worker.member.community == community]
    return (here or workers)[turn % len(here or workers)]


def _plan_loose_ends(play: Play) -> None:
    """What the last evening shows beside the doors: held facts, silent phones, a gap, a street in fallback."""
    play.plan(moment(27, "23:40"), lambda _at: _falls_silent(play, "head11"))
    play.plan(moment(29, "21:30"), lambda _at: _falls_silent(play, "head30"))
    play.plan(moment(30, "11:20"), lambda at: _strays(play, at, "东关", trigger=None))
    play.plan(moment(30, "16:25"), lambda at: _strays(play, at, "小府", trigger="returnee"))
    play.plan(moment(30, "19:31"), lambda at: _loses_facts(play, at))
    play.plan(moment(30, "17:45"), lambda at: _goes_off_duty(play, at))
    for begins, ends, turn in NO_SIGNAL:
        play.plan(begins, partial(_lose_signal, play, ends, turn))


def _lose_signal(play: Play, ends: Instant, turn: int, _at: Instant) -> None:
    """Some phones are offline for hours; people go on and everything arrives later."""
    for worker in list(play.workers.values())[turn::OFFLINE]:
        worker.no_signal_until = ends


def _falls_silent(play: Play, login: str) -> None:
    if login in play.workers:
        play.workers[login].silent = True


def _strays(play: Play, at: Instant, community: str, *, trigger: str | None) -> None:
    """A worker helps out at a neighbour's door, outside the own area: the visit is kept and held."""
    worker, other = _grid_worker(play, community), _grid_worker(play, community, turn=1)
    current = worker.round
    if current is None:
        return
    body = {"outcome": "screened", "persons": 4, **({"triggers": [trigger]} if trigger else {})}
    worker.visit(other.doors()[-1], Answered(body=body, takes=0), at=at, current=current)
    worker.phone.push(now=at)


def _loses_facts(play: Play, at: Instant) -> None:
    """A batch is lost on the way: the server learns that more was written than it has."""
    for worker in (one for one in play.workers.values() if one.member.community == "祖师庙"):
        worker.work(max(worker.worked_until, at - 50 * MINUTE), at)
        worker.worked_until = at
        numbers = [fact.seq for fact in worker.phone.outbox]
        if len(numbers) > LOST + SENT_AFTER:
            worker.phone.push(now=at, keep_back=numbers[-LOST - SENT_AFTER : -SENT_AFTER])
            worker.silent = True
            return
        worker.phone.push(now=at)


def _goes_off_duty(play: Play, at: Instant) -> None:
    """A grid worker is sent home with a cough; the street in the grid has no head, so only the tract cadre is left."""
    worker = _grid_worker(play, "西关", turn=2)
    play.desk.leaves(worker.member, now=at)
    worker.silent = True
    play.off_duty.add(worker.member.login)
