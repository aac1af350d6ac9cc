"""Transports: how a simulated phone reaches the server - over HTTP, or within this process."""

import gzip
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from typing import Any, Final, NamedTuple, Protocol

GZIP_FROM: Final = 2000


class Answer(NamedTuple):
    """Status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Unreachable(OSError):
    """Nothing answered; the phone tries later."""


class Transport(Protocol):
    """Takes one request to the server and brings its answer."""

    def send(self, method: str, path: str, *, body: bytes = b"", token: str = "") -> Answer:
        """Raises Unreachable when nothing answered."""


class Http:
    """Real HTTP over one connection that is kept open."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=60)

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()

    def send(self, method: str, path: str, *, body: bytes = b"", token: str = "") -> Answer:
        """See Transport. A connection that the server had closed is opened once more."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if len(body) > GZIP_FROM:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        for last in (False, True):
            try:
                self._connection.request(method, path, body or None, headers)
                got = self._connection.getresponse()
                return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
            except (OSError, HTTPException) as fault:
                self._connection.close()
                if last:
                    raise Unreachable(str(fault)) from fault
        raise AssertionError("not reached")


class InProcess:
    """The whole server application, called in this process: the same bytes, without a network in between."""

    def __init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler  # after Django is set up

        self._application: Callable[..., Iterable[bytes]] = WSGIHandler()

    def send(self, method: str, path: str, *, body: bytes = b"", token: str = "") -> Answer:
        """See Transport."""
        got: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            got["status"] = int(status.split(" ", 1)[0])
            got["headers"] = {name.lower(): value for name, value in headers}

        with _callers_connection():
            content = b"".join(self._application(_environment(method, path, body, token), start))
        return Answer(got["status"], got["headers"], content)


@contextmanager
def _callers_connection() -> Iterator[None]:
    """A request begins by closing connections that look worn out; here it is the caller's own."""
    from django.core.signals import request_started
    from django.db import close_old_connections

    request_started.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)


def _environment(method: str, path: str, body: bytes, token: str) -> dict[str, Any]:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
