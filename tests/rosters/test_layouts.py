"""Whatever the layout, the town in it is the same town."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bulou.rosters.dry_run import dry_run
from bulou.rosters.roster import read_roster
from tests.rosters.layouts import LAYOUTS
from tests.rosters.town import build_town, truth

TOWN = build_town()


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_of_one_town_gives_the_same_doors_and_persons(name: str, tmp_path: Path) -> None:
    paths = LAYOUTS[name](TOWN, tmp_path)
    files = dry_run(paths)["files"]
    found = {compound: row for file in files for compound, row in file["compounds"].items()}
    assert found == truth(TOWN)
    for file in files:
        rows = file["rows"]
        assert "error" not in file
        assert file["community"] == "东关"
        assert rows["held"] == 0
        assert rows["total"] == sum(rows[k] for k in ("created", "merged", "matched", "held", "ignored"))
        assert rows["created"] == sum(c["doors"] for c in file["compounds"].values())


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_source_row_has_exactly_one_verdict_in_its_order(name: str, tmp_path: Path) -> None:
    for path in LAYOUTS[name](TOWN, tmp_path):
        verdicts = read_roster(path).verdicts
        assert max(Counter((v.sheet, v.row) for v in verdicts).values()) == 1
        for sheet in {v.sheet for v in verdicts}:
            rows = [v.row for v in verdicts if v.sheet == sheet]
            assert rows == list(range(1, len(rows) + 1))


def test_rows_that_stand_twice_are_matched_and_namesakes_are_two_people(tmp_path: Path) -> None:
    (path,) = LAYOUTS["people_shuffled_with_planted_repeats"](TOWN, tmp_path)
    numbered = sum(bool(p.number) for h in TOWN for p in h.people)
    assert dry_run([path])["files"][0]["rows"]["matched"] == len(range(0, numbered, 25))
