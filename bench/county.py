"""A county under load: 2,000 doors, forty workers with a phone each, and the batches that they send; or larger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulou.access import devices
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant, local
from bulou.core.people.facts import AreaKind, PersonEngaged, PostKind, PostTaken
from bulou.core.rounds.facts import QuestionSetPublished, RoundLaunched
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.territory.facts import (
    CommunityListed,
    CompoundListed,
    DwellingListed,
    GridDrawn,
    StairwellAssigned,
    StairwellListed,
)
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.vault import keyring

WORKERS = 40
DOORS = 50
"""So many doors a worker, and so many facts a batch."""
CODE = "bench"


@dataclass
class Worker:
    """A grid worker, her doors, her phone and the last number that it wrote."""

    person_id: Id
    device_id: Id
    token: str
    doors: list[Id] = field(default_factory=list)
    wrote: int = 0


class County:
    """The region as it was founded, the workers, and somebody with a phone who may see all of it."""

    def __init__(self, now: Instant, *, code: str = CODE, workers: int = WORKERS) -> None:
        self.now = now
        self.began = now - 20 * DAY
        self.walks = 0
        self.visited = self.crowded = ""
        self.region = regions.Region(
            region_id=new_id(now), code=code, name_zh="测速县", name_en="Bench County", timezone="Asia/Shanghai"
        )
        write(lambda: regions.found(self.region, epoch=new_id(now)))
        keyring.make(self.region.region_id)
        community, compound = new_id(now), new_id(now)
        self._say(Saying(subject_kind="community", subject_id=community, body=CommunityListed(name="东关")))
        self._say(
            Saying(
                subject_kind="compound", subject_id=compound, body=CompoundListed(community_id=community, name="东院")
            )
        )
        self.workers = [self._worker(number, community, compound) for number in range(workers)]
        self.director = self._engage("director", "region", self.region.region_id)

    def _say(self, *sayings: Saying) -> None:
        region_id = self.region.region_id
        say(sayings, region_id=region_id, by=region_id, now=self.began, zone=self.region.zone, trusted=True)

    def _worker(self, number: int, community: Id, compound: Id) -> Worker:
        grid = new_id(self.began)
        doors: list[Id] = []
        self._say(
            Saying(subject_kind="grid", subject_id=grid, body=GridDrawn(community_id=community, number=number + 1))
        )
        for stair in range(4):
            self._say(*self._stairwell(compound, grid, number * 4 + stair, doors))
        worker = self._engage("grid_worker", "grid", grid)
        worker.doors = doors[:DOORS]
        return worker

    def _stairwell(self, compound: Id, grid: Id, number: int, doors: list[Id]) -> Iterator[Saying]:
        stairwell = new_id(self.began)
        listed = StairwellListed(compound_id=compound, label=str(number), sort=number)
        yield Saying(subject_kind="stairwell", subject_id=stairwell, body=listed)
        yield Saying(subject_kind="stairwell", subject_id=stairwell, body=StairwellAssigned(grid_id=grid))
        for flat in range(13):
            doors.append(new_id(self.began))
            body = DwellingListed(stairwell_id=stairwell, label=f"{flat + 1}01", floor=flat + 1, sort=flat)
            yield Saying(subject_kind="dwelling", subject_id=doors[-1], body=body)

    def _engage(self, post: PostKind, kind: AreaKind, area: Id) -> Worker:
        person, device = new_id(self.began), new_id(self.began)
        since = local(self.began - DAY, self.region.zone).isoformat()
        taken = PostTaken(person_id=person, post=post, area_kind=kind, area_id=area, since=since)
        self._say(
            Saying(subject_kind="staff", subject_id=person, body=PersonEngaged(), private={"name": "张三"}),
            Saying(subject_kind="post", subject_id=new_id(self.began), body=taken),
        )
        return Worker(person_id=person, device_id=device, token=self._enrol(person, device))

    def _enrol(self, person: Id, device: Id) -> str:
        region_id = self.region.region_id
        link = write(lambda: devices.make_link(region_id, person, by=region_id, now=self.now))
        done = write(lambda: devices.enrol(region_id, token=link, device_id=device, name="bench", now=self.now))
        if isinstance(done, str):
            raise RuntimeError(done)  # noqa: TRY004  # a refusal's code, not a wrong type
        return done[1]

    def launch(self, number: int) -> Id:
        """A new round: nobody has been at any of its doors."""
        questions, round_id = new_id(self.began), new_id(self.began)
        at = local(self.began, self.region.zone).isoformat()
        launched = RoundLaunched(
            number=number, name={"zh": "一", "en": "1"}, opened_at=at, deadline=at, question_set_id=questions,
            question_set_version=1, policy=RoundPolicy(),
        )  # fmt: skip
        published = QuestionSetPublished(number=number, questions=(), read_out={"zh": "一", "en": "1"})
        self._say(
            Saying(subject_kind="question_set", subject_id=questions, body=published),
            Saying(subject_kind="round", subject_id=round_id, body=launched),
        )
        return round_id

    def walk(self, round_id: Id, *, facts: int = DOORS) -> Iterator[tuple[Worker, bytes]]:
        """Every worker goes past so many doors once, all in the same hour, and sends one batch of it."""
        self.walks += 1
        begins = self.began + self.walks * 2 * HOUR
        for worker in self.workers:
            doors = enumerate(worker.doors[:facts])
            visits = [self._visit(worker, door, round_id, begins + n * MINUTE, n) for n, door in doors]
            head = {"protocol": 1, "device_id": worker.device_id, "wrote": worker.wrote, "unsent": 0}
            yield worker, f'{json.dumps(head)[:-1]},"facts":[{",".join(visits)}]}}'.encode()

    def _visit(self, worker: Worker, door: Id, round_id: Id, at: Instant, number: int) -> str:
        worker.wrote += 1
        answered = {"outcome": "screened", "persons": 4, "answers": {"returnee": False, "symptom": False}}
        body = {"outcome": "no_answer", "signs": ["light"]} if number % 3 else answered
        fact = {
            "region_id": self.region.region_id, "fact_id": new_id(at), "act_id": new_id(at),
            "device_id": worker.device_id, "device_seq": worker.wrote, "author_id": worker.person_id,
            "kind": "VisitRecorded", "version": 1, "subject": {"kind": "dwelling", "id": door}, "round_id": round_id,
            "occurred_at": local(at, self.region.zone).isoformat(timespec="milliseconds"), "skew_ms": 120, "body": body,
        }  # fmt: skip
        written = json.dumps(fact, separators=(",", ":"))
        digest = hashlib.sha256(written.encode()).hexdigest()
        return f'{{"id":"{fact["fact_id"]}","hash":"{digest}","fact":{written}}}'
