"""Playing: everything that happens in the story, in the order of time, on as many phones as there are workers."""

import heapq
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ops.demo.behind import Behind
from bulou.ops.demo.calendar import Shift
from bulou.ops.demo.decisions import Desk
from bulou.ops.demo.pace import Pace
from bulou.ops.demo.people import Member, people
from bulou.ops.demo.phone import Later, Phone
from bulou.ops.demo.town import SEED, Ids, Town
from bulou.ops.demo.transport import Transport
from bulou.ops.demo.workers import Worker

Happening = Callable[[Instant], None]
CLOCKS = (0, 0, 0, 0, 0, 0, 0, 1500, -2300, 9000, 0, 0, 130_000, 0, 0, 0, -2_400_000)
"""How far phones' clocks are off, in milliseconds: most right, a few by seconds, one by forty minutes."""
PATIENCE = 500
"""So many requests in a row that nobody answers mean that the server is broken, not busy."""
MODELS = ("Redmi 9", "HONOR 9X", "vivo Y3", "OPPO A5", "HUAWEI nova 5", "Redmi Note 8")


class Play:
    """The agenda, the phones and the desk of one performance."""

    def __init__(
        self, town: Town, *, transport: Transport, pace: Pace, progress: Callable[[Instant], None] = lambda _at: None
    ) -> None:
        self.town = town
        self.staff = people(town)
        self.transport = transport
        self.pace = pace
        self.progress = progress
        self.rng = Random(SEED + 3)  # noqa: S311  # invented behaviour, not a secret
        self.desk = Desk(town.region_id, self.staff, ids=Ids(self.rng))
        self.behind = Behind(town, rng=self.rng)
        self.workers: dict[str, Worker] = {}
        self.off_duty: set[str] = set()
        self.leisure = 1.0
        self._agenda: list[tuple[Instant, int, Happening]] = []
        self._order = 0

    def ahead(self, until: Instant) -> int:
        """How many happenings are on the agenda before an instant."""
        return sum(1 for at, _, _ in self._agenda if at <= until)

    def plan(self, at: Instant, happening: Happening) -> None:
        """Puts something on the agenda."""
        self._order += 1
        heapq.heappush(self._agenda, (at, self._order, happening))

    def run(self, *, until: Instant) -> None:
        """Plays what is planned before `until`. Who cannot be served now comes again later, as a phone does.

        Returns between two happenings when the pace is stopped. Raises Later when the server has served nobody for a
        long time.
        """
        in_vain = 0
        while self._agenda and self._agenda[0][0] <= until:
            at, order, happening = self._agenda[0]
            if not self._reached(at):
                return
            heapq.heappop(self._agenda)
            try:
                happening(at)
            except Later as later:
                in_vain += 1
                if in_vain > PATIENCE:
                    raise
                heapq.heappush(self._agenda, (at + max(later.wait, MINUTE), order, happening))
                continue
            in_vain = 0
            self.progress(at)
        self.pace.reach(until)

    def _reached(self, at: Instant) -> bool:
        """Whether the time has come; not when it is over before."""
        if not self.pace.stopped:
            self.pace.reach(at)
        return not self.pace.stopped

    def agenda(self) -> list[tuple[Instant, int]]:
        """What is still to happen: when, and as which of everything that was planned."""
        return sorted((at, order) for at, order, _ in self._agenda)

    def go_on(self, agenda: Sequence[tuple[Instant, int]]) -> None:
        """Of everything that was planned, in the same order as the first time, only this is still to happen."""
        planned = {order: happening for _, order, happening in self._agenda}
        self._agenda = [(at, order, planned[order]) for at, order in agenda]
        heapq.heapify(self._agenda)

    def engage(self, members: Sequence[Member], *, at: Instant) -> None:
        """The director takes people on; whoever keeps the register says under which id each is known from now on."""
        engaged = {member.login: member for member in self.desk.engage(members, now=at)}
        self.staff = [engaged.get(member.login, member) for member in self.staff]
        for login in self.workers.keys() & engaged.keys():
            self.workers[login].member = engaged[login]

    def plan_enrolment(self, members: Sequence[Member], *, begins: Instant, minutes: float) -> None:
        """Phones are enrolled one after the other, so many minutes for all of them."""
        for turn, member in enumerate(members):
            handset = self._handset(member, begins)
            worker = Worker(member, handset, self.behind, seed=SEED + 100 + len(self.workers))
            self.workers[member.login] = worker
            self.plan(begins + round(turn * minutes * MINUTE / len(members)), partial(self._enrol, worker))

    def _handset(self, member: Member, made: Instant) -> Phone:
        off = CLOCKS[len(self.workers) % len(CLOCKS)]
        chance = Random(int(member.id, 16))  # noqa: S311  # the same story every time
        return Phone(self.transport, region=self.town.code, made=made, chance=chance, clock_off=off)

    def _enrol(self, worker: Worker, at: Instant) -> None:
        link = self.desk.enrol_link(worker.member, now=at)
        worker.phone.enrol(link, name=self.rng.choice(MODELS), now=at)
        worker.phone.pull(now=at)

    def plan_shift(self, worker: Worker, shift: Shift, *, every: int, pulls: bool = True) -> None:
        """A shift of one worker: the doors are pulled, then walked, and what was written goes out now and then."""
        begins = shift.begins + self.rng.randint(0, 12) * MINUTE
        mine = Shift(begins=begins, ends=shift.ends + self.rng.randint(-10, 5) * MINUTE)
        self.plan(begins, lambda _at: worker.begin(mine, pulls=pulls))
        since = begins
        while since < mine.ends:
            until = min(since + every * MINUTE, mine.ends)
            self.plan(until, partial(self._work, worker, since))
            since = until

    def _work(self, worker: Worker, since: Instant, until: Instant) -> None:
        if worker.silent:
            return
        if worker.worked_until < until:
            worker.work(max(since, worker.worked_until), until)
            worker.worked_until = until
        worker.deliver(until)
