"""What the privacy tests start from: the small town, and the server's clock in the evening of its round."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulou.ground import clock
from tests.town import NOW, Town, build_town


@pytest.fixture
def town(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    file = tmp_path / "clock.json"
    clock.write(file, at=NOW, speed=0)
    monkeypatch.setenv(clock.ENVIRONMENT, str(file))
    return build_town(floors=2)
