"""The norm of a grid, how uneven grids are, and about how long a stairwell took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.instants import HOUR, MINUTE
from bulou.core.planning.effort import A_DOOR, PAUSE, Knock, minutes
from bulou.core.planning.norm import imbalance, measure


@pytest.mark.parametrize(
    ("doors", "said"),
    [(0, "none"), (1, "under"), (299, "under"), (300, "within"), (500, "within"), (501, "over")],
)
def test_a_grid_is_measured_against_three_to_five_hundred_households(doors: int, said: str) -> None:
    assert measure(doors) == said


def test_how_uneven_grids_are_leaves_empty_ones_out() -> None:
    assert [imbalance(sizes) for sizes in ([], [0], [300], [300, 450, 0])] == [1, 1, 1, 1.5]


def _knock(stairwell: str, minute: int, *, who: str = "a", attempts: int = 1) -> Knock:
    return Knock(stairwell_id=stairwell, author_id=who, at=minute * MINUTE, attempts=attempts)


def test_time_goes_to_the_stairwell_that_was_walked_to() -> None:
    walk = [_knock("east", 0), _knock("east", 4), _knock("west", 10), _knock("west", 12, who="b")]
    assert minutes(walk) == {"east": A_DOOR + 4, "west": 6 + A_DOOR}


def test_a_pause_is_not_work_and_earlier_attempts_are() -> None:
    assert minutes([_knock("east", 0), _knock("east", 3 * HOUR // MINUTE, attempts=3)]) == {"east": 4 * A_DOOR}


knocks = st.lists(
    st.builds(
        _knock, st.sampled_from("xyz"), st.integers(0, 600), who=st.sampled_from("ab"), attempts=st.integers(1, 4)
    ),
    max_size=20,
)


@given(knocks)
def test_the_estimate_depends_on_no_order_and_invents_no_time(some: list[Knock]) -> None:
    spent = minutes(some)
    assert minutes(some[::-1]) == spent
    most = sum(PAUSE / MINUTE + one.attempts * A_DOOR for one in some)
    assert 0 <= sum(spent.values()) <= most + len(spent)
    assert spent.keys() == {one.stairwell_id for one in some}
