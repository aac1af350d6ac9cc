"""The rosters that communities really hand in, against what is known to be in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bulou.rosters.dry_run import dry_run

DATA = Path(__file__).parent.parent / "data" / "rosters"
ROSTERS = ("小府.xlsx", "东关.xls", "桥南.csv")


def truth_of(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((DATA / name).with_suffix(".truth.json").read_text(encoding="utf-8"))
    return truth


@pytest.mark.parametrize("name", ROSTERS)
def test_a_real_roster_gives_exactly_the_doors_and_persons_that_are_in_it(name: str) -> None:
    truth = truth_of(name)
    found = dry_run([DATA / name])["files"][0]
    assert found["community"] == truth["community"]
    assert found["compounds"] == truth["compounds"]
    rows = found["rows"]
    assert rows["total"] == sum(rows[k] for k in ("created", "merged", "matched", "held", "ignored"))
    assert rows["created"] == sum(c["doors"] for c in truth["compounds"].values())
    assert rows["matched"] == truth.get("planted_duplicate_rows", 0)
    assert rows["held"] == 0


def test_the_same_file_twice_in_one_run_creates_nothing_the_second_time() -> None:
    first, second = dry_run([DATA / "小府.xlsx", DATA / "小府.xlsx"])["files"]
    assert second["compounds"] == first["compounds"]
    assert second["rows"]["created"] == second["rows"]["merged"] == 0
    assert second["rows"]["matched"] == first["rows"]["created"] + first["rows"]["merged"] + first["rows"]["matched"]
