"""Division into grids: whole stairwells, none lost, as even as a walk through the streets allows."""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.planning.division import Stretch, divide, serpentine


@st.composite
def communities(draw: st.DrawFn) -> list[Stretch]:
    sizes = draw(st.lists(st.integers(0, 60), max_size=12))
    return [
        Stretch(
            id=f"{number:032x}",
            doors=doors,
            compound=(draw(st.integers(0, 1)), "a"),
            building=(draw(st.integers(0, 3)), "b"),
            sort=number,
        )
        for number, doors in enumerate(sizes)
    ]


@given(communities(), st.integers(1, 6))
def test_no_stairwell_is_lost_doubled_or_split(stretches: list[Stretch], into: int) -> None:
    grids = divide(stretches, into=into)
    assert sorted(id_ for grid in grids for id_ in grid) == sorted(one.id for one in stretches)
    assert len(grids) == min(into, len(stretches))
    assert all(grids)


@given(communities(), st.integers(1, 6))
def test_a_grid_is_one_stretch_of_the_walk(stretches: list[Stretch], into: int) -> None:
    assert [id_ for grid in divide(stretches, into=into) for id_ in grid] == [one.id for one in serpentine(stretches)]


@given(communities(), st.integers(1, 4))
def test_no_other_cut_of_the_walk_is_more_even(stretches: list[Stretch], into: int) -> None:
    doors = {one.id: one.doors for one in stretches}
    grids = divide(stretches, into=into)
    walk = [one.doors for one in serpentine(stretches)]
    if not walk:
        return
    mine = sum(sum(doors[id_] for id_ in grid) ** 2 for grid in grids)
    ways = [
        sum(sum(walk[a:b]) ** 2 for a, b in pairwise([0, *cuts, len(walk)]))
        for cuts in combinations(range(1, len(walk)), len(grids) - 1)
    ]
    assert mine == min(ways)


@given(communities(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_order_in_which_stairwells_are_given_does_not_matter(
    stretches: list[Stretch], into: int, chance: Random
) -> None:
    shuffled = list(stretches)
    chance.shuffle(shuffled)
    assert divide(shuffled, into=into) == divide(stretches, into=into)


def test_every_second_building_is_walked_from_its_other_end() -> None:
    walk = serpentine(
        [
            Stretch(id=f"{building}{sort}", doors=1, compound=(0, "a"), building=(building, ""), sort=sort)
            for building in (1, 2)
            for sort in (1, 2, 3)
        ]
    )
    assert [one.id for one in walk] == ["11", "12", "13", "23", "22", "21"]


def test_a_community_is_divided_into_at_least_one_grid() -> None:
    with pytest.raises(ValueError, match="at least one"):
        divide([], into=0)
