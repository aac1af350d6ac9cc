"""The demo town has the story's numbers, and is the same town every time."""

from collections import Counter

import pytest

from bulou.ops.demo.people import Member, people
from bulou.ops.demo.town import Town, figures, town


@pytest.fixture(scope="module")
def built() -> Town:
    return town()


@pytest.fixture(scope="module")
def everybody(built: Town) -> list[Member]:
    return people(built)


def test_the_town_has_six_communities_52_compounds_and_32_grids(built: Town) -> None:
    assert {c.name: (len(c.compounds), len(c.grids)) for c in built.communities} == {
        "祖师庙": (21, 12),
        "东关": (8, 5),
        "小府": (7, 5),
        "学背后": (6, 4),
        "桥南": (5, 3),
        "西关": (5, 3),
    }


def test_its_households_are_its_occupied_doors(built: Town) -> None:
    homes = [door for door in built.doors if door.use == "home"]
    assert len(homes) == 10_480
    assert sum(door.persons for door in homes) == 52_300
    assert all(door.persons > 0 for door in homes)
    assert not any(door.persons for door in built.doors if door.use != "home")


def test_every_compound_has_the_doors_that_the_figures_say(built: Town) -> None:
    given = {c["name"]: c for community in figures()["communities"] for c in community["compounds"]}
    for compound in built.compounds:
        uses = Counter(door.use for door in compound.doors)
        expected = given[compound.name]
        found = (uses["home"], uses["vacant"], uses["business"], sum(door.persons for door in compound.doors))
        assert found == (expected["occupied"], expected["vacant"], expected["business"], expected["persons"])
        assert uses.total() == expected["doors"]


def test_the_compounds_that_the_story_names_are_there(built: Town) -> None:
    assert {"生产资料小区", "农机小区", "水利小区", "农业小区"} <= {compound.name for compound in built.compounds}


def test_scattered_homes_are_lanes_and_everything_else_is_stairwells(built: Town) -> None:
    for compound in built.compounds:
        kinds = {stairwell.kind for stairwell in compound.stairwells}
        assert kinds == ({"lane"} if compound.kind == "street" else {"stairwell"})
        assert all((door.floor is None) == (compound.kind == "street") for door in compound.doors)


def test_every_stairwell_lies_in_exactly_one_grid_of_its_own_community(built: Town) -> None:
    for community in built.communities:
        drawn = [one for grid in community.grids for one in grid.stairwells]
        assert sorted(drawn) == sorted(s.id for compound in community.compounds for s in compound.stairwells)


def test_no_label_stands_twice_in_a_stairwell(built: Town) -> None:
    for compound in built.compounds:
        for stairwell in compound.stairwells:
            labels = [door.label for door in stairwell.doors]
            assert len(labels) == len(set(labels))


def test_the_staff_is_70_and_43_volunteers_join(everybody: list[Member]) -> None:
    posts = Counter(member.post for member in everybody)
    staff = posts.total() - posts["building_head"] - posts["volunteer"]
    assert (staff, posts["volunteer"], posts["grid_worker"], posts["director"]) == (70, 43, 32, 1)


def test_every_grid_has_its_worker(built: Town, everybody: list[Member]) -> None:
    owned = [area for member in everybody if member.post == "grid_worker" for _, area in member.areas]
    assert sorted(owned) == sorted(grid.id for community in built.communities for grid in community.grids)


def test_no_id_and_no_login_is_given_twice(built: Town, everybody: list[Member]) -> None:
    ids = [door.id for door in built.doors] + [member.id for member in everybody]
    assert len(ids) == len(set(ids))
    assert len({member.login for member in everybody}) == len(everybody)


def test_the_town_and_its_people_are_the_same_every_time(built: Town, everybody: list[Member]) -> None:
    assert town() == built
    assert people(town()) == everybody
