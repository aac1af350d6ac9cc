"""The core is told everything: the time, who acts, chance. It asks nobody."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

CORE_MODULES = tree.modules(tree.CORE)
ASKS_THE_WORLD = {"asyncio", "logging", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "time"}
ASKS_THE_WORLD |= {"tempfile", "threading", "urllib", "http", "shutil", "io"}
# The planning extra: heavy solvers, which only these two folders may reach for, and only when called.
SOLVERS = {"numpy", "scipy", "highspy", "pymetis"}
MAY_SOLVE = {"assurance", "planning"}
NOT_PURE = {"now", "utcnow", "today", "open", "print", "input", "getenv", "uuid1", "uuid4"}


def _imports(syntax: ast.AST) -> Iterator[str]:
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _called(syntax: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(syntax):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno


def _allowed(module: Path) -> set[str]:
    solvers = SOLVERS if MAY_SOLVE.intersection(module.relative_to(tree.CORE).parts) else set()
    return (set(sys.stdlib_module_names) - ASKS_THE_WORLD) | {"msgspec", "bulou"} | solvers


def test_there_is_a_core_to_judge() -> None:
    assert CORE_MODULES


@pytest.mark.parametrize("module", CORE_MODULES, ids=tree.name)
def test_the_core_imports_only_what_cannot_ask_the_world(module: Path) -> None:
    strangers = set(_imports(tree.parsed(module))) - _allowed(module)
    assert not strangers, f"{tree.name(module)} imports {sorted(strangers)}"


@pytest.mark.parametrize("module", CORE_MODULES, ids=tree.name)
def test_the_core_never_asks_for_the_time_for_chance_or_for_a_file(module: Path) -> None:
    asked = [f"{called}() on line {line}" for called, line in _called(tree.parsed(module)) if called in NOT_PURE]
    assert not asked, f"{tree.name(module)} calls {', '.join(asked)}: make it an argument"


@pytest.mark.parametrize("impure", ["datetime.now()", "date.today()", "open('rows.csv')", "uuid.uuid4()", "print('x')"])
def test_the_judge_sees_an_impure_call(impure: str) -> None:
    assert {called for called, _ in _called(ast.parse(impure))} & NOT_PURE
