"""Gaps: the open doors that the director finds in the evening, help sent where it lacks, and all filled in an hour."""

from collections import Counter
from functools import partial
from itertools import cycle
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, MINUTE, Instant
from bulou.ops.demo.pages import DeskPages
from bulou.ops.demo.play import Play
from bulou.ops.demo.workers import Worker

STEP: Final = 15 * MINUTE
HELPED: Final = 0.45
"""How much shorter the pauses are when others come along."""
SPARES: Final = 0.1
"""A community with a smaller share of open doors can do without its volunteers tonight."""
LACKS: Final = 0.15
"""One with a larger share gets them."""
Places = dict[Id, tuple[str, Id]]
"""Community and compound of every door of the list."""


def plan(play: Play, desk: DeskPages, *, found: Instant) -> None:
    """From the moment when the lists have been gone through until an hour later."""
    play.plan(found, lambda at: _find(play, desk, at))
    for at in range(found + STEP, found + HOUR + 1, STEP):
        play.plan(at, partial(_fill, play, at - STEP))
    play.plan(found + HOUR, lambda _at: _end(play))


def _find(play: Play, desk: DeskPages, at: Instant) -> None:
    doors = desk.gap_list(now=at)
    _send_help(play, desk, doors, at)
    for login, dealt in _deal(play, doors).items():
        if dealt:
            play.workers[login].sent_to(dealt, at=at)


def _send_help(play: Play, desk: DeskPages, doors: list[Id], at: Instant) -> None:
    """Volunteers of communities that will close go to the compounds elsewhere that have the most open doors."""
    places = _places(play)
    size = Counter(community for community, _ in places.values())
    owed = Counter(places[door] for door in doors if door in places)
    share = {one: sum(n for (name, _), n in owed.items() if name == one) / size[one] for one in size}
    wanting = [compound for (community, compound), _ in owed.most_common() if share[community] > LACKS]
    spare = [
        worker
        for worker in play.workers.values()
        if worker.member.post == "volunteer" and not worker.silent and share[worker.member.community] < SPARES
    ]
    for worker, compound in zip(spare, cycle(wanting), strict=False):
        desk.gives(worker.member, "volunteer", f"compound:{compound}", now=at)
        worker.phone.pull(now=at)


def _places(play: Play) -> Places:
    return {
        door.id: (community.name, compound.id)
        for community in play.town.communities
        for compound in community.compounds
        for door in compound.doors
    }


def _deal(play: Play, doors: list[Id]) -> dict[str, list[Id]]:
    """Every door to somebody whose phone has it, the least laden first."""
    dealt: dict[str, list[Id]] = {login: [] for login in play.workers}
    for door_id in doors:
        able = [login for login, worker in play.workers.items() if worker.may_go_to(door_id, number=2)]
        if able:
            dealt[min(able, key=lambda login: len(dealt[login]))].append(door_id)
    return dealt


def _fill(play: Play, since: Instant, at: Instant) -> None:
    """A while at the doors of the gap list; what is met goes out at once."""
    for worker in play.workers.values():
        if worker.persuades:
            _hurry(worker, since, at)


def _hurry(worker: Worker, since: Instant, at: Instant) -> None:
    usual, worker.pace = worker.pace, worker.pace * HELPED
    worker.work(max(worker.worked_until, since), at)
    worker.pace, worker.worked_until = usual, max(worker.worked_until, at)
    worker.deliver(at)


def _end(play: Play) -> None:
    for worker in play.workers.values():
        worker.persuades = False
