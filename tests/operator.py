"""The operator: runs bulou as on a shell, without what the test run set for itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

COMMAND: Final = (sys.executable, "-c", "from bulou.ops.cli import main; main()")
HIDDEN: Final = frozenset({"BULOU_DATA", "BULOU_CLOCK", "BULOU_DATABASE_URL", "DJANGO_SETTINGS_MODULE"})


def environment() -> dict[str, str]:
    """The operator's."""
    return {name: value for name, value in os.environ.items() if name not in HIDDEN}


def told(folder: Path, *words: str) -> tuple[int, str]:
    """Runs a command on a data folder to its end; its exit code and what it printed, with the fault if it failed."""
    command = [*COMMAND, *words, "--data", str(folder)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + (done.stderr if done.returncode else "")


@contextmanager
def watched(folder: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Starts a command on a data folder; what it prints can be read line by line as it comes."""
    with subprocess.Popen(
        [*COMMAND, *words, "--data", str(folder)], env={**environment(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        yield process
