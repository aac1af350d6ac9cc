"""Doors and the ledger: however facts arrive, the rows are those that a rebuild makes, and the counters their sums."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Raw

from bulou.access.devices import Hearing
from bulou.core.kernel.envelope import Fact, Subject, fact_hash
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, local
from bulou.core.rounds.policy import RoundPolicy
from bulou.ground import database
from bulou.intake.incoming import Incoming
from bulou.intake.push import push
from bulou.intake.said import new_id
from bulou.projections.crosscheck import differences
from bulou.projections.rebuild import rebuild
from bulou.projections.visits import visits_of
from tests.properties import by_the_book
from tests.properties.door_facts import Told, tellings
from tests.town import NOW, OPENED, ZONE, Phone, Town, build_town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
DOORS = ("水利小区 1-1-101", "水利小区 1-1-102", "学背巷 1号")


@pytest.fixture
def town() -> Town:
    return build_town(floors=1)


def _facts(town: Town, phones: list[Phone], told: list[Told], door_id: Id, round_id: Id) -> list[Incoming]:
    """A telling about this door as the phones put it on the wire; what is withdrawn has the id that it will have."""
    ids = [new_id(OPENED) for _ in told]
    batch = []
    for number, one in enumerate(told):
        phone = phones[one.who % len(phones)]
        phone.wrote += 1
        fact = Fact(
            region_id=town.region_id, fact_id=ids[number], act_id=ids[number], author_id=phone.person_id,
            kind=type(one.body).__name__, version=1, subject=Subject("dwelling", door_id), round_id=round_id,
            occurred_at=local(OPENED + one.hour * HOUR // 2, ZONE).isoformat(),
            body=Raw(msgspec.json.encode(one.body)), device_id=phone.device_id, device_seq=phone.wrote,
            supersedes=tuple(ids[gone] for gone in one.gone),
        )  # fmt: skip
        written = msgspec.json.encode(fact)
        batch.append(Incoming(id=fact.fact_id, hash=fact_hash(written), fact=Raw(written)))
    return batch


def _rows(region_id: Id) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Doors in rounds, and the counters that are not all zero (a rebuild never makes a row only to empty it)."""
    doors = database.records(
        "SELECT * FROM door_round WHERE region_id = %s ORDER BY round_id, dwelling_id", [region_id]
    )
    counters = database.records(
        "SELECT * FROM roll_up WHERE region_id = %s ORDER BY round_id, stairwell_id", [region_id]
    )
    for row in counters:
        del row["position"]
    return doors, [row for row in counters if any(isinstance(value, int) and value for value in row.values())]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tellings(most=8), min_size=1, max_size=3), st.randoms(use_true_random=False), st.integers(1, 9))
def test_however_facts_arrive_the_rows_are_those_of_a_rebuild(
    town: Town, tellings_: list[list[Told]], chance: Random, size: int
) -> None:
    with transaction.atomic():
        _arrive(town, tellings_, chance, size)
        transaction.set_rollback(True)  # every example begins with the same town


def _arrive(town: Town, tellings_: list[list[Told]], chance: Random, size: int) -> None:
    phones = [town.phone("grid_worker"), town.phone("volunteer")]
    everything: list[Incoming] = []
    for door, told in zip(DOORS, tellings_, strict=False):
        everything += _facts(town, phones, told, town.doors[door], town.round_id)
    arriving = [*everything, *everything[::2]]
    chance.shuffle(arriving)
    for begin in range(0, len(arriving), size):
        push(
            region_id=town.region_id, incoming=arriving[begin : begin + size], device_id=phones[0].device_id,
            hearing=Hearing(wrote=phones[0].wrote, unsent=0), now=NOW + 100 * HOUR,
        )  # fmt: skip
    live = _rows(town.region_id)
    assert live[0], "nothing was counted, so nothing was tried"
    assert not list(differences(town.region_id))
    for row in live[0]:
        key = (row["round_id"], row["dwelling_id"])
        visits = visits_of(town.region_id, [key])[key]
        book = by_the_book.door_state(visits=visits, policy=RoundPolicy(), zone=town.region.zone)
        assert (row["state"], bool(row["closed"]), row["attempts"]) == (book.state, book.closed, book.attempts)
    rebuild(town.region_id)
    assert _rows(town.region_id) == live
