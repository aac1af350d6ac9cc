"""Somebody is away: what is uncovered is shown first, one action hands it over, and that can be undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.instants import HOUR, MINUTE
from bulou.core.planning.covering import Candidate, ranked
from bulou.core.visits.facts import VisitRecorded
from bulou.ground.words import catalogue
from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

WORDS = catalogue("zh")
TONIGHT = {"since": "2020-01-30T19:00", "until": "2020-01-31T04:00"}


@pytest.fixture
def alone(town: Town, director: Client) -> Client:
    """张网格 is the only one who owns the doors of 东关; 孙网格 works in 桥南, 钱巷长 heads the lane."""
    end = f"/r/{town.region.code}/people/{town.people['volunteer']}/posts/{town.posts['volunteer']}/end"
    assert director.post(end).status_code == 302
    town.engage("孙网格", "grid_worker", "grid", town.grids["桥南 2"])
    town.engage("钱巷长", "building_head", "stairwell", town.stairwells["学背巷"])
    return director


def page(reader: Client, town: Town, **query: str) -> str:
    return reader.get(f"/r/{town.region.code}/people/{town.people['grid_worker']}/absence", query).content.decode()


def hand_over(reader: Client, town: Town, stand_in: str, **said: str) -> int:
    form = {**TONIGHT, "stand_in": town.people[stand_in] if stand_in else "", **said}
    return reader.post(f"/r/{town.region.code}/people/{town.people['grid_worker']}/absence", form).status_code


def unowned(town: Town, at: int = NOW + MINUTE) -> int:
    return standing(town.scope, at=at).region["unowned"]


def test_what_would_be_uncovered_is_shown_before_anything_is_said(town: Town, alone: Client) -> None:
    shown = page(alone, town)
    owed = standing(town.scope, at=NOW).communities[0][1]["owed"]
    lane_owed = 4
    assert WORDS["absence.lost"].format(n=24, owed=owed - lane_owed) in shown
    assert WORDS["absence.becomes.unowned"].format(n=24) in shown
    assert WORDS["absence.kept"].format(n=5) in shown
    assert WORDS["absence.due"].format(n=1) in shown  # an appointment within the hour
    assert "钱巷长" in shown
    assert "5 → 29" in shown  # the whole grid, the lane in it counted once
    assert "孙网格" not in shown  # of another community
    assert unowned(town) == 0


def test_an_appointment_before_or_after_the_absence_is_nobodys_worry(town: Town, alone: Client) -> None:
    shown = page(alone, town, since="2020-01-31T08:00", until="2020-01-31T12:00")
    assert WORDS["absence.due"].format(n=1) not in shown
    assert alone.get(f"/r/{town.region.code}/people/{town.people['grid_worker']}/absence?since=x").status_code == 400


def test_one_action_hands_the_doors_over_and_one_takes_them_back(town: Town, alone: Client) -> None:
    assert hand_over(alone, town, "钱巷长") == 302
    assert unowned(town) == 0
    door = alone.get(f"/r/{town.region.code}/doors/{town.doors['水利小区 1-1-101']}").content.decode()
    assert WORDS["chain.for"].format(name="张网格") in door
    town.visit("水利小区 1-2-101", VisitRecorded(outcome="screened", persons=2), by="钱巷长", at=NOW + MINUTE)
    assert unowned(town, NOW + 9 * HOUR) == 0  # both ended at 04:00
    assert alone.post(f"/r/{town.region.code}/people/{town.people['grid_worker']}/back").status_code == 302
    with pytest.raises(PermissionError):
        town.visit("水利小区 1-2-102", VisitRecorded(outcome="refused"), by="钱巷长", at=NOW + 2 * MINUTE)
    assert unowned(town) == 0
    person = alone.get(f"/r/{town.region.code}/people/{town.people['grid_worker']}").content.decode()
    assert WORDS["absence.back"] not in person


def test_the_people_page_lists_who_is_away_and_who_stands_in(town: Town, alone: Client) -> None:
    address = f"/r/{town.region.code}/people"
    assert 'id="absent"' not in alone.get(address).content.decode()
    assert hand_over(alone, town, "") == 302
    shown = alone.get(address).content.decode()
    assert WORDS["absence.no_stand_in"] in shown
    assert hand_over(alone, town, "钱巷长") == 302
    shown = alone.get(address).content.decode()
    away = shown[shown.index('id="absent"') : shown.index("</section>", shown.index('id="absent"'))]
    assert away.index("张网格") < away.index("钱巷长")
    assert WORDS["absence.no_stand_in"] not in away


def test_whoever_is_away_without_a_stand_in_leaves_doors_unowned_and_may_still_write(town: Town, alone: Client) -> None:
    assert hand_over(alone, town, "") == 302
    assert unowned(town) == 24
    town.visit("水利小区 1-2-101", VisitRecorded(outcome="screened", persons=2), at=NOW + MINUTE)
    assert unowned(town, NOW + 9 * HOUR) == 0


def test_an_absence_of_tomorrow_changes_nothing_today_and_can_be_undone(town: Town, alone: Client) -> None:
    assert hand_over(alone, town, "钱巷长", since="2020-01-31T08:00", until="2020-01-31T12:00") == 302
    person = f"/r/{town.region.code}/people/{town.people['grid_worker']}"
    assert WORDS["absence.back"] in alone.get(person).content.decode()
    assert alone.post(f"{person}/back").status_code == 302
    with pytest.raises(PermissionError):
        town.visit("水利小区 1-2-101", VisitRecorded(outcome="refused"), by="钱巷长", at=NOW + 14 * HOUR)


def test_what_cannot_be_is_refused_in_words(town: Town, alone: Client) -> None:
    assert hand_over(alone, town, "", until="2020-01-30T18:00") == 302
    assert WORDS["absence.need_until"] in page(alone, town)
    assert hand_over(alone, town, "grid_worker") == 400
    assert hand_over(signed_in(town, "other_secretary"), town, "") == 403
    assert unowned(town) == 0


people = st.builds(
    Candidate,
    person_id=st.text("0123456789abcdef", min_size=32, max_size=32),
    near=st.booleans(),
    doors=st.integers(0, 900),
    owed=st.integers(0, 400),
    doors_after=st.just(0),
    owed_after=st.just(0),
)


@given(st.lists(people, max_size=8))
def test_neighbours_are_asked_first_and_among_them_whoever_owes_least(some: list[Candidate]) -> None:
    order = ranked(some)
    assert all(order.count(one) == some.count(one) for one in some)
    for first, second in pairwise(order):
        assert (not first.near, first.owed, first.doors) <= (not second.near, second.owed, second.doors)
