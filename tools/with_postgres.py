"""Runs a command against a throw-away PostgreSQL: `python -m tools.with_postgres pytest -m engine`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import postgres

SETTING = "BULOU_DATABASE_URL"


def run(command: list[str]) -> int:
    """Run a command with the product's database setting pointing at a server of its own; the command's exit code."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])
    with postgres.running() as address:
        return subprocess.run(command, env={**os.environ, SETTING: address, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit("python -m tools.with_postgres COMMAND...")
    sys.exit(run(sys.argv[1:]))
