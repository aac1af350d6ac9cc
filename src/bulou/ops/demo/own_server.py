"""A server of our own: the real server process that a replay talks to, on a port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

HOST: Final = "127.0.0.1"
PATIENCE: Final = 30
"""Seconds that a server may take to start."""


@contextmanager
def server(port: int) -> Iterator[None]:
    """A server process of our own on this port, for as long as it is needed."""
    command = [sys.executable, "-c", "from bulou.ops.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603  # our own command; in a session of its own, so that Ctrl-C is only ours
        command, stdout=subprocess.DEVNULL, env=os.environ.copy(), start_new_session=True
    )
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
