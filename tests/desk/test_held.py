"""Held facts are shown with their reason and their effect, and count once somebody lets them."""

from __future__ import annotations

import pytest
from django.test import Client

from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.ground.words import catalogue
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.phones import HeldFacts
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

pytestmark = pytest.mark.engine
WORDS = catalogue("zh")
DOOR = "河边小区 1-1-101"


@pytest.fixture
def held(town: Town) -> str:
    """A visit by somebody who answered for another community."""
    phone = town.phone("grid_worker")
    plain = VisitRecorded(outcome="no_answer")
    positive = VisitRecorded(outcome="screened", persons=2, triggers=("symptom",))
    town.push(phone, [(town.doors["河边小区 1-1-102"], plain)], said=NOW - 2, received=NOW)
    town.push(phone, [(town.doors[DOOR], positive)], said=NOW - 1, received=NOW)
    return read(town.scope, HeldFacts())[0].fact_id


def test_the_list_says_why_each_is_held_and_shows_positives_first(town: Town, director: Client, held: str) -> None:
    page = director.get(f"/r/{town.region.code}/held").content.decode()
    assert page.count(WORDS["hold.no_right"]) == 2
    assert page.index(WORDS["held.positive"]) < page.index("</tr>", page.index("<tbody>"))


def test_the_page_of_a_held_fact_shows_what_would_change(town: Town, director: Client, held: str) -> None:
    page = director.get(f"/r/{town.region.code}/held/{held}").content.decode()
    effect = page.partition('id="effect"')[2]
    assert effect.index(WORDS["state.untouched"]) < effect.index(WORDS["state.screened"])
    assert WORDS["trigger.symptom"] in effect
    assert WORDS["held.closes"] in effect


def test_reading_a_positive_held_fact_is_logged(town: Town, director: Client, held: str) -> None:
    director.get(f"/r/{town.region.code}/held/{held}")
    found = database.rows(
        "SELECT subject FROM vault_opening WHERE region_id = %s AND purpose = 'judge_held'", [town.region_id]
    )
    assert found == [(f"fact:{held}",)]


def test_a_released_fact_counts_at_once(town: Town, director: Client, held: str) -> None:
    before = standing(town.scope, at=NOW)
    assert director.post(f"/r/{town.region.code}/held/{held}").status_code == 302
    after = standing(town.scope, at=NOW)
    assert after.region["screened"] == before.region["screened"] + 1
    assert after.phones["held"] == before.phones["held"] - 1
    assert WORDS["held.released"] in director.get(f"/r/{town.region.code}/held").content.decode()


def test_the_secretary_of_another_community_cannot_judge_it(town: Town, held: str) -> None:
    stranger = signed_in(town, "secretary")
    assert stranger.get(f"/r/{town.region.code}/held/{held}").status_code == 404
    assert stranger.post(f"/r/{town.region.code}/held/{held}").status_code == 404
    own = signed_in(town, "other_secretary")
    assert own.get(f"/r/{town.region.code}/held/{held}").status_code == 200


def test_what_waits_for_something_else_cannot_be_released_by_hand(town: Town, director: Client) -> None:
    phone = town.phone("grid_worker")
    nowhere = "0190" + "0" * 28
    town.push(phone, [(nowhere, VisitRecorded(outcome="no_answer"))], said=NOW, received=NOW)
    held = read(town.scope, HeldFacts())[0].fact_id
    page = director.get(f"/r/{town.region.code}/held/{held}").content.decode()
    assert WORDS["held.waits"] in page
    assert director.post(f"/r/{town.region.code}/held/{held}").status_code == 403
    assert len(read(town.scope, HeldFacts())) == 1
