"""The wall: the same figures in letters for three metres, and nothing about any door."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.town import NOW, Town


def _wall(client: Client, town: Town, query: str = "") -> str:
    answer = client.get(f"/r/{town.region.code}/wall{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_wall_shows_the_figures_of_tonight(town: Town, director: Client) -> None:
    page = _wall(director, town)
    now = standing(town.scope, at=NOW)
    assert f"<b>{now.region['owed']}</b>" in page
    for community, figures in now.communities:
        column = page.partition(f"<h2>{community.name}</h2>")[2].partition("</li>")[0]
        assert f">{figures['owed']}</b>" in column
        assert f'{figures["closed"]}<span class="quiet"> / {figures["eligible"]}</span>' in column


def test_no_door_and_no_person_is_on_the_wall(town: Town, director: Client) -> None:
    page = _wall(director, town)
    assert "/doors/" not in page
    assert not re.search("水利小区|学背巷|张网格|王小明|601", page)


def test_a_secretary_shows_the_own_community_alone(town: Town) -> None:
    page = _wall(signed_in(town, "other_secretary"), town)
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["桥南"]


def test_of_more_communities_than_have_room_those_that_owe_most_are_shown_and_the_rest_summed(
    town: Town, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulou.desk.wall.MOST", 1)
    figures = {row.name: counts["owed"] for row, counts in standing(town.scope, at=NOW).communities}
    most, least = sorted(figures, key=lambda name: -figures[name])
    page = _wall(director, town)
    assert re.findall(r"<h2>([^<]+)</h2>", page) == [most]
    assert f"另有 1 个社区，还差 {figures[least]} 户" in page


def test_the_look_stands_in_the_address(town: Town, director: Client) -> None:
    assert '<body class="wall dark">' in _wall(director, town, "?look=dark")
    assert '<body class="wall">' in _wall(director, town, "?look=pink")
    assert "look=light" in _wall(director, town, "?look=dark")
