"""Every module says what it is, and none is named after being useful."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import tree

EVERY_MODULE = tree.modules(tree.PACKAGE, tree.ROOT / "tools", tree.ROOT / "bench")
SAYS_NOTHING = {"util", "helper", "common", "misc", "base", "manager", "service", "handler"}


@pytest.mark.parametrize("module", EVERY_MODULE, ids=tree.name)
def test_a_module_opens_with_a_line_that_names_its_noun(module: Path) -> None:
    opening = ast.get_docstring(tree.parsed(module))
    assert opening, f"{tree.name(module)} opens without a docstring"
    assert opening.splitlines()[0].strip().endswith((".", "。", ":"))


@pytest.mark.parametrize("module", EVERY_MODULE, ids=tree.name)
def test_a_module_is_named_after_its_noun(module: Path) -> None:
    place = module.parent if module.stem == "__init__" else module
    words = {word.removesuffix("s") for word in place.stem.lower().split("_")}
    assert not words & SAYS_NOTHING, f"{tree.name(module)} is named after being useful, not after what it is about"


@pytest.mark.parametrize("folder", sorted({module.parent for module in EVERY_MODULE}), ids=tree.name)
def test_a_folder_with_code_says_what_it_is(folder: Path) -> None:
    assert (folder / "__init__.py").exists(), f"{tree.name(folder)} has code but no __init__.py to say what it is"
