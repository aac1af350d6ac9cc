"""The first load: into a folder of its own, moved into place when it is whole; what was left half-done is redone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Final

import click

from bulou.ops import campaign

SCRATCH: Final = "first-load"
DATABASE: Final = "bulou.sqlite3"


def needed(folder: Path) -> bool:
    """Whether this data folder holds no region yet."""
    file = folder / DATABASE
    if not file.exists():
        return True
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT 1 FROM region").fetchone() is None
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()


def load_into(folder: Path, *, communities: int | None = None) -> None:
    """Loads the demo town beside the data folder's own files and moves it in; the database comes last."""
    scratch = folder / SCRATCH
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "BULOU_CLOCK"}
    small = ["--communities", str(communities)] if communities else []
    done = subprocess.run(  # noqa: S603  # our own command, in a process whose settings point at the scratch folder
        [sys.executable, "-c", "from bulou.ops.cli import main; main()", "demo", "--data", str(scratch), *small],
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        raise click.ClickException(
            "演示镇没有装完，下次启动会重来 · the demo town was not loaded; the next start begins anew"
        )
    _move(scratch, folder)


def _move(scratch: Path, folder: Path) -> None:
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    for key in (scratch / "keys").iterdir():
        key.replace(folder / "keys" / key.name)
    (scratch / campaign.NAME).replace(folder / campaign.NAME)
    for stale in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / stale).unlink(missing_ok=True)
    (scratch / DATABASE).replace(folder / DATABASE)
    shutil.rmtree(scratch)
