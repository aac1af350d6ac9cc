"""A morning of the story, played through the server application by real clients: everything written arrives."""

from pathlib import Path

import pytest
from django.db import connection

from bulou.core.kernel.scope import Scope
from bulou.ground import database
from bulou.ledger import verify
from bulou.ops import campaign
from bulou.ops.demo.calendar import moment
from bulou.ops.demo.loading import load
from bulou.ops.demo.play import Play
from bulou.projections.crosscheck import differences
from bulou.projections.rebuild import TABLES, rebuild
from bulou.projections.standing import standing

NOON = moment(25, "12:20")


@pytest.fixture
def morning(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """The smallest community on the first morning of round 1."""
    monkeypatch.setattr(campaign, "folder", lambda: tmp_path)
    monkeypatch.setenv("BULOU_CLOCK", str(tmp_path / campaign.NAME))
    return load(progress=lambda _what, _done, _total: None, small=1, until=NOON)


def whole(play: Play) -> Scope:
    return Scope(region_id=play.town.region_id, reader_id=play.town.region_id, whole_region=True)


def read_tables(region_id: str) -> dict[str, list[str]]:
    """Every row of every read table, but for the position of a counter: the last batch that moved it, however cut."""
    tables = {}
    for table in TABLES:
        rows = database.records(f'SELECT * FROM "{table}" WHERE region_id = %s', [region_id])
        if table == "roll_up":
            rows = [{**row, "position": None} for row in rows]
        tables[table] = sorted(map(repr, rows))
    return tables


@pytest.mark.engine
def test_a_replayed_morning_adds_up_in_every_way(morning: Play) -> None:
    region_id = morning.town.region_id
    phones = [worker.phone for worker in morning.workers.values() if worker.phone.token]
    assert sum(phone.wrote for phone in phones) > 100
    assert all(phone.wrote == phone.received for phone in phones)

    stands = standing(whole(morning), at=NOON)
    assert stands.phones["wrote"] == stands.phones["received"] == sum(phone.wrote for phone in phones)
    assert stands.phones["held"] == 0
    assert stands.region["listed"] == len(list(morning.town.doors))
    assert stands.region["eligible"] == stands.region["closed"] + stands.region["owed"]
    assert stands.region["attempted"] >= stands.region["contacted"] >= stands.region["screened"] > 0
    assert stands.region["unowned"] == 0

    assert list(verify.faults(region_id)) == []
    assert list(differences(region_id)) == []
    before = read_tables(region_id)
    assert rebuild(region_id) == verify.count(region_id)
    assert read_tables(region_id) == before


def test_first_knocks_are_answered_as_often_as_the_field_says(morning: Play) -> None:
    stands = standing(whole(morning), at=NOON)
    assert 0.15 < stands.region["contacted"] / stands.region["attempted"] < 0.45


def test_no_name_of_a_resident_and_no_phone_stands_outside_the_vault(morning: Play) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("one engine is enough to look at what is written")
    written = database.rows(
        "SELECT written FROM fact WHERE region_id = %s AND (kind = 'HouseholdCounted' OR kind = 'PersonEngaged')",
        [morning.town.region_id],
    )
    assert len(written) > 900
    assert not any('"name"' in text or '"phone' in text for (text,) in written)
