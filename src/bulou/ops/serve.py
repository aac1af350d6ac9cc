"""Serve: the server process, on loopback unless told otherwise."""

import os

import click

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8650, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Requests served at once.")
def serve(host: str, port: int, threads: int) -> None:
    """启动服务（默认只听本机） · serve, on loopback unless told otherwise."""
    set_up()
    start(host=host, port=port, threads=threads)


def start(*, host: str, port: int, threads: int = 4) -> None:
    """Serves until it is stopped. One worker: an SQLite file has one writer thread."""
    from granian import Granian  # slow to import, needed by nobody else
    from granian.constants import Interfaces

    os.environ["DJANGO_SETTINGS_MODULE"] = "bulou.site.settings"
    Granian(
        "bulou.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
