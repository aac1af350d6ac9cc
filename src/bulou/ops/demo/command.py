"""The demo command: loads the town and its week, or replays round 1 through the real HTTP interfaces."""

import os
import tempfile

import click

from bulou.ops import campaign
from bulou.ops.cli import data_option
from bulou.ops.setup import set_up

SPEED = 2400.0


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


@click.command()
@data_option
@click.option("--replay", is_flag=True, help="Round 1 through the real HTTP interfaces, with simulated workers.")
@click.option(
    "--speed", default=f"{SPEED:g}", show_default=True, callback=_speed, help="Times real time, or `instant`."
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the replay's own server; default a free one.")
@click.option("--communities", type=click.IntRange(1, 6), help="Only the last so many communities: a small town.")
@click.pass_context
def demo(
    context: click.Context, speed: float | None, port: int | None, communities: int | None, *, replay: bool
) -> None:
    """演示镇 · load the demo town, or replay its first round."""
    if replay and not os.environ.get("BULOU_DATA"):
        os.environ["BULOU_DATA"] = tempfile.mkdtemp(prefix="bulou-replay-")
    folder = campaign.folder()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["BULOU_CLOCK"] = str(folder / campaign.NAME)
    set_up()
    from bulou.ledger import regions

    if regions.all_regions():
        raise click.ClickException(
            f"{folder} 里已有地区，请换一个空目录 · there is a region in {folder} already: name an empty folder"
        )
    if replay:
        from bulou.ops.demo.replay import replay as play_over_http

        play_over_http(folder, speed=speed, port=port, small=communities)
        _figures(context)
        click.echo(f"数据留在 · the data stays in {folder}")
        return
    _load(communities)


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


def _figures(context: click.Context) -> None:
    """The figures of round 1, by the command that monitoring uses."""
    from bulou.ops.status import status

    context.invoke(status, code=None, number=1, as_json=False)
