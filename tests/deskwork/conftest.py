"""The small town on its evening, and its people signed in at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bulou.ground import clock
from tests.town import NOW, Town, an_evening, build_town

Desk = Callable[[str], Client]


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town at 19:46, with something of everything."""
    at_rest = Path(settings.DATA) / "clock.json"
    clock.write(at_rest, at=NOW, speed=0)
    monkeypatch.setenv(clock.ENVIRONMENT, str(at_rest))
    built = build_town()
    an_evening(built)
    return built


@pytest.fixture
def desk(town: Town) -> Desk:
    """Signs somebody in."""

    def sign_in(person: str) -> Client:
        client = Client()
        assert client.post(f"/in/{town.sign_in_token(person)}").status_code == 302
        return client

    return sign_in
