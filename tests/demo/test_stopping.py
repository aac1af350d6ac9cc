"""A replay is stopped between two happenings and goes on from there; it writes into nobody's folder but its own."""

import signal
from pathlib import Path

import pytest

from tests.operator import told, watched

REPLAY = ("demo", "--replay", "--speed", "instant")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay that somebody stopped with Ctrl-C at noon of the first day."""
    folder = tmp_path_factory.mktemp("stopped")
    printed = ""
    with watched(folder, *REPLAY, "--scale", "0.1") as process:
        for line in process.stdout or ():
            printed += line
            if line.startswith("01-25 14"):
                process.send_signal(signal.SIGINT)
    assert process.returncode == 0, printed
    assert "同样的命令接着演" in printed
    return folder


def test_a_replay_that_was_stopped_goes_on_and_everything_arrives(stopped: Path) -> None:
    code, printed = told(stopped, *REPLAY, "--until", "2020-01-25 21:40")
    assert code == 0, printed
    assert "接着演 · goes on from 01-25" in printed
    line = next(line for line in printed.splitlines() if line.startswith("stopped at 01-25 21:40"))
    wrote, received = (int(word.strip(",;")) for word in line.split() if word.strip(",;").isdigit())
    assert wrote == received > 0
    assert "devices_unheard 0" in printed


def test_it_does_not_go_on_when_the_towns_time_went_on_without_its_workers(stopped: Path, tmp_path: Path) -> None:
    clock = stopped / "clock.json"
    before = clock.read_text()
    clock.write_text('{"at": 1580200000000, "real": 0, "speed": 0}')
    code, printed = told(stopped, *REPLAY)
    clock.write_text(before)
    assert code == 1
    assert "空目录" in printed


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "名册.xlsx").write_bytes(b"somebody's work")
    code, printed = told(tmp_path, *REPLAY)
    assert code == 1
    assert "名册.xlsx" in printed
    assert [one.name for one in tmp_path.iterdir()] == ["名册.xlsx"]


def test_a_time_outside_the_week_is_refused(tmp_path: Path) -> None:
    code, _ = told(tmp_path, *REPLAY, "--until", "2020-02-03 10:00")
    assert code == 2
    assert list(tmp_path.iterdir()) == []
