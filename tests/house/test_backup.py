"""Backups: whole copies of a database in use, checked, thinned, and never a half one under a good name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bulou.ops import backup


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, body TEXT)")
        writer.executemany("INSERT INTO fact (body) VALUES (?)", [("x" * 200,)] * 3000)
        yield file  # still open, its log not written home: as a server holds it


def _facts(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        return int(opened.execute("SELECT COUNT(*) FROM fact").fetchone()[0])


def test_a_copy_holds_what_was_committed_also_what_lies_in_the_log(live: Path, tmp_path: Path) -> None:
    copy, facts = backup.copied(live, tmp_path / "kept", name="bulou-1.sqlite3")
    assert facts == _facts(copy) == 3000
    assert copy.stat().st_mode & 0o077 == 0
    assert [file.name for file in copy.parent.iterdir()] == ["bulou-1.sqlite3"]


def test_the_newest_copies_stay(live: Path, tmp_path: Path) -> None:
    for day in (1, 2, 3):
        backup.copied(live, tmp_path / "kept", name=f"bulou-2020012{day}.sqlite3")
    (tmp_path / "kept" / "notes.txt").write_text("mine")
    backup.thinned(tmp_path / "kept", keep=2)
    left = sorted(file.name for file in (tmp_path / "kept").iterdir())
    assert left == ["bulou-20200122.sqlite3", "bulou-20200123.sqlite3", "notes.txt"]


def test_a_damaged_database_gives_no_copy(live: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(live, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = live.read_bytes()
        writer.execute("PRAGMA journal_mode")
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(pages[:8192] + b"\xff" * 4096 + pages[12288:])
    with pytest.raises((backup.Damaged, sqlite3.DatabaseError)):
        backup.copied(broken, tmp_path / "kept", name="bulou-1.sqlite3")
    assert not list((tmp_path / "kept").iterdir())
