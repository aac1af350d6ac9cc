"""Return visits: every number opens its list, the lists follow the rules of the core, and the window list prints."""

from __future__ import annotations

import re

import pytest

from bulou.core.kernel.instants import BANDS, HOUR, MINUTE
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits import again
from bulou.core.visits.facts import LightSeen, VisitRecorded
from bulou.core.visits.rules import door_state
from bulou.intake.said import Saying
from bulou.projections.read import read
from bulou.projections.views.doors import AGAIN, DoorFilter, Doors
from bulou.projections.visits import visits_of
from tests.town import NOW, ZONE, Town, local_time

from .conftest import Desk

pytestmark = pytest.mark.engine


@pytest.fixture
def evening(town: Town) -> Town:
    """Beside what happened: somebody kept waiting, a window seen lit at a door called empty."""
    late = local_time(NOW - HOUR)
    town.visit("水利小区 1-2-101", VisitRecorded(outcome="appointment", appointment_at=late), at=NOW - 5 * HOUR)
    seen = Saying(
        subject_kind="dwelling",
        subject_id=town.doors["水利小区 1-1-501"],
        round_id=town.round_id,
        body=LightSeen(lit=True),
    )
    town.say(seen, by="volunteer", at=NOW - 10 * MINUTE)
    return town


def listed(town: Town, why: str) -> set[str]:
    where = DoorFilter(round_id=town.round_id, again=why)
    return {door.id for door in read(town.scope, Doors(where=where))}


@pytest.mark.parametrize("why", list(AGAIN))
def test_every_number_is_the_length_of_its_list(evening: Town, desk: Desk, why: str) -> None:
    page = desk("director").get(f"/r/jixian/revisits?why={why}").content.decode()
    number = int(re.search(rf'why={why}" aria-current="true">[^<]*<b>(\d+)</b>', page)[1])  # type: ignore[index]
    assert number == len(listed(evening, why)) == page.count('<th scope="row">')


def test_the_lists_are_those_of_the_rule(evening: Town) -> None:
    visits = visits_of(evening.region_id, [(evening.round_id, door) for door in evening.doors.values()])
    states = {door: door_state(visits=found, policy=RoundPolicy(), zone=ZONE) for (_, door), found in visits.items()}
    hours = {"morning": NOW - 10 * HOUR, "afternoon": NOW - 5 * HOUR, "evening": NOW}
    for band in BANDS:
        expected = {d for d, state in states.items() if again.untried_now(state, now=hours[band], zone=ZONE)}
        assert listed(evening, band) == expected
    assert listed(evening, "lit") == {door for door, state in states.items() if again.lit_since(state)}
    assert listed(evening, "lit") == {evening.doors["水利小区 1-1-501"]}


def test_who_was_kept_waiting_comes_first_and_is_called_overdue(evening: Town, desk: Desk) -> None:
    page = desk("director").get("/r/jixian/revisits?why=appointments").content.decode()
    assert page.index("过时了</b>") < page.index(evening.doors["水利小区 1-1-402"])


def test_a_second_look_names_who_says_so_and_what_is_missing(town: Town, desk: Desk) -> None:
    page = desk("director").get("/r/jixian/revisits?why=second_look").content.decode()
    assert "张网格" in page
    assert "邻居说的" in page
    assert "还差一个人" in page


def test_the_window_list_has_a_box_for_every_home_where_nobody_was_met(evening: Town, desk: Desk) -> None:
    page = desk("director").get(f"/r/jixian/lights?compound={evening.compounds['水利小区']}").content.decode()
    where = DoorFilter(round_id=evening.round_id, among="listed", compound=evening.compounds["水利小区"])
    worth = [door for door in read(evening.scope, Doors(where=where)) if door.state in again.WINDOWS]
    assert page.count("□亮 □黑") == len(worth) - 1
    assert f"要数 {len(worth)} 户，今晚看见亮 1 户" in page
