"""What could not be checked is said aloud, and in CI it fails."""

from __future__ import annotations

import pytest

from tools import checks


def _no_browser() -> None:
    raise checks.LeftOut("there is no Chromium")


def _broken() -> None:
    raise checks.Failed


NO_BROWSER = (checks.Check("浏览器 browser", _no_browser),)


def test_a_check_left_out_is_named_and_does_not_fail_a_laptop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "REQUIRED", frozenset())
    assert checks.run(NO_BROWSER) == 0
    assert "SKIPPED there is no Chromium" in capsys.readouterr().out


def test_a_check_left_out_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "REQUIRED", frozenset({"browser", "postgres"}))
    assert checks.run(NO_BROWSER) == 1


def test_one_failed_check_fails_the_run_and_the_others_still_run(capsys: pytest.CaptureFixture[str]) -> None:
    fine = checks.Check("fine", lambda: None)
    assert checks.run((checks.Check("broken", _broken), fine)) == 1
    assert "passed   fine" in capsys.readouterr().out
