"""Progress: campaign time, and the facts that were written and received; a bar for people, lines for a log."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

import click

from bulou.core.kernel.instants import HOUR, Instant
from bulou.ops.demo.calendar import spoken
from bulou.ops.demo.play import Play

LINES: Final = 6 * HOUR
"""A line in a log for so much campaign time."""


@contextmanager
def shown(played: Play, until: Instant) -> Iterator[None]:
    """Shows how far it is until the block ends."""
    if not sys.stdout.isatty():
        played.progress = _lines(played)
        yield
        return
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
        played.progress = lambda at: bar.update(task, completed=next(done), description=_words(played, at))
        yield


def _lines(played: Play) -> Callable[[Instant], None]:
    told = 0

    def moved(at: Instant) -> None:
        nonlocal told
        if at // LINES != told:
            told = at // LINES
            click.echo(_words(played, at))

    return moved


def _words(played: Play, at: Instant) -> str:
    wrote, received = written_and_received(played)
    return f"{spoken(at)}  写 wrote {wrote:,}  收 received {received:,}"


def cost(begun: "os.times_result", ended: "os.times_result") -> str:
    """How long it took, and the processor's time of the workers (this process) and of the server (its child)."""
    took = ended.elapsed - begun.elapsed
    workers = ended.user + ended.system - begun.user - begun.system
    served = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    return (
        f"用时 {took:.0f} 秒，处理器：网格员 {workers:.0f} 秒，服务 {served:.0f} 秒 · "
        f"took {took:.0f} s; processor: workers {workers:.0f} s, server {served:.0f} s"
    )


def written_and_received(played: Play) -> tuple[int, int]:
    """What all phones wrote, and what the server told each of them that it has."""
    phones = [worker.phone for worker in played.workers.values()]
    return sum(phone.wrote for phone in phones), sum(phone.received for phone in phones)
