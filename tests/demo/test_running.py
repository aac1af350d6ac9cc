"""make run: the first load is whole or it is not there, and stopping loses nothing."""

import json
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from bulou.ops.demo import first_load
from bulou.ops.run import free
from tests.operator import COMMAND, HIDDEN, environment

LINK = re.compile(r"http://127\.0\.0\.1:\d+/(?:in/|phone/#/enrol/jixian/)(\S+)")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small town; an earlier first load was broken off."""
    folder = tmp_path_factory.mktemp("data")
    half = folder / first_load.SCRATCH
    half.mkdir()
    (half / first_load.DATABASE).write_bytes(b"half a database")
    assert first_load.needed(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name in HIDDEN:
            patch.delenv(name, raising=False)
        first_load.load_into(folder, communities=1)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(folder: Path) -> dict[str, object]:
    done = subprocess.run(
        [*COMMAND, "status", "--data", str(folder), "--json"], env=environment(), capture_output=True, check=True
    )
    said: dict[str, object] = json.loads(done.stdout)
    return said


def started_and_stopped(folder: Path, port: int) -> str:
    """Starts the server, waits until it answers, stops it as Ctrl-C does; what it printed."""
    process = subprocess.Popen(
        [*COMMAND, "run", "--data", str(folder), "--port", str(port)],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
    assert process.returncode == 0, printed
    return printed


def test_a_first_load_that_was_broken_off_is_done_again_and_leaves_nothing_behind(loaded: Path) -> None:
    assert not first_load.needed(loaded)
    assert not (loaded / first_load.SCRATCH).exists()
    assert sorted(path.name for path in (loaded / "keys").iterdir() if path.name.startswith("vault-"))


def test_a_first_load_that_is_not_whole_is_not_served(tmp_path: Path) -> None:
    half = tmp_path / first_load.SCRATCH
    half.mkdir()
    (half / first_load.DATABASE).write_bytes(b"half a database")
    assert first_load.needed(tmp_path)
    assert not (tmp_path / first_load.DATABASE).exists()


def test_starting_again_loses_nothing_prints_fresh_links_and_time_goes_on(loaded: Path) -> None:
    before = status(loaded)
    first = started_and_stopped(loaded, free_port())
    stopped_at = json.loads((loaded / "clock.json").read_text())
    second = started_and_stopped(loaded, free_port())
    links = [LINK.findall(printed) for printed in (first, second)]
    assert links[0]
    assert not set(links[0]) & set(links[1])
    assert "2020-01-30 19:4" in first
    assert stopped_at["speed"] == 0
    assert json.loads((loaded / "clock.json").read_text())["at"] >= stopped_at["at"]
    assert status(loaded) == before


def test_a_port_that_is_taken_is_left_alone_and_the_next_one_used(loaded: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        assert free(port) > port
