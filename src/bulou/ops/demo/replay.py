"""The replay: the week through a real server process over real HTTP, and the arithmetic at its end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import click

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ops import campaign
from bulou.ops.demo import evening, story, third
from bulou.ops.demo.calendar import FOUNDED, ROUNDS, WEEK_ENDS, spoken
from bulou.ops.demo.pace import Pace, Running, Stepped
from bulou.ops.demo.pages import DeskPages
from bulou.ops.demo.people import people
from bulou.ops.demo.play import Play
from bulou.ops.demo.register import enter, found
from bulou.ops.demo.town import SEED, Ids, town
from bulou.ops.demo.transport import Http

HOST: Final = "127.0.0.1"
PATIENCE: Final = 30
"""Seconds that a server may take to start."""


def replay(
    folder: Path,
    *,
    speed: float | None,
    port: int | None,
    small: int | None = None,
    scale: float = 1.0,
    until: Instant = WEEK_ENDS,
) -> Play:
    """Plays the week over HTTP; without a speed as fast as the server takes it. Raises when the sums do not agree."""
    built = town(communities=small, scale=scale)
    clock = Stepped(folder / campaign.NAME)
    clock.reach(FOUNDED)
    click.echo("装入名册 · entering the register")
    found(built)
    enter(built, people(built), progress=lambda _more: None)
    free = port or free_port()
    with server(free):
        begins = ROUNDS[0].opened - MINUTE
        pace: Pace = clock if speed is None else Running(folder / campaign.NAME, begins=begins, speed=speed)
        played = Play(built, transport=Http(HOST, free), pace=pace)
        ids = Ids(Random(SEED + 4))  # noqa: S311  # invented data, not a secret
        desk = DeskPages(built.region_id, played.staff, ids=ids, code=built.code, host=HOST, port=free)
        played.leisure = 1 / scale  # as many hands on fewer doors: everybody takes the time that the doors leave
        plan_week(played, desk)
        with _shown(played, until):
            played.run(until=until)
        clock.reach(until)
    _prove(played, until)
    return played


def plan_week(play: Play, desk: DeskPages) -> None:
    """The whole week on the agenda, decided on the desk's pages."""
    play.desk = desk
    story.plan_round_1(play)
    story.plan_round_2(play)
    evening.plan_last_evening(play, desk)
    third.plan_round_3(play)
    evening.plan_evenings(play, desk, days=(25, 26, 27, 28, 29, 30, 31))


@contextmanager
def server(port: int) -> Iterator[None]:
    """A server process of our own on this port, for as long as it is needed."""
    command = [sys.executable, "-c", "from bulou.ops.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ.copy())  # noqa: S603  # our own
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise click.ClickException(f"服务没有启动 · the server did not start on port {port}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _shown(played: Play, until: Instant) -> Iterator[None]:
    """A progress bar of what is on the agenda, with campaign time and the facts that were written and received."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as bar:
        total, done = played.ahead(until), count(1)
        task = bar.add_task("一周 · the week", total=total)

        def moved(at: Instant) -> None:
            wrote, received = written_and_received(played)
            title = f"{spoken(at)}  写 wrote {wrote:,}  收 received {received:,}"
            bar.update(task, completed=next(done), description=title)

        played.progress = moved
        yield


def written_and_received(played: Play) -> tuple[int, int]:
    """What all phones wrote, and what the server told each of them that it has."""
    phones = [worker.phone for worker in played.workers.values()]
    return sum(phone.wrote for phone in phones), sum(phone.received for phone in phones)


def _prove(played: Play, until: Instant) -> None:
    """Every phone's facts arrived, and every community's doors add up. Raises when one does not."""
    lacking = [login for login, worker in played.workers.items() if worker.phone.wrote != worker.phone.received]
    if lacking:
        raise click.ClickException(f"没有收齐 · not everything was received from: {', '.join(lacking)}")
    for number in (dates.number for dates in ROUNDS if dates.opened <= until):
        for community in played.town.communities:
            counts = played.desk.figures(community, number=number, now=until)
            if counts["listed"] != counts["out_of_scope"] + counts["closed"] + counts["owed"]:
                raise click.ClickException(f"{community.name} 的数对不上 · the doors do not add up")
    wrote, received = written_and_received(played)
    click.echo(
        f"写了 {wrote:,} 条，收到 {received:,} 条，每部手机都收齐 · wrote {wrote:,}, received {received:,}, every phone"
    )
    click.echo("开轮、用人、挂账、申请、核准都走网页 · rounds, people and closings on the desk's pages")
