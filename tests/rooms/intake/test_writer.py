"""The writer looks at its tables while they grow, and goes on when that fails."""

import pytest
from django.db import OperationalError

from bulou.ground import database
from bulou.intake import writer


def test_it_looks_often_at_first_and_then_now_and_then() -> None:
    looked = [groups for groups in range(3 * writer.LEARNS + 1) if writer.due(groups)]
    assert looked[:6] == [0, 1, 2, 4, 8, 16]
    assert looked[-3:] == [writer.LEARNS, 2 * writer.LEARNS, 3 * writer.LEARNS]


def test_it_goes_on_when_somebody_else_is_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def locked() -> None:
        asked.append(True)
        raise OperationalError("database is locked")

    monkeypatch.setattr(database, "learn", locked)
    writer._learn()
    assert asked
