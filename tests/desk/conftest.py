"""What the desk's tests may ask for: a small town, its clock, and somebody signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from bulou.core.kernel.ids import Id
from bulou.ground import clock, database
from tests.town import NOW, Town, an_evening, build_town


@pytest.fixture(autouse=True)
def campaign_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It is 30 January 2020, 19:46:05, and stays so."""
    file = tmp_path / "clock.json"
    clock.write(file, at=NOW, speed=0)
    monkeypatch.setenv(clock.ENVIRONMENT, str(file))
    return file


@pytest.fixture
def town(db: None) -> Town:
    """The town of tests/town.py after an evening in which something of everything happened."""
    built = build_town()
    an_evening(built)
    return built


def signed_in(town: Town, person: str, *, language: str = "zh") -> Client:
    """A browser in which somebody of the town has signed in by a one-time link."""
    client = Client()
    client.cookies["language"] = language
    answer = client.post(f"/in/{town.sign_in_token(person)}")
    assert answer.status_code == 302
    return client


def building_of(town: Town, stairwell: str) -> Id:
    """The building that a stairwell of the town stands in."""
    found = database.one(
        "SELECT building_id FROM stairwell WHERE region_id = %s AND id = %s",
        [town.region_id, town.stairwells[stairwell]],
    )
    assert found is not None
    return str(found[0])


@pytest.fixture
def director(town: Town) -> Client:
    """The director's browser."""
    return signed_in(town, "director")
