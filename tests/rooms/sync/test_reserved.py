"""A door under observation: to neighbours who help out it is somebody else's, and nothing more is said."""

from __future__ import annotations

import pytest

from bulou.core.kernel.instants import MINUTE
from bulou.core.people.facts import PostTaken
from bulou.core.visits.facts import VisitRecorded
from bulou.intake.said import Saying, new_id
from tests.town import NOW, Town
from tests.wire import Store, WirePhone, enrolled, stamp

DOOR = "水利小区 1-1-101"
NEXT = "水利小区 1-1-102"


@pytest.fixture
def neighbour(town: Town, phone: WirePhone) -> WirePhone:
    return enrolled(town, "volunteer")


def _observe(town: Town, *, at: int = NOW) -> None:
    town.visit(DOOR, VisitRecorded(outcome="screened", persons=3, triggers=("symptom",)), at=at - MINUTE)
    town.visit(DOOR, VisitRecorded(outcome="under_observation"), at=at)


def _doors(store: Store) -> dict[str, bool]:
    return {row["id"]: row["reserved"] for row in store.rows["doors"].values()}


@pytest.mark.engine
def test_a_door_under_observation_is_reserved_for_a_neighbour_and_tells_nothing(
    town: Town, neighbour: WirePhone
) -> None:
    _observe(town)
    store = Store()
    store.pull(neighbour)
    assert [door for door, reserved in _doors(store).items() if reserved] == [town.doors[DOOR]]
    rows = [row for row in store.rows["visits"].values() if row["door_id"] == town.doors[DOOR]]
    assert rows == [{"round_id": town.round_id, "door_id": town.doors[DOOR], "attempts": [], "withdrawn": []}]


def test_a_grid_worker_sees_the_door_under_observation_as_it_is(town: Town, phone: WirePhone) -> None:
    _observe(town)
    store = Store()
    store.pull(phone)
    assert not any(_doors(store).values())
    assert store.outcomes(town.doors[DOOR]) == ["screened", "under_observation"]


@pytest.mark.engine
def test_a_door_that_comes_under_observation_is_sent_again_and_nothing_else(town: Town, neighbour: WirePhone) -> None:
    store = Store()
    store.pull(neighbour)
    _observe(town)
    page = neighbour.pull(store.cursor)
    assert [(row["id"], row["reserved"]) for row in page["rows"]["doors"]] == [(town.doors[DOOR], True)]
    assert [row["attempts"] for row in page["rows"]["visits"]] == [[]]


def test_a_door_that_leaves_observation_is_sent_again_with_its_story(town: Town, neighbour: WirePhone) -> None:
    mistaken = enrolled(town, "grid_worker")
    said = mistaken.visit(town.doors[DOOR], "under_observation", round_id=town.round_id)
    mistaken.push(said)
    store = Store()
    store.pull(neighbour)
    assert _doors(store)[town.doors[DOOR]]
    mistaken.push(
        mistaken.fact(
            "VisitWithdrawn", ("dwelling", town.doors[DOOR]), {"reason": "wrong_door"}, round_id=town.round_id,
            supersedes=[said.id],
        )
    )  # fmt: skip
    mistaken.push(mistaken.visit(town.doors[DOOR], "no_answer", round_id=town.round_id))
    store.pull(neighbour)
    assert not _doors(store)[town.doors[DOOR]]
    assert "no_answer" in store.outcomes(town.doors[DOOR])


def test_a_visit_elsewhere_sends_a_grid_worker_no_door_again(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    town.visit(NEXT, VisitRecorded(outcome="no_answer"), at=NOW)
    assert phone.pull(store.cursor)["rows"]["doors"] == []


def test_a_neighbour_who_becomes_a_grid_worker_gets_everything_anew(town: Town, neighbour: WirePhone) -> None:
    _observe(town)
    store = Store()
    store.pull(neighbour)
    taken = PostTaken(
        person_id=neighbour.person_id, post="grid_worker", area_kind="grid", area_id=town.grids["东关 1"],
        since=stamp(NOW - MINUTE),
    )  # fmt: skip
    town.say(Saying(subject_kind="post", subject_id=new_id(NOW), body=taken), by="director", at=NOW)
    store.pull(neighbour)
    assert store.resets == 2
    assert not any(_doors(store).values())
    assert store.outcomes(town.doors[DOOR]) == ["screened", "under_observation"]


def test_many_pages_bring_the_same_as_one(town: Town, neighbour: WirePhone) -> None:
    _observe(town)
    whole, paged = Store(), Store()
    whole.pull(neighbour)
    paged.pull(neighbour, limit=3)
    assert paged.rows == whole.rows
