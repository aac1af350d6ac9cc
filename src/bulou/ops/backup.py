"""Backup: a consistent copy of the database while the server runs, checked before it is called one."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from bulou.ground.words import lines
from bulou.ops import campaign
from bulou.ops.cli import data_option
from bulou.ops.setup import set_up

PREFIX: Final = "bulou-"


class Damaged(click.ClickException):
    """The copy does not pass the database's own examination."""


@click.command()
@data_option
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="Where copies go; another disk.")
@click.option("--keep", default=14, show_default=True, type=click.IntRange(1), help="So many copies stay.")
def backup(folder: Path, keep: int) -> None:
    """备份数据库，服务不用停；钥匙另存 · copy the database while it is served; the keys are kept apart."""
    set_up(renew=False)  # a copy waits for nothing
    from django.conf import settings

    from bulou.ground import clock

    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        raise click.ClickException(lines("backup.postgres"))
    source = Path(settings.DATABASES["default"]["NAME"])
    made = datetime.fromtimestamp(clock.real_now() / 1000).astimezone()
    try:
        copy, facts = copied(source, folder, name=f"{PREFIX}{made:%Y%m%d-%H%M%S}.sqlite3")
        gone = thinned(folder, keep=keep)
    except (OSError, sqlite3.Error) as fault:
        raise click.ClickException(lines("backup.failed", folder=folder, why=fault)) from fault
    click.echo(lines("backup.made", file=copy, facts=f"{facts:,}", gone=len(gone)))
    click.echo(lines("backup.keys", folder=campaign.folder() / "keys"))


def copied(source: Path, folder: Path, *, name: str) -> tuple[Path, int]:
    """A checked copy under this name and the facts in it. A copy that is not whole never bears the name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole, unfinished = folder / name, folder / f"{name}.part"
    try:
        unfinished.touch(mode=0o600)
        read_only = f"{source.as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as live, closing(sqlite3.connect(unfinished)) as copy:
            live.backup(copy, pages=2000, sleep=0.01)  # in steps, so that writers wait for none of it
            facts = _examined(copy)
        unfinished.replace(whole)
    finally:
        unfinished.unlink(missing_ok=True)
    return whole, facts


def thinned(folder: Path, *, keep: int) -> list[Path]:
    """Removes all but the newest copies; which ones went."""
    gone = sorted(folder.glob(f"{PREFIX}*.sqlite3"))[:-keep]
    for one in gone:
        one.unlink()
    return gone


def _examined(copy: sqlite3.Connection) -> int:
    copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    found = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(lines("backup.damaged", why="; ".join(map(str, found))))
    return int(copy.execute("SELECT COUNT(*) FROM fact").fetchone()[0])
