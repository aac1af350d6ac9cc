"""Workers: people with a phone who pull their doors, knock, write down what they met, and push."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ops.demo import told
from bulou.ops.demo.behind import Answered, Behind
from bulou.ops.demo.calendar import INSPECTED, Shift
from bulou.ops.demo.people import Member
from bulou.ops.demo.phone import Phone
from bulou.ops.demo.walk import NOBODY, Errand, Seen, errands, knocks

PAUSE: Final = {"grid_worker": 125, "building_head": 215, "volunteer": 215}
"""Seconds between two doors: stairs, talk, writing, rest; about 100 knocks on a grid worker's day."""
SLIPS: Final = 0.03
"""How often a mistaken worker slips."""
CALL: Final = 40
"""Seconds between two calls of somebody who goes down a list in a hurry."""


class Worker:
    """One member with one phone. `pace` stretches the pauses: a community that is short of hands has tired ones."""

    def __init__(self, member: Member, handset: Phone, behind: Behind, *, seed: int) -> None:
        self.member = member
        self.phone = handset
        self.behind = behind
        self.rng = Random(seed)  # noqa: S311  # invented behaviour, not a secret
        self.pace = 1.0
        self.silent = False
        self.persuades = False
        self.looks_again = False
        self.no_signal_until: Instant = 0
        self.worked_until: Instant = 0
        self._begins_at = int(member.id[-4:], 16)
        self.made_up: list[tuple[Id, Id]] = []
        """Rounds and doors where nobody knocked."""
        self.queue: list[Errand] = []
        self.mine: dict[tuple[str, str], list[Seen]] = {}

    @property
    def round(self) -> dict[str, Any] | None:
        """The latest round that is open, as the phone knows it."""
        rounds = [row for row in self.phone.rows["rounds"].values() if row["state"] == "open"]
        return max(rounds, key=lambda row: int(row["number"]), default=None)

    def begin(self, shift: Shift, *, pulls: bool) -> None:
        """Pulls (not after a short break), and decides where to go in this shift."""
        if self.silent:
            return
        if pulls and shift.begins >= self.no_signal_until:
            self.phone.push(now=shift.begins)
            self.phone.pull(now=shift.begins)
        current = self.round
        if current is None:
            self.queue = []
            return
        number = int(current["number"])
        seen = {door_id: self.seen(current["id"], door_id) for door_id in self.doors()}
        known = {door_id: attempts for door_id, attempts in seen.items() if attempts and not self._again(attempts)}
        left_open = {str(row["id"]) for row in self.phone.rows["doors"].values() if row.get("carried")}
        self.queue = errands(
            self.doors(), known, me=self.member.id, shift=shift, phones=number > 1 or bool(known), first=left_open
        )

    def sent_to(self, doors: Sequence[Id], *, at: Instant) -> None:
        """The evening's gap list: these doors now, whatever was tried before, with somebody whom people listen to."""
        self.phone.push(now=at)
        self.phone.pull(now=at)
        self.persuades, self.worked_until = True, max(self.worked_until, at)
        self.queue = [
            Errand(0, turn, door_id, "phone" if self._rather_calls(door_id) else "door", None)
            for turn, door_id in enumerate(doors)
        ]

    def _rather_calls(self, door_id: Id) -> bool:
        """Who did not open an odd number of times is called, unless somebody says that nobody lives there."""
        tried = knocks(self.seen(self.round["id"], door_id)) if self.round else []
        return len(tried) % 2 == 1 and NOBODY.isdisjoint(one["outcome"] for one in tried)

    def may_go_to(self, door_id: Id, *, number: int) -> bool:
        """Whether this phone has the door, and a second look would be a second person's."""
        row = self.phone.rows["doors"].get((door_id,))
        if self.silent or row is None or row.get("withdrawn") or row.get("reserved"):
            return False
        current = self.round
        if current is None or int(current["number"]) != number:
            return False
        seen = self.seen(current["id"], door_id)
        return all(one["author_id"] != self.member.id for one in seen if one["outcome"] in NOBODY)

    def _again(self, attempts: list[Seen]) -> bool:
        """Whether others' word does not count here: rather ten doors twice than one missed."""
        return self.looks_again and all(one["author_id"] != self.member.id for one in attempts)

    def doors(self) -> list[str]:
        """The doors of this person in walking order; heads begin at the far end, volunteers somewhere in between."""
        order = {row["id"]: place for place, row in enumerate(self._stairwells())}
        rows = [row for row in self.phone.rows["doors"].values() if not row.get("reserved")]
        rows.sort(key=lambda row: (order[row["stairwell_id"]], row["sort"], row["id"]))
        doors = [str(row["id"]) for row in rows]
        if self.member.post == "building_head":
            return doors[::-1]
        if self.member.post == "volunteer" and doors:
            begin = self._begins_at % len(doors)
            return doors[begin:] + doors[:begin]
        return doors

    def first_untouched(self) -> str:
        """The first door of the walk that nobody has been to in this round, so far as this phone knows; or the last."""
        current, doors = self.round, self.doors()
        return next((one for one in doors if current is None or not self.seen(current["id"], one)), doors[-1])

    def last_stairwell(self) -> str:
        """Where the walk ends."""
        return str(self._stairwells()[-1]["id"])

    def _stairwells(self) -> list[dict[str, Any]]:
        return sorted(self.phone.rows["stairwells"].values(), key=lambda row: (row["compound"], row["sort"], row["id"]))

    def seen(self, round_id: str, door_id: str) -> list[Seen]:
        """Every attempt at a door that this phone knows of: from the server and its own."""
        row = self.phone.rows["visits"].get((round_id, door_id))
        mine = self.mine.get((round_id, door_id), [])
        if row is None:
            return mine
        gone = set(row["withdrawn"])
        theirs = [one for one in row["attempts"] if one["fact_id"] not in gone]
        known = {one["fact_id"] for one in row["attempts"]} | gone
        return [*theirs, *(one for one in mine if one["fact_id"] not in known)]

    def deliver(self, at: Instant) -> None:
        """Sends what was written, or at least says how much that was; where there is no signal, neither."""
        if at < self.no_signal_until:
            return
        if self.phone.outbox:
            self.phone.push(now=at)
        else:
            self.phone.report(now=at)

    def work(self, since: Instant, until: Instant) -> None:
        """Goes from door to door in this time; what is met is written down at once."""
        at = since
        while self.queue and self.round is not None:
            errand = self.queue[0]
            if errand.due is not None and errand.due > at:
                at = max(at, min(errand.due, until))
            if at >= until:
                break
            self.queue.pop(0)
            at = self._try(errand, at, self.round)

    def _try(self, errand: Errand, at: Instant, current: dict[str, Any]) -> Instant:
        row = self.phone.rows["doors"][(errand.door_id,)]
        if self._careless(at):
            met = self._made_up(row["persons"])
            self.made_up.append((current["id"], errand.door_id))
            self.visit(errand.door_id, met, at=at, current=current)
            return at + met.takes + round(self.rng.uniform(3, 9) * 1000)
        met = self.behind.attempt(errand.door_id, at=at, how=errand.how, persuades=self.persuades)
        if self.member.manner == "mistaken" and self.rng.random() < SLIPS:
            self._slips(errand.door_id, met, at=at + met.takes, current=current)
        else:
            self.visit(errand.door_id, met, at=at + met.takes, current=current)
        walks = PAUSE[self.member.post] * self.pace
        pause = (CALL if self.persuades and errand.how == "phone" else walks) * self.rng.uniform(0.5, 1.5)
        return at + met.takes + round(pause * 1000)

    def _made_up(self, persons: int | None) -> Answered:
        """Nobody knocked: the list copied as normal, or "no one home" where the list says nothing or it is easier."""
        if persons and self.rng.random() < 0.8:
            return Answered(body={"outcome": "screened", "persons": persons}, takes=14_000)
        return Answered(body={"outcome": "no_answer"}, takes=6_000)

    def _slips(self, door_id: Id, met: Answered, *, at: Instant, current: dict[str, Any]) -> None:
        """A slip, put right a minute later: one person too few, or the right words at the wrong door."""
        persons = met.body.get("persons", 0)
        if persons > 1:
            wrong = Answered(body={**met.body, "persons": persons - 1}, takes=0)
            slip = self.visit(door_id, wrong, at=at, current=current)
            self.visit(door_id, met, at=at + MINUTE, current=current, supersedes=(slip,))
            return
        if self.queue:
            slip = self.visit(self.queue[0].door_id, Answered(body=met.body, takes=0), at=at, current=current)
            self.withdraw(self.queue[0].door_id, slip, at=at + MINUTE, round_id=current["id"])
        self.visit(door_id, met, at=at + MINUTE, current=current)

    def _careless(self, at: Instant) -> bool:
        """A hurried worker copies the list at every second door, until the inspection of 30 January."""
        return self.member.manner == "hurried" and at < INSPECTED and self.rng.random() < 0.55

    def visit(
        self, door_id: Id, met: Answered, *, at: Instant, current: dict[str, Any], supersedes: tuple[Id, ...] = ()
    ) -> Id:
        """Writes one visit, and a person record where a trigger asks for one."""
        body = {**met.body, **self._answers(met, current), "near": "yes" if met.body.get("how") != "phone" else "no"}
        written = self.phone.write(
            "VisitRecorded", ("dwelling", door_id), body, at=at, round_id=current["id"], supersedes=supersedes
        )
        mine = self.mine.setdefault((current["id"], door_id), [])
        mine[:] = [one for one in mine if one["fact_id"] not in supersedes]
        due = self.behind.households[door_id].awaits if met.body["outcome"] == "appointment" else None
        mine.append(
            {
                "fact_id": written.fact_id,
                "outcome": met.body["outcome"],
                "at": at,
                "author_id": self.member.id,
                "due_at": due,
                "persons": met.body.get("persons"),
            }
        )
        if met.trigger:
            self._found(door_id, met, at=at, round_id=current["id"])
        return written.fact_id

    def withdraw(self, door_id: Id, fact_id: Id, *, at: Instant, round_id: Id) -> None:
        """It was the wrong door."""
        self.phone.write(
            "VisitWithdrawn",
            ("dwelling", door_id),
            {"reason": "wrong_door"},
            at=at,
            round_id=round_id,
            supersedes=[fact_id],
        )
        mine = self.mine[(round_id, door_id)]
        mine[:] = [one for one in mine if one["fact_id"] != fact_id]

    def add_door(self, stairwell_id: Id, label: str, *, at: Instant, current: dict[str, Any]) -> Id:
        """A door that is not on the list, and its household."""
        door_id = self.phone.new_id(at)
        body = {"stairwell_id": stairwell_id, "label": label, "sort": 900, "use": "home", "source": "added"}
        self.phone.write("DwellingListed", ("dwelling", door_id), body, at=at)
        self.behind.added(door_id)
        met = self.behind.attempt(door_id, at=at, how="door")
        self.visit(door_id, met, at=at + MINUTE, current=current)
        return door_id

    def _answers(self, met: Answered, current: dict[str, Any]) -> dict[str, Any]:
        """The answers to the round's questions, where somebody answered."""
        if not met.body["outcome"].startswith("screened"):
            return {}
        key = (current["question_set_id"], current["question_set_version"])
        asked = self.phone.rows["question_sets"][key]["questions"]
        return {"answers": told.answers(asked, positive=met.body.get("triggers", ()), rng=self.rng)}

    def _found(self, door_id: Id, met: Answered, *, at: Instant, round_id: Id) -> None:
        body, private = told.person(door_id, triggers=met.body["triggers"], at=at, rng=self.rng)
        self.phone.write(
            "PersonFound", ("person", self.phone.new_id(at)), body, at=at, round_id=round_id, private=private
        )
