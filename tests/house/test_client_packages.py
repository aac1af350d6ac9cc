"""The phone client is built from the same packages everywhere."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.house import tree

CLIENT = tree.ROOT / "client"


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((CLIENT / name).read_text(encoding="utf-8"))
    return content


def _asked_for() -> dict[str, str]:
    package = _read("package.json")
    return {**package.get("dependencies", {}), **package.get("devDependencies", {})}


def test_every_package_is_asked_for_in_one_exact_version() -> None:
    loose = {name: version for name, version in _asked_for().items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)}
    assert not loose


def test_the_lock_holds_what_is_asked_for() -> None:
    locked = _read("package-lock.json")["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in _asked_for()} == _asked_for()


def test_the_lock_proves_every_package_and_ties_none_to_a_registry() -> None:
    locked = _read("package-lock.json")["packages"]
    packages = {name: entry for name, entry in locked.items() if name}
    assert not [name for name, entry in packages.items() if "integrity" not in entry]
    assert not [name for name, entry in packages.items() if "resolved" in entry]
