"""A phone: a small sync client, written from docs/reference/sync.md alone; it shares no code with the server."""

import json
from collections.abc import Iterable
from random import Random
from typing import Any, Final

from bulou import __version__
from bulou.ops.demo.transport import Answer, Transport, Unreachable
from bulou.ops.demo.wire import Written, iso, new_id, packed

BATCH: Final = 200
OFFERED: Final = 5000
KEYS: Final = {
    "rounds": ("id",),
    "question_sets": ("id", "version"),
    "stairwells": ("id",),
    "doors": ("id",),
    "visits": ("round_id", "door_id"),
}
Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]


class NotEnrolled(PermissionError):
    """The server does not take this phone (401) or this link (403); `error` is its code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Later(Exception):
    """Nothing happened; the phone keeps everything and tries again after so many milliseconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"in {wait} ms")
        self.wait = wait


class Phone:
    """One installation. `clock_off` is how far its own clock is wrong; every time that it writes is its own."""

    def __init__(self, transport: Transport, *, region: str, made: int, chance: Random, clock_off: int = 0) -> None:
        self.transport = transport
        self.region = region
        self.chance = chance
        self.randomness = chance.randbytes
        self.clock_off = clock_off
        self.device_id = new_id(made, self.randomness)
        self.token = ""
        self.epoch: str | None = None
        self.region_id = ""
        self.person: Row = {}
        self.skew_ms: int | None = None
        self.cursor = ""
        self.rows: Rows = {name: {} for name in KEYS}
        self.facts: list[Written] = []
        self.received = 0
        self.held = 0

    @property
    def wrote(self) -> int:
        """The highest number that this installation has written."""
        return len(self.facts)

    @property
    def outbox(self) -> list[Written]:
        """Facts without a receipt, in their order."""
        return [fact for fact in self.facts if not fact.safe]

    def new_id(self, at: int) -> str:
        """An id for something that this phone makes: a door, a person."""
        return new_id(at + self.clock_off, self.randomness)

    def enrol(self, link: str, *, name: str, now: int) -> None:
        """Spends a one-time link. Raises NotEnrolled or Later."""
        asked = packed({"token": link, "device_id": self.device_id, "name": name})
        got = self._ask("POST", "enrol", asked, now=now)
        self.token = got["device_token"]
        self.region_id, self.person, self.epoch = got["region"]["id"], got["person"], got["epoch"]

    def write(
        self, kind: str, subject: tuple[str, str], body: Row, *, at: int, round_id: str | None = None,
        act_id: str | None = None, supersedes: Iterable[str] = (), private: Row | None = None,
    ) -> Written:  # fmt: skip
        """Writes one fact at a true time; what stands in it is this phone's clock. It is kept until it is received."""
        fact: Row = {
            "region_id": self.region_id,
            "fact_id": self.new_id(at),
            "act_id": act_id or self.new_id(at),
            "device_id": self.device_id,
            "device_seq": self.wrote + 1,
            "author_id": self.person["id"],
            "kind": kind,
            "version": 1,
            "subject": {"kind": subject[0], "id": subject[1]},
            "occurred_at": iso(at + self.clock_off),
            "supersedes": list(supersedes),
            "body": body,
        }
        if round_id:
            fact["round_id"] = round_id
        if self.skew_ms is not None:
            fact["skew_ms"] = self.skew_ms
        written = Written(fact, private=private, randomness=self.randomness)
        self.facts.append(written)
        return written

    def push(self, *, now: int, keep_back: Iterable[int] = ()) -> None:
        """Delivers the outbox, batch by batch, except numbers that the network is to lose. Raises as `enrol` does."""
        lost = set(keep_back)
        waiting = [fact for fact in self.outbox if fact.seq not in lost]
        while waiting:
            self._deliver(waiting[:BATCH], now=now)
            left = [fact for fact in waiting[BATCH:] if not fact.safe]
            waiting = left

    def report(self, *, now: int) -> None:
        """Tells the server how much was written, without delivering anything."""
        self._deliver([], now=now)

    def _deliver(self, batch: list[Written], *, now: int) -> None:
        head = {
            "protocol": 1,
            "device_id": self.device_id,
            "epoch": self.epoch,
            "wrote": self.wrote,
            # What will still lack a receipt when this batch has arrived; what is on its way is not stuck.
            "unsent": len(self.outbox),
            "now": iso(now + self.clock_off),
            "app": __version__,
        }
        body = f'{packed(head)[:-1]},"facts":[{",".join(fact.wire for fact in batch)}]}}'
        got = self._ask("POST", "push", body, now=now)
        hashes = {fact.fact_id: fact for fact in batch}
        for receipt in got["receipts"]:
            mine = hashes.get(receipt["id"])
            safe = receipt["status"] in {"stored", "already_have", "stored_held"}
            if mine is not None and safe and receipt["hash"] == mine.hash:
                mine.safe = True
        self.received, self.held = got["device"]["received"], got["device"]["held"]

    def pull(self, *, now: int) -> None:
        """Takes the rows of this person's area that changed. Push first."""
        known = self.epoch
        self._take_rows(now)
        if self.epoch != known:
            self._offer(now)

    def _offer(self, now: int) -> None:
        """The database is another incarnation: what it lacks of everything that is still here goes out again."""
        for begin in range(0, len(self.facts), OFFERED):
            held = self.facts[begin : begin + OFFERED]
            offered = packed({"protocol": 1, "facts": [{"id": fact.fact_id, "hash": fact.hash} for fact in held]})
            wanted = set(self._ask("POST", "offer", offered, now=now)["want"])
            for fact in held:
                fact.safe = fact.safe and fact.fact_id not in wanted

    def _take_rows(self, now: int) -> None:
        fresh: Rows | None = None
        while True:
            query = f"pull?limit=1000&cursor={self.cursor}" if self.cursor else "pull?limit=1000"
            got = self._ask("GET", query, "", now=now)
            if got["reset"] and fresh is None:
                fresh = {name: {} for name in KEYS}
            target = self.rows if fresh is None else fresh
            for name, key in KEYS.items():
                for row in got["rows"][name]:
                    target[name][tuple(row[field] for field in key)] = row
            self.cursor, self.person, self.epoch = got["cursor"], got["person"], got["epoch"]
            if not got["more"]:
                break
        if fresh is not None:
            self.rows = fresh

    def _ask(self, method: str, step: str, body: str, *, now: int) -> Row:
        try:
            answer = self.transport.send(method, f"/r/{self.region}/sync/{step}", body=body.encode(), token=self.token)
        except Unreachable as fault:
            raise Later(60_000) from fault
        content = _content(answer)
        if content is None or answer.status in {429, 503}:
            raise Later(int(answer.headers.get("retry-after", "60")) * 1000)
        if answer.status in {401, 403}:
            raise NotEnrolled(content["error"])
        if answer.status != 200:
            raise Later(60_000)
        self.skew_ms = content["now"] - (now + self.clock_off)
        return content


def _content(answer: Answer) -> Row | None:
    """The answer if it is Bulou's own, else nothing: a captive portal's 200 changes nothing."""
    if answer.headers.get("bulou-protocol") != "1":
        return None
    try:
        content: Row = json.loads(answer.body)
    except ValueError:
        return None
    return content if content.get("protocol") == 1 and "epoch" in content else None
