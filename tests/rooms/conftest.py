"""What the tests of every room start from: the small town, built anew inside the test's transaction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulou.core.kernel.instants import Instant
from bulou.ground import clock
from tests.town import NOW, Town, build_town
from tests.wire import WirePhone, enrolled


@pytest.fixture
def town(db: None) -> Town:
    return build_town(floors=2)


@pytest.fixture
def clock_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Instant], None]:
    """Sets the server's clock; it stands still until it is set again."""
    file = tmp_path / "clock.json"
    monkeypatch.setenv(clock.ENVIRONMENT, str(file))

    def at(now: Instant) -> None:
        clock.write(file, at=now, speed=0)

    at(NOW)
    return at


@pytest.fixture
def phone(town: Town, clock_at: Callable[[Instant], None]) -> WirePhone:
    """The grid worker's phone, enrolled at the evening of the round."""
    return enrolled(town, "grid_worker")
