"""The import command: what a clerk or a program sees of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bulou.ground.words import LANGUAGES, word
from bulou.rosters.reasons import HELD, IGNORED, reason_key

DATA = Path(__file__).parent.parent / "data" / "rosters"


def bulou(folder: Path, *arguments: str, written: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from bulou.ops.cli import main; main()", *arguments],
        cwd=folder,
        env={**environment, "HOME": str(folder)},
        input=written,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def test_a_dry_run_in_json_needs_no_database_and_no_data_folder(tmp_path: Path) -> None:
    ran = bulou(tmp_path, "import", "--dry-run", "--json", str(DATA / "桥南.csv"))
    assert ran.returncode == 0, ran.stderr
    (found,) = json.loads(ran.stdout)["files"]
    truth = json.loads((DATA / "桥南.truth.json").read_text(encoding="utf-8"))
    assert found["compounds"] == truth["compounds"]
    assert found["rows"]["total"] == sum(found["rows"][k] for k in ("created", "merged", "matched", "held", "ignored"))
    assert not list(tmp_path.iterdir())


def test_one_file_that_cannot_be_read_fails_the_run_and_hides_no_other(tmp_path: Path) -> None:
    ran = bulou(tmp_path, "import", "--dry-run", "--json", str(tmp_path / "none.xlsx"), str(DATA / "桥南.csv"))
    assert ran.returncode == 1
    missing, read = json.loads(ran.stdout)["files"]
    assert missing["error"]["code"] == "missing"
    assert read["rows"]["created"] == 1355


def test_the_name_of_the_community_can_be_given(tmp_path: Path) -> None:
    ran = bulou(tmp_path, "import", "--dry-run", "--json", "--community", "祖师庙", str(DATA / "桥南.csv"))
    assert json.loads(ran.stdout)["files"][0]["community"] == "祖师庙"


def test_without_an_order_nothing_is_written_and_the_command_says_so(tmp_path: Path) -> None:
    ran = bulou(tmp_path, "import", str(DATA / "桥南.csv"))
    assert ran.returncode == 0, ran.stderr
    assert "--commit" in ran.stdout
    assert not list(tmp_path.iterdir())


def test_every_documented_reason_is_known_here() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "import.md").read_text(encoding="utf-8")
    for kind, known in (("held", HELD), ("ignored", IGNORED)):
        (row,) = re.findall(rf"^\| {kind} \|(.*)\|[^|]*\|$", text, re.MULTILINE)
        assert set(re.findall(r"`(\w+)`", row)) == set(known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words_and_every_held_row_a_remedy(language: str) -> None:
    for reason in (*HELD, "something_new"):
        assert word(reason_key("held", reason), language)  # type: ignore[arg-type]  # one of LANGUAGES
        assert word(reason_key("remedy", reason), language)  # type: ignore[arg-type]  # one of LANGUAGES
    for reason in (*IGNORED, "something_new"):
        assert word(reason_key("ignored", reason), language)  # type: ignore[arg-type]  # one of LANGUAGES


def test_pasted_text_comes_in_through_standard_input(tmp_path: Path) -> None:
    text = "#接龙 水利小区3号楼\n1. 3-2-401 王某 4人\n2. 3-2-402 空户\n"
    ran = bulou(tmp_path, "import", "--json", "--community", "东关", "-", written=text)
    (found,) = json.loads(ran.stdout)["files"]
    assert found["community"] == "东关"
    assert found["compounds"]["水利小区"]["persons"] == 4
    assert found["rows"] == {"total": 3, "created": 2, "merged": 0, "matched": 0, "held": 0, "ignored": 1}
