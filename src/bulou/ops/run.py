"""Running: what `make run` starts - the demo town on its first start, then the server, with links for everybody."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bulou.ops import campaign
from bulou.ops.cli import data_option
from bulou.ops.setup import set_up

if TYPE_CHECKING:
    from bulou.ledger.regions import Region

HOST = "127.0.0.1"
PORT = 8650
SHOWN = (
    ("director", "ops.director_link"),
    ("dongguan.secretary", "ops.secretary_link"),
    ("dongguan.clerk", "ops.clerk_link"),
    ("grid16", "ops.worker_link"),
)
"""Who gets a link at the start of the demo; the last one is for a phone."""


@click.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Tried first.")
@click.option("--no-demo", is_flag=True, help="An empty data folder stays empty.")
def run(port: int, *, no_demo: bool) -> None:
    """启动，首次带演示镇 · start; the first time with the demo town."""
    folder = campaign.folder()
    if not no_demo:
        _first_load(folder)
    campaign.follow()
    set_up()
    from bulou.ops.links import say

    open_port = free(port)
    if open_port != port:
        say("ops.port_taken", port=port, free=open_port)
    demo = (folder / campaign.NAME).exists()
    if demo:
        campaign.resume(latest=_latest())
    _welcome(f"http://{HOST}:{open_port}", demo=demo)
    try:
        _serve(open_port)
    finally:
        if demo:
            campaign.pause()
    say("ops.stopped")


def _first_load(folder: Path) -> None:
    from bulou.ops.demo import first_load
    from bulou.ops.links import say

    if os.environ.get("BULOU_DATABASE_URL"):
        return
    if first_load.needed(folder):
        say("ops.first_load")
        first_load.load_into(folder)


def free(port: int) -> int:
    """The first free port from this one on."""
    for candidate in range(port, min(port + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    raise click.ClickException(f"端口 {port} 起都被占用 · no free port from {port} on: use --port")


def _latest() -> int:
    """When the last thing was recorded; campaign time never runs backwards."""
    from bulou.ground import database
    from bulou.ledger import regions

    latest = 0
    for region in regions.all_regions():
        for statement in (
            "SELECT MAX(recorded_at) FROM fact WHERE region_id = %s",
            "SELECT MAX(heard_at) FROM device WHERE region_id = %s",
        ):
            found = database.one(statement, [region.region_id])
            latest = max(latest, int(found[0] or 0) if found else 0)
    return latest


def _welcome(address: str, *, demo: bool) -> None:
    from bulou.ledger import regions
    from bulou.ops import links

    everything = regions.all_regions()
    if not everything:
        links.say("ops.empty", address=address)
    elif demo:
        _demo_links(everything[0], address)
        links.say("ops.what_next", address=address)
    else:
        links.say("ops.serving", address=address)


def _demo_links(region: "Region", address: str) -> None:
    from bulou.access import accounts
    from bulou.core.kernel.instants import local
    from bulou.ground import clock
    from bulou.ops import links

    now = clock.now()
    links.say("ops.demo_time", time=f"{local(now, region.zone):%Y-%m-%d %H:%M}")
    for login, key in SHOWN:
        account = accounts.by_login(login)
        if account is None:
            continue
        if key == "ops.worker_link":
            link = links.phone_link(region, account.person_id, address=address, now=now)
        else:
            link = links.desk_link(account.id, address=address, now=now)
        links.show(key, link, name=login)


def _serve(port: int) -> None:
    from django.db import connections

    from bulou.ops.serve import start

    connections.close_all()
    start(host=HOST, port=port)
