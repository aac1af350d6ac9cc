"""The small town on its evening, its clock, and its people signed in at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from bulou.core.kernel.instants import Instant
from bulou.ground import clock
from tests.desk.conftest import signed_in
from tests.town import NOW, Town, an_evening, build_town


@pytest.fixture
def set_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Instant], None]:
    """Sets the campaign's clock, which then stands still."""
    file = tmp_path / "clock.json"
    monkeypatch.setenv(clock.ENVIRONMENT, str(file))

    def turn(at: Instant) -> None:
        clock.write(file, at=at, speed=0)

    turn(NOW)
    return turn


@pytest.fixture
def evening(db: None, set_clock: Callable[[Instant], None]) -> Town:
    """The town after an evening in which something of everything happened."""
    built = build_town()
    an_evening(built)
    return built


@pytest.fixture
def director(evening: Town) -> Client:
    """The director's browser."""
    return signed_in(evening, "director")
