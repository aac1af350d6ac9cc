"""The week of the story, played through a real server over HTTP, at a small scale; `make week` plays all of it.

The scale is BULOU_WEEK_SCALE, 1 for the whole town. What is asserted is the same.
"""

import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bulou.ops.demo.calendar import ROUNDS
from bulou.ops.demo.own_server import HOST, free_port, server
from bulou.ops.demo.pages import Session
from bulou.ops.demo.town import given_communities
from tests.operator import HIDDEN, told, watched

SCALE = float(os.environ.get("BULOU_WEEK_SCALE", "0.2"))
COUNTED = re.compile(r'<a href="(/r/jixian/gaps[^"]*)">([\d,]+)</a>')
TOTAL = re.compile(r'class="total[^"]*">\s*([\d,]+)')
SIX = 6
A_SECOND = 1000


def bulou(folder: Path, *words: str) -> str:
    code, printed = told(folder, *words)
    assert code == 0, printed
    return printed


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The data folder in which the whole week was played, and what the replay printed."""
    folder = tmp_path_factory.mktemp("week")
    printed = ""
    with watched(folder, "demo", "--replay", "--speed", "instant", "--scale", str(SCALE)) as process:
        for line in process.stdout or ():
            printed += line
            sys.stdout.write(line)
            sys.stdout.flush()
    assert process.returncode == 0, printed
    return folder, printed


@pytest.fixture(scope="module")
def week(played: tuple[Path, str]) -> Path:
    """The data folder."""
    return played[0]


@pytest.fixture(scope="module")
def printed(played: tuple[Path, str]) -> str:
    """What the replay printed."""
    return played[1]


@pytest.fixture(scope="module")
def director(week: Path) -> Iterator[Session]:
    """The director's browser after the week."""
    with pytest.MonkeyPatch.context() as patch:
        for name in HIDDEN:
            patch.delenv(name, raising=False)
        patch.setenv("BULOU_DATA", str(week))
        patch.setenv("BULOU_CLOCK", str(week / "clock.json"))
        port = free_port()
        with server(port):
            session = Session(HOST, port)
            session.submit(bulou(week, "link", "director").partition(":8650")[2].split()[0], [])
            yield session
            session.close()


def status(folder: Path, number: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(bulou(folder, "status", "--json", "--round", str(number)))
    return told


def rows(folder: Path, sql: str) -> list[Any]:
    with sqlite3.connect(f"file:{folder / 'bulou.sqlite3'}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_register_has_the_doors_households_and_people_of_the_story(week: Path) -> None:
    compounds = [one for community in given_communities(scale=SCALE) for one in community["compounds"]]
    homes = rows(week, "SELECT COUNT(*), SUM(persons) FROM dwelling WHERE source = 'listed' AND use = 'home'")
    assert homes == [(sum(one["occupied"] for one in compounds), sum(one["persons"] for one in compounds))]
    listed = rows(week, "SELECT COUNT(*) FROM dwelling WHERE source = 'listed'")
    assert listed == [(sum(one["doors"] for one in compounds),)]
    assert rows(week, "SELECT COUNT(*) FROM community") == [(SIX,)]
    if SCALE == 1:
        assert homes == [(10_480, 52_300)]
        assert rows(week, "SELECT COUNT(*) FROM compound") == [(52,)]
        assert rows(week, "SELECT COUNT(*) FROM grid") == [(32,)]
        volunteers = "SELECT COUNT(DISTINCT person_id) FROM post WHERE post = 'volunteer'"
        assert rows(week, volunteers) == [(43,)]


def test_everything_that_a_phone_wrote_was_received_and_nothing_is_held(week: Path) -> None:
    phones = status(week, len(ROUNDS))["phones"]
    assert phones["wrote"] == phones["received"] > 0
    assert phones["held"] == 0
    assert rows(week, "SELECT COUNT(*) FROM device WHERE wrote <> received OR unsent <> 0") == [(0,)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_in_every_round_the_doors_add_up_and_none_is_without_an_owner(week: Path, number: int) -> None:
    told = status(week, number)
    region, communities = told["region"], told["communities"]
    assert len(communities) == SIX
    for name in ("listed", "out_of_scope", "eligible", "attempted", "contacted", "screened", "closed", "owed"):
        assert region[name] == sum(one[name] for one in communities.values())
    for one in [region, *communities.values()]:
        assert one["listed"] == one["out_of_scope"] + one["eligible"]
        assert one["eligible"] == one["closed"] + one["owed"]
        assert one["eligible"] >= one["attempted"] >= one["contacted"] >= one["screened"] > 0
        assert one["unowned"] == one["fallback"] == 0


def test_rounds_1_and_2_ended_almost_whole_and_round_3_has_begun(week: Path) -> None:
    first, second, third = (status(week, number)["region"] for number in (1, 2, 3))
    for ended in (first, second):
        assert ended["attempted"] >= 0.99 * ended["eligible"]
        assert ended["closed"] >= 0.9 * ended["eligible"]
    assert third["attempted"] >= 0.5 * third["eligible"]
    assert third["closed"] < second["closed"]


def test_round_2_closed_at_22_00_in_six_communities_at_once(week: Path) -> None:
    closed = rows(
        week,
        "SELECT c.requested_at, c.decided_at, c.stage FROM closing c JOIN round r ON r.id = c.round_id"
        " WHERE r.number = 2",
    )
    assert [stage for _, _, stage in closed] == ["approved"] * SIX
    late = [at - ROUNDS[1].deadline for requested, decided, _ in closed for at in (requested, decided)]
    assert all(0 <= one < A_SECOND for one in late)


def test_the_director_sees_the_same_figures_on_tonight_in_status_and_on_every_list(
    week: Path, director: Session
) -> None:
    told = status(week, len(ROUNDS))
    shown = {
        unescape(link): int(count.replace(",", "")) for link, count in COUNTED.findall(director.look("/r/jixian/"))
    }
    assert shown["/r/jixian/gaps"] == told["region"]["owed"]
    assert shown["/r/jixian/gaps?among=eligible"] == told["region"]["eligible"]
    assert len(shown) > SIX * 5
    for link, count in shown.items():
        found = TOTAL.search(director.look(link))
        assert found
        assert (link, int(found[1].replace(",", ""))) == (link, count)


def test_every_door_that_a_closed_round_left_open_is_on_the_books_or_was_settled(week: Path) -> None:
    frozen = rows(
        week,
        "SELECT c.figures FROM closing c JOIN round r ON r.id = c.round_id WHERE c.stage = 'approved' AND r.number = 2",
    )
    figures = [json.loads(text) for (text,) in frozen]
    left = sum(one["owed"] + one["unresolved"] for one in figures)
    carried = "SELECT COUNT(*) FROM fact WHERE kind = 'DoorCarriedOver' AND recorded_at >= {at}"
    assert rows(week, carried.format(at=ROUNDS[1].deadline)) == [(left,)]
    assert 0 < status(week, len(ROUNDS))["region"]["carried"] <= rows(week, "SELECT COUNT(*) FROM remainder")[0][0]


def test_windows_were_counted_in_the_evening(week: Path) -> None:
    assert rows(week, "SELECT COUNT(*) > 0 FROM fact WHERE kind = 'LightSeen'") == [(1,)]


def test_slips_were_put_right_and_made_up_words_were_found_by_a_second_look(week: Path, printed: str) -> None:
    assert rows(week, "SELECT COUNT(*) > 0 FROM fact WHERE kind = 'VisitWithdrawn'") == [(1,)]
    found = re.search(r"without knocking ([\d,]+), looked at again ([\d,]+), found different ([\d,]+)", printed)
    assert found
    made_up, looked, different = (int(number.replace(",", "")) for number in found.groups())
    assert made_up >= looked >= different > 0


def test_empty_homes_left_the_list_only_by_the_word_of_a_second_person(week: Path) -> None:
    confirmed = "SELECT dwelling_id, round_id FROM door_round WHERE state = 'vacant_confirmed'"
    seconds = (
        "SELECT COUNT(*), MIN(authors) FROM (SELECT COUNT(DISTINCT f.author_id) AS authors FROM"
        f" ({confirmed}) d JOIN fact f ON f.key = 'visit:' || d.round_id || ':' || d.dwelling_id GROUP BY f.key)"
    )
    (doors, fewest), = rows(week, seconds)  # fmt: skip
    assert doors > 0
    assert fewest >= 2


def test_the_server_looked_at_its_tables_while_they_grew(week: Path) -> None:
    assert rows(week, "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl IN ('door_round', 'dwelling')") > [(1,)]


def test_verify_finds_the_record_whole(week: Path) -> None:
    bulou(week, "verify")
