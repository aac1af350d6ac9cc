"""The simulated phone keeps to docs/reference/sync.md, above all where the server does not."""

import hashlib
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from bulou.ops.demo.phone import Later, NotEnrolled, Phone
from bulou.ops.demo.transport import Answer, Unreachable

NOW = 1_580_000_000_000
Row = dict[str, Any]
chance = Random(1)  # noqa: S311  # the same run every time
Step = Callable[[Row], Row]


class Server:
    """A server of a test's own: answers as it is told, remembers what it was asked."""

    def __init__(self) -> None:
        self.epoch = "e" * 32
        self.asked: list[tuple[str, Row]] = []
        self.seen: list[tuple[str, str]] = []
        self.answers: dict[str, Step] = {"push": self.takes_everything, "offer": lambda _body: {"want": []}}
        self.headers = {"bulou-protocol": "1"}
        self.status = 200

    def takes_everything(self, body: Row) -> Row:
        receipts = [{"id": f["id"], "hash": f["hash"], "status": "stored", "reason": None} for f in body["facts"]]
        return {"receipts": receipts, "device": {"wrote": body["wrote"], "received": 0, "held": 0, "missing": []}}

    def send(self, method: str, path: str, *, body: bytes = b"", token: str = "") -> Answer:
        step = path.rpartition("/")[2].partition("?")[0]
        asked = json.loads(body) if body else {"query": path.partition("?")[2]}
        self.asked.append((step, asked))
        self.seen.append((method, token))
        content = {"protocol": 1, "epoch": self.epoch, "now": NOW, **self.answers[step](asked)}
        return Answer(self.status, self.headers, json.dumps(content).encode())

    def steps(self, name: str) -> list[Row]:
        return [body for step, body in self.asked if step == name]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def handset(server: Server) -> Phone:
    made = Phone(server, region="jixian", made=NOW, chance=chance)
    made.person, made.region_id, made.epoch = {"id": "a" * 32}, "b" * 32, server.epoch
    return made


def visits(handset: Phone, number: int) -> None:
    for _ in range(number):
        handset.write("VisitRecorded", ("dwelling", "d" * 32), {"outcome": "no_answer"}, at=NOW, round_id="c" * 32)


def rows(**given: list[Row]) -> Row:
    return {"rounds": [], "question_sets": [], "stairwells": [], "doors": [], "visits": [], **given}


def page(*doors: str, reset: bool, cursor: str) -> Row:
    return {
        "cursor": cursor, "more": False, "reset": reset, "person": {"id": "a" * 32},
        "rows": rows(doors=[{"id": door} for door in doors]),
    }  # fmt: skip


def test_facts_are_numbered_without_gaps_and_the_hash_covers_the_exact_bytes(handset: Phone) -> None:
    visits(handset, 3)
    assert [fact.seq for fact in handset.facts] == [1, 2, 3]
    for fact in handset.facts:
        written = fact.wire.partition('"fact":')[2][:-1]
        assert hashlib.sha256(written.encode()).hexdigest() == fact.hash


def test_the_private_part_is_committed_to_and_stays_out_of_the_fact(handset: Phone) -> None:
    fact = handset.write("PersonFound", ("person", "f" * 32), {}, at=NOW, private={"name": "张三"})
    sent = json.loads(fact.wire)
    sealed = fact.wire.partition('"private":')[2][:-1].encode()
    assert sent["fact"]["private_commitment"] == hashlib.sha256(bytes.fromhex(sent["salt"]) + sealed).hexdigest()
    assert "张三" not in json.dumps(sent["fact"], ensure_ascii=False)


def test_a_phone_shows_its_token_with_every_push(handset: Phone, server: Server) -> None:
    handset.token = "secret"
    visits(handset, 1)
    handset.push(now=NOW)
    assert server.seen == [("POST", "secret")]


def test_a_batch_holds_at_most_200_facts(handset: Phone, server: Server) -> None:
    visits(handset, 450)
    handset.push(now=NOW)
    assert [len(body["facts"]) for body in server.steps("push")] == [200, 200, 50]
    assert handset.outbox == []


def test_a_receipt_with_another_hash_makes_nothing_safe(handset: Phone, server: Server) -> None:
    visits(handset, 1)

    def lie(body: Row) -> Row:
        answer = server.takes_everything(body)
        answer["receipts"][0]["hash"] = "0" * 64
        return answer

    server.answers["push"] = lie
    handset.push(now=NOW)
    assert len(handset.outbox) == 1


@pytest.mark.parametrize(("status", "safe"), [("already_have", True), ("stored_held", True), ("try_later", False)])
def test_what_a_receipt_says_decides_whether_a_fact_is_kept(
    handset: Phone, server: Server, status: str, *, safe: bool
) -> None:
    visits(handset, 1)

    def say(body: Row) -> Row:
        answer = server.takes_everything(body)
        answer["receipts"][0]["status"] = status
        return answer

    server.answers["push"] = say
    handset.push(now=NOW)
    assert (handset.outbox == []) == safe


def test_an_answer_without_the_protocol_header_changes_nothing(handset: Phone, server: Server) -> None:
    visits(handset, 2)
    server.headers = {}
    with pytest.raises(Later):
        handset.push(now=NOW)
    assert len(handset.outbox) == 2


def test_a_server_that_is_busy_is_asked_again_after_the_time_that_it_names(handset: Phone, server: Server) -> None:
    visits(handset, 1)
    server.status, server.headers = 503, {"bulou-protocol": "1", "retry-after": "5"}
    with pytest.raises(Later) as later:
        handset.push(now=NOW)
    assert later.value.wait == 5000


def test_nothing_is_lost_when_nobody_answers(handset: Phone) -> None:
    class Silence:
        def send(self, method: str, path: str, *, body: bytes = b"", token: str = "") -> Answer:
            raise Unreachable(f"no signal for {method} {path} {len(body)} {len(token)}")

    visits(handset, 2)
    handset.transport = Silence()
    with pytest.raises(Later):
        handset.push(now=NOW)
    assert len(handset.outbox) == 2


def test_a_revoked_phone_stops_and_keeps_everything(handset: Phone, server: Server) -> None:
    visits(handset, 1)
    server.status = 401
    server.answers["push"] = lambda _body: {"error": "device_revoked"}
    with pytest.raises(NotEnrolled, match="device_revoked"):
        handset.push(now=NOW)
    assert len(handset.outbox) == 1


def test_a_reset_drops_the_rows_that_did_not_come_and_nothing_else_does(handset: Phone, server: Server) -> None:
    visits(handset, 1)
    server.answers["pull"] = lambda _query: page("1", "2", reset=True, cursor="x")
    handset.pull(now=NOW)
    server.answers["pull"] = lambda _query: page("3", reset=False, cursor="y")
    handset.pull(now=NOW)
    assert set(handset.rows["doors"]) == {("1",), ("2",), ("3",)}
    server.answers["pull"] = lambda _query: page("3", reset=True, cursor="z")
    handset.pull(now=NOW)
    assert set(handset.rows["doors"]) == {("3",)}
    assert len(handset.outbox) == 1


def test_after_a_new_epoch_everything_is_offered_and_what_is_wanted_goes_out_again(
    handset: Phone, server: Server
) -> None:
    visits(handset, 3)
    handset.push(now=NOW)
    wanted = handset.facts[1].fact_id
    server.epoch = "f" * 32
    server.answers["pull"] = lambda _query: page(reset=True, cursor="x")
    server.answers["offer"] = lambda _body: {"want": [wanted]}
    handset.pull(now=NOW)
    assert [one["id"] for one in server.steps("offer")[0]["facts"]] == [fact.fact_id for fact in handset.facts]
    assert [fact.fact_id for fact in handset.outbox] == [wanted]


def test_a_wrong_clock_stands_in_the_fact_together_with_how_wrong_it_is(server: Server) -> None:
    slow = Phone(server, region="jixian", made=NOW, chance=chance, clock_off=-2_400_000)
    slow.person, slow.region_id = {"id": "a" * 32}, "b" * 32
    slow.report(now=NOW)
    visits(slow, 1)
    fact = json.loads(slow.facts[0].wire)["fact"]
    assert fact["occurred_at"].startswith("2020-01-26T08:13:20")
    assert fact["skew_ms"] == 2_400_000
