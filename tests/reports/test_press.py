"""The press: a document set in a process of its own, and what is said when that fails."""

from __future__ import annotations

import io
import subprocess
from types import SimpleNamespace

import msgspec
import pytest

from bulou.reports import press
from bulou.reports.fonts import NoChineseFont
from bulou.reports.slips import Notice, NoticesPaper
from tests.reports.pages import text_of
from tests.town import NOW

TOLD = NoticesPaper(community="鄜州堉园", phone="", hours="", notices=(Notice(number="12-07"),))


def test_the_press_hands_back_the_document() -> None:
    assert "12-07" in text_of(press.printed("notices", TOLD, language="zh", now=NOW))


def test_a_press_that_fails_says_why() -> None:
    with pytest.raises(press.NotPrinted, match="no_such_template"):
        press.printed("no_such_template", TOLD, language="zh", now=NOW)


def test_a_press_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "SECONDS", 0.01)
    with pytest.raises(press.NotPrinted, match="more than"):
        press.printed("notices", TOLD, language="zh", now=NOW)


def test_a_machine_without_a_font_is_told_by_the_press_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object, **__: object) -> bytes:
        raise NoChineseFont

    job = msgspec.json.encode(press.Job(template="notices", told=TOLD, language="zh", now=NOW))
    monkeypatch.setattr(press, "pdf", lacking)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(job)))
    assert press.main() == press.NO_FONT
    ended = subprocess.CompletedProcess([], press.NO_FONT, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(NoChineseFont):
        press.printed("notices", TOLD, language="zh", now=NOW)
