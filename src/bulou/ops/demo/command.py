"""The demo command: loads the town and its week, or replays the week through the real HTTP interfaces."""

import os
import tempfile
from pathlib import Path

import click

from bulou.core.kernel.instants import Instant, parse_moment
from bulou.ops import campaign
from bulou.ops.cli import data_option
from bulou.ops.demo.calendar import ROUNDS, WEEK_ENDS, ZONE, written
from bulou.ops.setup import set_up

SPEED = 2400.0
OWN = frozenset(
    {"bulou.sqlite3", "bulou.sqlite3-wal", "bulou.sqlite3-shm", "clock.json", "keys", "uploads", "replay.json"}
)
"""What a data folder of ours holds."""


def _speed(_context: click.Context, _option: click.Parameter, value: str) -> float | None:
    if value == "instant":
        return None
    try:
        speed = float(value)
    except ValueError:
        speed = 0
    if not 0 < speed <= 1_000_000:
        raise click.BadParameter("a number such as 2400, or instant")
    return speed


def _until(_context: click.Context, _option: click.Parameter, value: str | None) -> Instant:
    if value is None:
        return WEEK_ENDS
    try:
        until = parse_moment(value, ZONE)
    except (ValueError, OverflowError) as fault:
        raise click.BadParameter('a time such as "2020-01-27 23:00"') from fault
    if not ROUNDS[0].opened < until <= WEEK_ENDS:
        raise click.BadParameter(f"between {written(ROUNDS[0].opened)} and {written(WEEK_ENDS)}")
    return until


@click.command()
@data_option
@click.option("--replay", is_flag=True, help="The week through the real HTTP interfaces, with simulated workers.")
@click.option(
    "--speed", default=f"{SPEED:g}", show_default=True, callback=_speed, help="Times real time, or `instant`."
)
@click.option("--until", metavar="TIME", callback=_until, help='Stops there, such as "2020-01-27 23:00".')
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the replay's own server; default a free one.")
@click.option("--communities", type=click.IntRange(1, 6), help="Only the last so many communities: a small town.")
@click.option("--scale", type=click.FloatRange(0.1, 1), default=1, show_default=True, help="A smaller town to replay.")
@click.pass_context
def demo(  # one argument an option
    context: click.Context, speed: float | None, until: Instant, port: int | None, communities: int | None,
    scale: float, *, replay: bool,
) -> None:  # fmt: skip
    """演示镇 · load the demo town, or replay its week."""
    if replay and not os.environ.get("BULOU_DATA"):
        os.environ["BULOU_DATA"] = tempfile.mkdtemp(prefix="bulou-replay-")
    folder = campaign.folder()
    folder.mkdir(parents=True, exist_ok=True)
    if replay:
        _refuse_strangers(folder)
    os.environ["BULOU_CLOCK"] = str(folder / campaign.NAME)
    set_up()
    _refuse_regions(folder, replay=replay)
    if replay:
        from bulou.ops.demo.replay import replay as play_over_http

        came = play_over_http(folder, speed=speed, port=port, small=communities, scale=scale, until=until)
        _figures(context, came)
        click.echo(f"数据留在 · the data stays in {folder}")
        return
    _load(communities)


def _refuse_strangers(folder: Path) -> None:
    """A replay writes into nobody's folder but its own."""
    strangers = sorted({one.name for one in folder.iterdir()} - OWN)
    if strangers:
        raise click.ClickException(
            f"{folder} 里有别的东西（{strangers[0]}），请换一个空目录 · "
            f"{folder} holds something else ({strangers[0]}): name an empty folder"
        )


def _refuse_regions(folder: Path, *, replay: bool) -> None:
    """A town is founded in an empty folder; only a replay that was stopped properly goes on."""
    from bulou.ledger import regions
    from bulou.ops.demo import kept

    if regions.all_regions() and not (replay and (folder / kept.NAME).exists()):
        raise click.ClickException(
            f"{folder} 里已有地区，请换一个空目录（重演只能从好好停下的地方接着演） · there is a region in {folder}"
            " already: name an empty folder (a replay goes on only from where it was stopped properly)"
        )


def _load(small: int | None) -> None:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from bulou.ops.demo.loading import hurry, load

    titles = {"register": "门户名册 · the register", "rounds": "两轮排查 · two rounds"}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as bar:
        tasks = {name: bar.add_task(title, total=None, start=False) for name, title in titles.items()}

        def progress(name: str, done: int, total: int) -> None:
            if not bar.tasks[tasks[name]].started:
                bar.start_task(tasks[name])
            bar.update(tasks[name], completed=done, total=total)

        hurry()
        load(progress=progress, small=small)
    from django.db import connections

    connections.close_all()
    click.echo("演示镇已装好 · the demo town is loaded")


def _figures(context: click.Context, until: Instant) -> None:
    """The figures of every round, by the command that monitoring uses."""
    from bulou.ops.status import status

    for number in range(1, len(ROUNDS) + 1):
        if ROUNDS[number - 1].opened < until:
            click.echo(f"\n第{number}轮 · round {number}")
            context.invoke(status, code=None, number=number, moment=None, cutoff=None, as_json=False)
