"""Two writers at once: the second waits for the first, and a reader in between misses nothing for ever."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from msgspec import Raw

from bulou.access.devices import Hearing
from bulou.intake.incoming import Checked, Incoming, check
from bulou.intake.push import push
from bulou.intake.record import record
from bulou.ledger import verify
from bulou.projections.crosscheck import differences
from tests.town import NOW, Town
from tests.wire import Item, Store, WirePhone, enrolled

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
DOORS = ("水利小区 1-1-101", "水利小区 1-1-102")


def _incoming(said: Item) -> Incoming:
    text = said.text.partition('"fact":')[2][:-1]
    return Incoming(id=said.id, hash=said.hash, fact=Raw(text.encode()))


def _slow_writer(town: Town, said: Item, written: threading.Event, go_on: threading.Event) -> None:
    checked = check(_incoming(said))
    assert isinstance(checked, Checked)
    try:
        with transaction.atomic():
            record(region_id=town.region_id, facts=[checked], now=NOW, channel="phone")
            written.set()
            assert go_on.wait(20)
    finally:
        connection.close()


def _quick_writer(town: Town, phone: WirePhone, said: Item) -> list[str]:
    try:
        receipts, _ = push(
            region_id=town.region_id, incoming=[_incoming(said)], device_id=phone.device_id,
            hearing=Hearing(wrote=2, unsent=0), now=NOW,
        )  # fmt: skip
        return [one.status for one in receipts]
    finally:
        connection.close()


def _begin(
    at_once: ThreadPoolExecutor, town: Town, phone: WirePhone, *said: Item
) -> tuple[Future[None], Future[list[str]], threading.Event]:
    written, go_on = threading.Event(), threading.Event()
    slow = at_once.submit(_slow_writer, town, said[0], written, go_on)
    assert written.wait(20)
    return slow, at_once.submit(_quick_writer, town, phone, said[1]), go_on


@pytest.mark.parametrize("doors", [(0, 1), (0, 0)], ids=["different doors", "the same door"])
def test_a_reader_between_two_writers_gets_the_first_and_the_second_later(
    request: pytest.FixtureRequest, doors: tuple[int, int]
) -> None:
    town: Town = request.getfixturevalue("town")
    phone: WirePhone = request.getfixturevalue("phone")
    other = enrolled(town, "volunteer")
    said = [
        one.visit(town.doors[DOORS[door]], "no_answer", round_id=town.round_id, at=NOW - number)
        for number, (one, door) in enumerate(zip((other, phone), doors, strict=True))
    ]
    store = Store()
    store.pull(phone)
    with ThreadPoolExecutor(2) as at_once:
        slow, quick, go_on = _begin(at_once, town, phone, *said)
        if connection.vendor == "postgresql":
            store.pull(phone)  # on SQLite a pull writes its line of the log and would wait for the writer too
        assert not quick.done()
        go_on.set()
        slow.result(20)
        assert quick.result(20) == ["stored"]
    store.pull(phone)
    seen = {attempt["fact_id"] for row in store.rows["visits"].values() for attempt in row["attempts"]}
    assert seen == {one.id for one in said}
    assert not list(verify.faults(town.region_id))
    assert not list(differences(town.region_id))
