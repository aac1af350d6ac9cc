"""Serving the local network: a real process by https, the page that hands out the certificate, and no other door."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bulou.ops.lan import authority, offering

BULOU = (sys.executable, "-c", "from bulou.ops.cli import main; main()")
PATIENCE = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(data: Path, port: int, *words: str) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU_", "DJANGO_"))}
    command = [*BULOU, "serve", "--data", str(data)]
    process = subprocess.Popen([*command, "--port", str(port), *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def test_https_with_our_own_certificate_is_accepted_by_whoever_trusts_the_authority(tmp_path: Path) -> None:
    authority.make(tmp_path, names=["localhost", "127.0.0.1"], now=datetime.now(UTC))
    port = _free_port()
    trusting = ssl.create_default_context(cafile=str(authority.authority_file(tmp_path)))
    with _served(tmp_path, port, "--tls"):
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/phone/", context=trusting, timeout=30) as answer:
            assert answer.status in {200, 503}  # 503: this checkout has no built client
            assert "Strict-Transport-Security" in answer.headers
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://127.0.0.1:{port}/phone/", timeout=30)


def test_the_page_for_phones_hands_out_the_certificate_and_nothing_else(tmp_path: Path) -> None:
    authority.make(tmp_path, names=["192.168.1.5"], now=datetime.now(UTC))
    trusted = authority.authority_file(tmp_path).read_bytes()
    server = offering.offer(tmp_path, host="127.0.0.1", port=0, address="https://192.168.1.5:8650/phone/")
    here = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        page = urllib.request.urlopen(f"{here}/", timeout=30).read().decode()
        given = urllib.request.urlopen(f"{here}{offering.CERTIFICATE}", timeout=30)
        assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert given.read() == trusted
        assert "https://192.168.1.5:8650/phone/" in page
        elsewhere = urllib.request.urlopen(f"{here}/server.key", timeout=30)
        assert elsewhere.geturl() == f"{here}/"
    finally:
        server.shutdown()
        server.server_close()


def test_the_network_is_not_opened_without_a_certificate_unless_told(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from bulou.ops.cli import main; main()",
        "serve",
        "--lan",
        "--data",
        str(tmp_path),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert "bulou certificate" in ended.stderr
    assert "--plain-http" in ended.stderr
