"""Import: rosters into the register from the terminal, rehearsed first and written when told to."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from bulou.ground.words import word
from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region

if TYPE_CHECKING:
    from bulou.ledger.regions import Region
    from bulou.rosters.preview import Choices, Preview

SHOWN = 50
"""Held rows printed for a file; the desk's page shows them all."""


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--community", metavar="NAME", help="The community, instead of what the file says.")
@click.option("--dry-run", is_flag=True, help="Write nothing (the default).")
@click.option("--json", "as_json", is_flag=True, help="For programs: only JSON on standard output.")
@click.option("--commit", is_flag=True, help="Write what is new or different into the register.")
@click.option("--newer", is_flag=True, help="This list is newer than the register: fewer people count as fewer.")
@click.option(
    "--compound", "decided", multiple=True, metavar="NAME=KNOWN", help="NAME means the compound KNOWN; NAME=new: new."
)
@click.option("--region", "code", help="The region's code, if there are several.")
@data_option
def import_(
    files: tuple[Path, ...], community: str | None, *, dry_run: bool, as_json: bool, commit: bool, newer: bool,
    decided: tuple[str, ...], code: str | None,
) -> None:  # fmt: skip
    """导入名册：先预演，核对后 --commit · rosters in: rehearsed first, written with --commit.

    FILES: 名册文件；- 表示从标准输入读粘贴的微信文字或接龙 · roster files; - reads pasted text from standard input.
    """
    if commit and dry_run:
        raise click.UsageError("--commit 与 --dry-run 只能选一个 · choose --commit or --dry-run")
    files = tuple(_pasted(community) if str(file) == "-" else file for file in files)
    if (as_json and not commit) or not (commit or _has_register()):
        _as_against_nothing(files, community, as_json=as_json)
        return
    set_up()
    from bulou.rosters.preview import Choices  # after Django is set up

    names = dict(one.split("=", 1) for one in decided if "=" in one)
    _against_register(
        files,
        the_region(code),
        Choices(community=community, decided=names, newer=newer),
        commit=commit,
        as_json=as_json,
    )


def _pasted(community: str | None) -> Path:
    """What is piped in, kept as a file until the command ends; it is called after its community."""
    folder = click.get_current_context().with_resource(TemporaryDirectory(prefix="bulou-"))
    file = Path(folder) / f"{community or '粘贴'}.txt"
    file.write_bytes(sys.stdin.buffer.read())
    return file


def _has_register() -> bool:
    folder = Path(os.environ.get("BULOU_DATA", "data"))
    return bool(os.environ.get("BULOU_DATABASE_URL")) or (folder / "bulou.sqlite3").exists()


def _as_against_nothing(files: tuple[Path, ...], community: str | None, *, as_json: bool) -> None:
    """Needs no database and no data folder."""
    from bulou.rosters.dry_run import dry_run  # half a second that no other command need pay

    found = dry_run(files, community)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        console = Console()
        for one in found["files"]:
            _print_counts(console, one)
        console.print(_both("import.dry.empty"), _both("import.dry.commit"), sep="\n")
    if any("error" in one for one in found["files"]):
        raise SystemExit(1)


def _against_register(
    files: tuple[Path, ...], region: "Region", choices: "Choices", *, commit: bool, as_json: bool
) -> None:
    from django.conf import settings

    from bulou.rosters.errors import RosterError
    from bulou.rosters.writing import one_at_a_time

    console = Console(stderr=as_json)
    results: list[dict[str, Any]] = []
    for file in files:
        try:
            with one_at_a_time(Path(settings.DATA) / "imports"):
                results += _shares(file, region, choices, console, commit=commit)
        except RosterError as error:
            results.append({"file": file.name, "error": {"code": error.code, "zh": error.zh, "en": error.en}})
            console.print(f"[red]{escape(file.name)}[/red] {error.zh} · {error.en}")
    if as_json:
        click.echo(json.dumps({"files": results}, ensure_ascii=False))
    elif not commit:
        console.print(_both("import.dry"), _both("import.dry.commit"), sep="\n")
    if any("error" in one for one in results):
        raise SystemExit(1)


def _shares(
    file: Path, region: "Region", choices: "Choices", console: Console, *, commit: bool
) -> Iterator[dict[str, Any]]:
    """One result for each community in the file."""
    from bulou.core.kernel.scope import Scope
    from bulou.ground import clock
    from bulou.rosters.preview import previews

    now = clock.now()
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True)
    with _progress() as progress:
        task = progress.add_task(file.name, total=None)
        shares = previews(
            file,
            scope=scope,
            now=now,
            community=choices.community,
            choices=lambda _: structs.replace(choices, community=None),
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
        for found in shares:
            progress.stop()
            result = found.as_json()
            _print(console, found, result)
            if commit:
                _write(console, found, region, now)
            yield result


def _write(console: Console, found: "Preview", region: "Region", now: int) -> None:
    from bulou.rosters.writing import Author, write

    author = Author(region_id=region.region_id, by=region.region_id, now=now, zone=region.zone, trusted=True)
    with _progress() as progress:
        task = progress.add_task(_both("import.writing"), total=None)
        written = write(
            found.matched,
            author=author,
            file_hash=found.file_hash,
            rows=found.row_sayings,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    if written is None:
        console.print(_both("import.nothing"))
    else:
        new, changed = len(found.matched.new), len(found.matched.changed)
        console.print(f"[bold]{_both('import.written', new=f'{new:,}', changed=f'{changed:,}')}[/bold]")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _print(console: Console, found: "Preview", result: dict[str, Any]) -> None:
    _print_counts(console, result)
    if found.community_is_new:
        console.print(_both("import.new_community", name=found.community), markup=False)
    for doubt in found.doubts:
        said = _both(f"import.doubt.{doubt.reason}", name=doubt.name, other=doubt.resembles, rows=doubt.rows)
        console.print(said, markup=False)
        console.print(_both("import.doubt.option", name=doubt.name, other=doubt.resembles), markup=False)
    _print_held(console, found)
    if found.fewer:
        console.print(_both("import.fewer", n=len(found.fewer)))
    kept = found.dropped
    console.print(_both("import.kept", names=kept.names, phones=kept.phones, numbers=kept.numbers))
    if kept.columns:
        console.print(_both("import.dropped_columns", columns="、".join(kept.columns)), markup=False)


def _print_held(console: Console, found: "Preview") -> None:
    if not found.held:
        return
    table = Table(*(_both(f"import.{name}") for name in ("sheet", "row", "reason", "remedy")))
    for verdict in found.held[:SHOWN]:
        table.add_row(
            escape(verdict.sheet),
            str(verdict.row),
            _both_of("held", verdict.reason) + (f" [dim]{escape(verdict.cell)}[/dim]" if verdict.cell else ""),
            _both_of("remedy", verdict.reason),
        )
    console.print(table)
    if len(found.held) > SHOWN:
        console.print(f"… +{len(found.held) - SHOWN}")


def _print_counts(console: Console, result: dict[str, Any]) -> None:
    console.print(f"[bold]{escape(result['file'])}[/bold]  {escape(result['community'])}")
    if "error" in result:
        console.print(f"[red]{result['error']['zh']} · {result['error']['en']}[/red]")
        return
    names = ("doors", "occupied", "persons", "vacant", "business")
    table = Table()
    table.add_column(_both("import.compound", between="\n"), no_wrap=True)
    for name in names:
        table.add_column(_both(f"import.count.{name}", between="\n"), justify="right")
    for compound, counted in result["compounds"].items():
        table.add_row(escape(compound), *(f"{counted[name]:,}" for name in names))
    console.print(table)
    rows = result["rows"]
    console.print("  ".join(f"{_both(f'import.verdict.{name}')} {number:,}" for name, number in rows.items()))


def _both_of(family: str, reason: str) -> str:
    from bulou.rosters.reasons import reason_key

    return _both(reason_key(family, reason))


def _both(key: str, *, between: str = " · ", **values: object) -> str:
    return word(key, "zh", **values) + between + word(key, "en", **values)
