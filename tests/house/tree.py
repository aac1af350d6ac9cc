"""The tree under test: its modules and its folders."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bulou"
CORE = PACKAGE / "core"
_NOT_OURS = {"migrations", "templatetags", "management", "__pycache__", "node_modules", "static"}


def modules(*places: Path) -> list[Path]:
    """Every Python module under these places, except in folders that Django names and writes."""
    found = (file for place in places for file in place.rglob("*.py"))
    return sorted(file for file in found if not _NOT_OURS.intersection(file.relative_to(ROOT).parts))


def name(path: Path) -> str:
    """A path as a person says it, from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))
