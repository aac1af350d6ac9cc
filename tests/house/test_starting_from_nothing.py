"""A machine that lacks something is told what, and how to get it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import tree
from tools import client, node


def _make_environment(tmp_path: Path, python: str) -> str:
    """What tools/venv.sh says in an empty checkout whose only Python is this shell script; it must not succeed."""
    (tmp_path / "tools").mkdir()
    shutil.copy(tree.ROOT / "tools" / "venv.sh", tmp_path / "tools")
    fake = tmp_path / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "tools/venv.sh"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "BULOU_PYTHON": str(fake)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert not (tmp_path / ".venv").exists()
    return done.stderr


def test_a_machine_without_python_is_told_the_debian_packages(tmp_path: Path) -> None:
    said = _make_environment(tmp_path, "exit 127")
    assert "没有找到 Python" in said
    assert "apt-get install python3 python3-venv" in said


def test_a_python_that_is_too_old_is_named_with_its_version(tmp_path: Path) -> None:
    said = _make_environment(tmp_path, 'case "$2" in *print*) echo 3.9;; *) exit 1;; esac')
    assert "3.9" in said
    assert "3.11" in said


def test_a_python_without_venv_is_told_the_debian_package_of_its_version(tmp_path: Path) -> None:
    said = _make_environment(tmp_path, 'case "$2" in *print*) echo 3.12;; *ensurepip*) exit 1;; esac')
    assert "apt-get install python3.12-venv" in said


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v24.19.0"])
def test_a_node_that_can_run_vite_is_used(version: str) -> None:
    assert node.runs_vite(version)


@pytest.mark.parametrize("version", ["v18.20.1", "v20.18.3", "v21.7.0", "v22.11.0", "not node"])
def test_a_node_that_cannot_run_vite_is_passed_over(version: str) -> None:
    assert not node.runs_vite(version)


def test_the_client_is_built_again_when_a_source_changes() -> None:
    readme, makefile = tree.ROOT / "README.md", tree.ROOT / "Makefile"
    assert client.fingerprint([readme]) == client.fingerprint([readme])
    assert client.fingerprint([readme]) != client.fingerprint([makefile])
