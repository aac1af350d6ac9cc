"""A small town for tests: two communities, a building, a lane, staff, a round; all of it was said through intake.

水利小区 has one building of two stairwells, six floors of two flats each; 学背巷 is a lane of five houses; both lie in
东关. 桥南 has 河边小区 with one stairwell of four flats that nobody owns, and 新村, where nobody has listed a door yet.
"""

import json
from collections.abc import Iterable
from datetime import timedelta, timezone
from itertools import count

from msgspec import Raw, Struct, field
from msgspec.json import encode

from bulou.access import accounts, devices
from bulou.access.accounts import Account
from bulou.core.households.facts import HouseholdCounted
from bulou.core.kernel.envelope import fact_hash
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, MINUTE, Instant, local, parse_instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.facts import AreaKind, PersonEngaged, PostKind, PostTaken
from bulou.core.rounds.facts import Question, QuestionSetPublished, RoundLaunched
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.territory.facts import (
    BuildingListed,
    CommunityListed,
    CompoundListed,
    DwellingListed,
    GridDrawn,
    StairwellAssigned,
    StairwellListed,
)
from bulou.core.visits.facts import VisitRecorded
from bulou.intake.incoming import Incoming
from bulou.intake.push import push
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.vault import keyring

ZONE = timezone(timedelta(hours=8))
NOW: Instant = parse_instant("2020-01-30T19:46:05+08:00")
OPENED: Instant = parse_instant("2020-01-29T08:00:00+08:00")
DEADLINE: Instant = parse_instant("2020-01-30T22:00:00+08:00")


class Phone(Struct, kw_only=True):
    """An enrolled phone and the last number that it wrote."""

    device_id: Id
    person_id: Id
    wrote: int = 0


class Town(Struct, kw_only=True):
    """Ids by the names that tests use: doors as "水利小区 1-1-101", people by their post or name."""

    region: regions.Region
    round_id: Id = ""
    communities: dict[str, Id] = field(default_factory=dict)
    compounds: dict[str, Id] = field(default_factory=dict)
    stairwells: dict[str, Id] = field(default_factory=dict)
    grids: dict[str, Id] = field(default_factory=dict)
    doors: dict[str, Id] = field(default_factory=dict)
    people: dict[str, Id] = field(default_factory=dict)
    posts: dict[str, Id] = field(default_factory=dict)

    @property
    def region_id(self) -> Id:
        return self.region.region_id

    @property
    def scope(self) -> Scope:
        """The scope of somebody who sees the whole region."""
        return Scope(region_id=self.region_id, reader_id=self.people["director"], whole_region=True)

    def say(self, *sayings: Saying, by: str = "", at: Instant = OPENED) -> None:
        """Says it as somebody of the town, or as its founder."""
        say(
            sayings,
            region_id=self.region_id,
            by=self.people[by] if by else self.region_id,
            now=at,
            zone=ZONE,
            trusted=not by,
        )

    def visit(self, door: str, body: VisitRecorded, *, by: str = "grid_worker", at: Instant = NOW - HOUR) -> None:
        """Records a visit at the desk, in the round."""
        self.say(
            Saying(subject_kind="dwelling", subject_id=self.doors[door], body=body, round_id=self.round_id),
            by=by,
            at=at,
        )

    def engage(self, name: str, post: PostKind, kind: AreaKind, area: Id, *, key: str = "") -> Id:
        """Somebody works here from the first day on."""
        person, taken = new_id(OPENED), new_id(OPENED)
        since = local(OPENED - 24 * HOUR, ZONE).isoformat()
        body = PostTaken(person_id=person, post=post, area_kind=kind, area_id=area, since=since)
        self.say(
            Saying(subject_kind="staff", subject_id=person, body=PersonEngaged(), private={"name": name}),
            Saying(subject_kind="post", subject_id=taken, body=body),
        )
        self.people[key or name], self.posts[key or name] = person, taken
        return person

    def phone(self, person: str, *, at: Instant = OPENED) -> Phone:
        """Enrols a phone for somebody of the town."""
        token = devices.make_link(self.region_id, self.people[person], by=self.region_id, now=at)
        device_id = new_id(at)
        devices.enrol(self.region_id, token=token, device_id=device_id, name="红米 9", now=at)
        return Phone(device_id=device_id, person_id=self.people[person])

    def push(
        self, phone: Phone, visits: Iterable[tuple[Id, VisitRecorded]], *, said: Instant, received: Instant
    ) -> None:
        """A phone wrote visits at doors at one time, and they arrive at another."""
        batch = []
        for door_id, body in visits:
            phone.wrote += 1
            fact = {
                "region_id": self.region_id, "fact_id": new_id(said), "act_id": new_id(said),
                "author_id": phone.person_id, "kind": "VisitRecorded", "version": 1,
                "subject": {"kind": "dwelling", "id": door_id}, "occurred_at": local(said, ZONE).isoformat(),
                "body": json.loads(encode(body)), "device_id": phone.device_id, "device_seq": phone.wrote,
                "round_id": self.round_id,
            }  # fmt: skip
            written = encode(fact)
            batch.append(Incoming(id=str(fact["fact_id"]), hash=fact_hash(written), fact=Raw(written)))
        push(
            region_id=self.region_id, incoming=batch, device_id=phone.device_id,
            hearing=devices.Hearing(wrote=phone.wrote, unsent=0), now=received,
        )  # fmt: skip

    def sign_in_token(self, person: str, *, at: Instant = NOW) -> str:
        """A one-time sign-in token for somebody with a post at the desk."""
        account_id = new_id(at)
        account = Account(
            id=account_id, login=f"{person}-{account_id[-4:]}", region_id=self.region_id,
            person_id=self.people[person], disabled=False,
        )  # fmt: skip

        def job() -> str:
            accounts.open_account(account)
            return accounts.make_link(account_id, now=at)

        return write(job)


def local_time(at: Instant) -> str:
    """A time as a fact states it."""
    return local(at, ZONE).isoformat()


def build_town(*, floors: int = 6, launched: bool = True, code: str = "jixian") -> Town:
    """Founds the region and says everything that the module's first lines promise; nobody has visited a door yet."""
    region = regions.Region(
        region_id=new_id(OPENED), code=code, name_zh="吉县", name_en="Ji County", timezone="Asia/Shanghai"
    )
    regions.forget()
    write(lambda: regions.found(region, epoch=new_id(OPENED)))
    keyring.make(region.region_id)
    town = Town(region=region)
    for number, (name, english) in enumerate((("东关", "Dongguan"), ("桥南", "Qiaonan"))):
        town.communities[name] = new_id(OPENED)
        listed = CommunityListed(name=name, name_en=english, sort=number)
        town.say(Saying(subject_kind="community", subject_id=town.communities[name], body=listed))
    _compound(town, "东关", "水利小区", stairwells=2, floors=floors)
    _lane(town, "东关", "学背巷", houses=5)
    _compound(town, "桥南", "河边小区", stairwells=1, floors=2)
    _compound(town, "桥南", "新村", stairwells=0, floors=0)
    for number, (grid, stairwells) in enumerate(
        {"东关 1": ["水利小区 1-1", "水利小区 1-2", "学背巷"], "桥南 2": ["河边小区 1-1"]}.items(), start=1
    ):
        _grid(town, grid, number, stairwells)
    _staff(town)
    if launched:
        _launch(town)
    return town


def _compound(town: Town, community: str, name: str, *, stairwells: int, floors: int) -> None:
    compound = town.compounds[name] = new_id(OPENED)
    body = CompoundListed(community_id=town.communities[community], name=name, sort=len(town.compounds))
    town.say(Saying(subject_kind="compound", subject_id=compound, body=body))
    if not stairwells:
        return
    building = new_id(OPENED)
    listed = BuildingListed(compound_id=compound, label="1")
    town.say(Saying(subject_kind="building", subject_id=building, body=listed))
    for number in range(1, stairwells + 1):
        key = f"{name} 1-{number}"
        stairwell = town.stairwells[key] = new_id(OPENED)
        place = StairwellListed(compound_id=compound, building_id=building, label=str(number), sort=number)
        town.say(Saying(subject_kind="stairwell", subject_id=stairwell, body=place))
        labels: list[tuple[str, int | None]] = [(f"{n}0{flat}", n) for n in range(1, floors + 1) for flat in (1, 2)]
        _doors(town, key, labels)


def _lane(town: Town, community: str, name: str, *, houses: int) -> None:
    compound = town.compounds[name] = new_id(OPENED)
    body = CompoundListed(community_id=town.communities[community], name=name, kind="street", sort=len(town.compounds))
    stairwell = town.stairwells[name] = new_id(OPENED)
    lane = StairwellListed(compound_id=compound, kind="lane", label=name)
    town.say(
        Saying(subject_kind="compound", subject_id=compound, body=body),
        Saying(subject_kind="stairwell", subject_id=stairwell, body=lane),
    )
    _doors(town, name, [(f"{number}号", None) for number in range(1, houses + 1)])


def _doors(town: Town, stairwell: str, labels: list[tuple[str, int | None]]) -> None:
    sort = count()
    sayings = []
    for label, floor in labels:
        door = town.doors[f"{stairwell}{' ' if floor is None else '-'}{label}"] = new_id(OPENED)
        body = DwellingListed(stairwell_id=town.stairwells[stairwell], label=label, floor=floor, sort=next(sort))
        contacts = {"contacts": [{"name": "王小明", "phones": ["13812345678"]}]}
        sayings += [
            Saying(subject_kind="dwelling", subject_id=door, body=body),
            Saying(subject_kind="dwelling", subject_id=door, body=HouseholdCounted(persons=3), private=contacts),
        ]
    town.say(*sayings)


def _grid(town: Town, name: str, number: int, stairwells: list[str]) -> None:
    grid = town.grids[name] = new_id(OPENED)
    drawn = GridDrawn(community_id=town.communities[name.split(maxsplit=1)[0]], number=number)
    town.say(
        Saying(subject_kind="grid", subject_id=grid, body=drawn),
        *(
            Saying(subject_kind="stairwell", subject_id=town.stairwells[one], body=StairwellAssigned(grid_id=grid))
            for one in stairwells
        ),
    )


def _staff(town: Town) -> None:
    town.engage("王主任", "director", "region", town.region_id, key="director")
    town.engage("李书记", "community_secretary", "community", town.communities["东关"], key="secretary")
    town.engage("赵书记", "community_secretary", "community", town.communities["桥南"], key="other_secretary")
    town.engage("小陈", "clerk", "region", town.region_id, key="clerk")
    town.engage("张网格", "grid_worker", "grid", town.grids["东关 1"], key="grid_worker")
    town.engage("刘志愿", "volunteer", "grid", town.grids["东关 1"], key="volunteer")


def _launch(town: Town) -> None:
    questions, town.round_id = new_id(OPENED), new_id(OPENED)
    asked = Question(
        id="returnee", type="yes_no", text={"zh": "有人返乡吗？", "en": "Any returnee?"}, trigger="returnee"
    )
    published = QuestionSetPublished(
        number=1, questions=(asked,), read_out={"zh": "返乡、发热、接触，有没有？", "en": "Returnees, fever, contact?"}
    )
    launched = RoundLaunched(
        number=2,
        name={"zh": "第二轮", "en": "Round 2"},
        opened_at=local(OPENED, ZONE).isoformat(),
        deadline=local(DEADLINE, ZONE).isoformat(),
        question_set_id=questions,
        question_set_version=1,
        policy=RoundPolicy(),
    )
    town.say(
        Saying(subject_kind="question_set", subject_id=questions, body=published),
        Saying(subject_kind="round", subject_id=town.round_id, body=launched),
    )


def an_evening(town: Town) -> None:
    """Something of everything happened: screened, nobody home, refused, an appointment, vacant twice, a positive."""
    first = "水利小区 1-1"
    for floor in (1, 2, 3, 4):
        town.visit(f"{first}-{floor}01", VisitRecorded(outcome="screened", persons=3), at=NOW - 9 * HOUR)
    town.visit(f"{first}-102", VisitRecorded(outcome="no_answer"), at=NOW - 10 * HOUR)
    town.visit(f"{first}-102", VisitRecorded(outcome="occupied_no_answer", signs=("light",)), at=NOW - 20 * MINUTE)
    town.visit(f"{first}-202", VisitRecorded(outcome="no_answer"), at=NOW - 8 * HOUR)
    town.visit(f"{first}-302", VisitRecorded(outcome="refused"), at=NOW - 3 * HOUR)
    due = local(NOW + HOUR, ZONE).isoformat()
    town.visit(f"{first}-402", VisitRecorded(outcome="appointment", appointment_at=due), at=NOW - 2 * HOUR)
    town.visit(f"{first}-501", VisitRecorded(outcome="vacant", evidence=("neighbour",)), at=NOW - 5 * HOUR)
    town.visit(f"{first}-502", VisitRecorded(outcome="vacant", evidence=("meter",)), at=NOW - 5 * HOUR)
    town.visit(f"{first}-502", VisitRecorded(outcome="vacant"), by="volunteer", at=NOW - 4 * HOUR)
    town.visit(
        f"{first}-601", VisitRecorded(outcome="screened", persons=4, triggers=("returnee",)), at=NOW - 5 * MINUTE
    )
    town.visit("学背巷 1号", VisitRecorded(outcome="screened_phone", how="phone", persons=2), at=NOW - 2 * MINUTE)
