"""The documents keep step with the tree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import tree

MAKEFILE = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE))
FOLDERS = sorted({module.parent for module in tree.modules(tree.PACKAGE)} - {tree.PACKAGE})


@pytest.mark.parametrize("folder", FOLDERS, ids=tree.name)
def test_the_architecture_names_every_folder_with_code(folder: Path) -> None:
    architecture = (tree.ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{re.escape(folder.name)}/", architecture), f"ARCHITECTURE.md does not name {folder.name}/"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_that_a_readme_gives_exists(readme: str) -> None:
    commands = set(re.findall(r"\bmake ([a-z][a-z-]*)", (tree.ROOT / readme).read_text(encoding="utf-8")))
    assert {"run", "test"} <= commands, f"{readme} does not say how to run and to test"
    assert commands <= TARGETS, f"{readme} names commands that the Makefile lacks: {sorted(commands - TARGETS)}"


def test_every_command_says_what_it_does_in_both_languages() -> None:
    described = dict(re.findall(r"^([a-z][a-z-]*):.*?## (.*)$", MAKEFILE, flags=re.MULTILINE))
    assert set(described) == TARGETS
    assert all(re.search(r"[\u4e00-\u9fff].* · .*[a-z]", words) for words in described.values())


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "## Unreleased" in (tree.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_decision_record_has_a_number_of_its_own() -> None:
    records = sorted((tree.ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        heading = record.read_text(encoding="utf-8").partition("\n")[0]
        assert heading.startswith(f"# {int(record.name[:4])}. "), f"{record.name} calls itself {heading}"
