"""After an upgrade the read tables are made anew by themselves, once; a downgrade is refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.ops import renewing
from bulou.projections import migrations, version
from bulou.projections.crosscheck import differences
from bulou.projections.rebuild import rebuild
from tests.town import Town, build_town

ROSTER = Path(__file__).parent.parent / "data" / "rosters" / "桥南.csv"
DOOR = "水利小区 1-1-101"


@pytest.fixture
def town(db: None) -> Town:
    town = build_town(floors=1)
    town.visit(DOOR, VisitRecorded(outcome="refused"))
    return town


def _stamped(town: Town, stamp: str) -> None:
    database.run("UPDATE head SET read_version = %s WHERE region_id = %s", [stamp, town.region_id])


def _write_otherwise(town: Town) -> None:
    """A row as only another program would have written it."""
    database.run("UPDATE dwelling SET label = '?' WHERE region_id = %s AND id = %s", [town.region_id, town.doors[DOOR]])


def _label(town: Town) -> str:
    found = database.one(
        "SELECT label FROM dwelling WHERE region_id = %s AND id = %s", [town.region_id, town.doors[DOOR]]
    )
    assert found
    return str(found[0])


@pytest.mark.engine
@pytest.mark.parametrize("old", ["", "0001_initial+1", f"{version.current().partition('+')[0]}+0"])
def test_rows_of_an_older_program_are_made_anew_and_both_languages_say_so(
    town: Town, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _stamped(town, old)
    _write_otherwise(town)
    renewing.refuse_downgrade()
    renewing.renew()
    assert _label(town) == "101"
    assert version.of_region(town.region_id) == version.current()
    assert not list(differences(town.region_id))
    told = capsys.readouterr()
    assert "吉县" in told.err
    assert "Ji County" in told.err
    assert not told.out


@pytest.mark.engine
def test_rows_of_this_program_are_left_alone(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    rebuild(town.region_id)
    _write_otherwise(town)
    renewing.refuse_downgrade()
    renewing.renew()
    assert _label(town) == "?"
    assert not capsys.readouterr().err


@pytest.mark.parametrize("newer", ["9999_what_comes+1", f"{version.current().partition('+')[0]}+{version.FOLDS + 1}"])
def test_a_program_older_than_its_data_refuses_and_names_both(town: Town, newer: str) -> None:
    _stamped(town, newer)
    with pytest.raises(click.ClickException) as refused:
        renewing.refuse_downgrade()
    assert refused.value.message.count(newer) == refused.value.message.count(version.current()) == 2


def test_the_version_names_the_latest_migration_of_the_read_tables() -> None:
    folder = Path(migrations.__path__[0])
    latest = max(file.stem for file in folder.glob("[0-9]*.py"))
    assert version.current() == f"{latest}+{version.FOLDS}"


def _bulou(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    hidden = {"BULOU_DATA", "BULOU_CLOCK", "DJANGO_SETTINGS_MODULE", "BULOU_DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-c", "from bulou.ops.cli import main; main()", *words, "--data", str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, text=True)


def _stamp_file(folder: Path, stamp: str) -> None:
    with sqlite3.connect(folder / "bulou.sqlite3") as connection:
        connection.execute("UPDATE head SET read_version = ?", [stamp])
    connection.close()


def test_every_command_brings_an_old_folder_up_to_date_once_and_opens_no_newer_one(tmp_path: Path) -> None:
    _bulou(tmp_path, "found", "--code", "jixian", "--name-zh", "吉县", "--name-en", "Ji County")
    imported = _bulou(tmp_path, "import", "--commit", str(ROSTER))
    assert "程序升级了" not in imported.stderr
    _stamp_file(tmp_path, "")
    first, second = (_bulou(tmp_path, "status", "--json") for _ in range(2))
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert ("程序升级了" in first.stderr, "程序升级了" in second.stderr) == (True, False)
    _stamp_file(tmp_path, "9999_what_comes+1")
    for words in (["status", "--json"], ["rebuild"]):
        refused = _bulou(tmp_path, *words)
        assert refused.returncode == 1
        assert "9999_what_comes+1" in refused.stderr
