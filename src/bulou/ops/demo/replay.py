"""The replay: the week through a real server process over real HTTP, stopped and gone on with, and its arithmetic."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import click

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ground import clock
from bulou.ops import campaign
from bulou.ops.demo import evening, kept, story, third, windows
from bulou.ops.demo.calendar import FOUNDED, ROUNDS, WEEK_ENDS, spoken
from bulou.ops.demo.own_server import HOST, free_port, server
from bulou.ops.demo.pace import Pace
from bulou.ops.demo.pages import DeskPages
from bulou.ops.demo.people import people
from bulou.ops.demo.play import Play
from bulou.ops.demo.progress import cost, shown, written_and_received
from bulou.ops.demo.register import enter, found
from bulou.ops.demo.second_look import second_look
from bulou.ops.demo.town import SEED, Ids, Town, town
from bulou.ops.demo.transport import Http


def replay(
    folder: Path, *, speed: float | None, port: int | None, small: int | None = None, scale: float = 1.0,
    until: Instant = WEEK_ENDS,
) -> Instant:  # fmt: skip
    """Plays the week over HTTP, or goes on where the data folder stopped; without a speed as fast as the server takes.

    Returns how far it came. Raises click.ClickException when the sums do not agree.
    """
    before = _stopped(folder, until)
    if before is not None:
        small, scale = before.communities, before.scale
    built = town(communities=small, scale=scale)
    if before is None:
        _found(built, folder)
    own = port or free_port()
    begun = os.times()
    with server(own):
        played = _plan(built, _pace(folder, speed=speed, before=before), port=own, leisure=1 / scale)
        if before is not None:
            kept.restore(played, before)
        (folder / kept.NAME).unlink(missing_ok=True)  # while somebody plays, nobody goes on from what is older
        with shown(played, until), _stoppable(played):
            played.run(until=until)
        came = min(clock.now(), until)
        clock.write(folder / campaign.NAME, at=came, speed=0)
    click.echo(cost(begun, os.times()))
    if came < WEEK_ENDS:
        kept.keep(folder / kept.NAME, played, at=came, communities=small, scale=scale)
    _say(played, came)
    return came


def _found(built: Town, folder: Path) -> None:
    """The first morning, before anybody has a phone: the register, entered as the operator's console may."""
    clock.write(folder / campaign.NAME, at=FOUNDED, speed=0)
    click.echo("装入名册 · entering the register")
    found(built)
    enter(built, people(built), progress=lambda _more: None)


def _stopped(folder: Path, until: Instant) -> kept.Kept | None:
    """Where this folder's replay stopped. Raises ClickException when nothing can follow."""
    before = kept.stopped(folder)
    if before is None:
        return None
    if campaign.stored() != before.at:
        raise click.ClickException(
            f"停在 {spoken(before.at)} 以后，镇上的时间又自己走了，网格员跟不上了；请换一个空目录重演 · "
            f"the town's time went on without its workers after {spoken(before.at)}: replay in an empty folder"
        )
    if before.at >= until:
        raise click.ClickException(f"已经演到 {spoken(before.at)} · it has been played to {spoken(before.at)} already")
    click.echo(f"从 {spoken(before.at)} 接着演 · goes on from {spoken(before.at)}")
    return before


def _pace(folder: Path, *, speed: float | None, before: kept.Kept | None) -> Pace:
    begins = before.at if before else ROUNDS[0].opened - MINUTE
    return Pace(folder / campaign.NAME, begins=begins, speed=speed)


def _plan(built: Town, pace: Pace, *, port: int, leisure: float) -> Play:
    """The whole week on the agenda, decided on the desk's pages.

    `leisure`: as many hands on fewer doors, everybody takes the time that the doors leave.
    """
    play = Play(built, transport=Http(HOST, port), pace=pace)
    ids = Ids(Random(SEED + 4))  # noqa: S311  # invented data, not a secret
    desk = DeskPages(built.region_id, play.staff, ids=ids, code=built.code, host=HOST, port=port)
    play.desk, play.leisure = desk, leisure
    story.plan_round_1(play)
    story.plan_round_2(play)
    evening.plan_last_evening(play, desk)
    windows.plan(play)
    third.plan_round_3(play)
    evening.plan_evenings(play, desk, days=(25, 26, 27, 28, 29, 30, 31))
    return play


@contextmanager
def _stoppable(played: Play) -> Iterator[None]:
    """Ctrl-C or a polite kill ends the replay between two happenings; a second one ends it hard."""
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.getsignal(one) for one in wanted}

    def stop(_signal: int, _frame: object) -> None:
        played.pace.stopped = True
        for one in wanted:
            signal.signal(one, before[one])

    for one in wanted:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in wanted:
            signal.signal(one, before[one])


def _say(played: Play, came: Instant) -> None:
    """The arithmetic: every community's doors add up; at the end of the week every phone's facts have arrived too."""
    for number in (dates.number for dates in ROUNDS if dates.opened < came):
        for community in played.town.communities:
            counts = played.desk.figures(community, number=number, now=came)
            if counts["listed"] != counts["out_of_scope"] + counts["closed"] + counts["owed"]:
                raise click.ClickException(f"{community.name} 的数对不上 · the doors do not add up")
    found = second_look(played.workers.values())
    click.echo(
        f"没敲门就写的 {found.made_up:,} 次，别人再看了 {found.looked:,} 次，{found.different:,} 次对不上 · written"
        f" without knocking {found.made_up:,}, looked at again {found.looked:,}, found different {found.different:,}"
    )
    wrote, received = written_and_received(played)
    lacking = [login for login, worker in played.workers.items() if worker.phone.wrote != worker.phone.received]
    if came < WEEK_ENDS:
        click.echo(f"停在 {spoken(came)}，写了 {wrote:,} 条，收到 {received:,} 条；同样的命令接着演")
        click.echo(f"stopped at {spoken(came)}, wrote {wrote:,}, received {received:,}; the same command goes on")
        return
    if lacking:
        raise click.ClickException(f"没有收齐 · not everything was received from: {', '.join(lacking)}")
    click.echo(
        f"写了 {wrote:,} 条，收到 {received:,} 条，每部手机都收齐 · wrote {wrote:,}, received {received:,}, every phone"
    )
