"""The command as an operator runs it: its own process, its own first connection, on either database."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROSTER = Path(__file__).parent.parent / "data" / "rosters" / "桥南.csv"


def _bulou(folder: Path, *words: str) -> str:
    hidden = {"BULOU_DATA", "BULOU_CLOCK", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-c", "from bulou.ops.cli import main; main()", *words, "--data", str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout


@pytest.mark.engine
def test_a_region_is_founded_filled_counted_verified_and_rebuilt_by_commands_alone(tmp_path: Path) -> None:
    code = f"r{secrets.token_hex(4)}"
    _bulou(tmp_path, "found", "--code", code, "--name-zh", "吉县", "--name-en", "Ji", "--timezone", "Asia/Shanghai")
    _bulou(tmp_path, "import", "--commit", str(ROSTER), "--region", code)
    status = json.loads(_bulou(tmp_path, "status", "--json", "--region", code))
    assert status["region"]["listed"] == status["communities"]["桥南"]["owed"] == 1355
    _bulou(tmp_path, "rebuild", "--region", code)
    assert "账本完整" in _bulou(tmp_path, "verify", "--region", code)
    assert json.loads(_bulou(tmp_path, "status", "--json", "--region", code)) == status
