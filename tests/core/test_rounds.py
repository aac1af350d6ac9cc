"""Rounds: what a door adds to the figures, what keeps a community's part open, and what a launch needs."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.rounds.figures import COUNTS, OWED_REASONS, area_figures, counts_of, owed_reason
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.rounds.rules import Missing, may_close, may_launch, missing_before_closing
from bulou.core.visits.outcomes import OUTCOMES
from bulou.core.visits.state import DoorState

SETTLED = {
    "figures": {"owed": 0},
    "unowned": 0,
    "devices_unheard": 0,
    "waived": 0,
    "held": 0,
    "sheets": 0,
    "unentered": 0,
}


def _missing(**changed: object) -> list[Missing]:
    return missing_before_closing(**{**SETTLED, **changed})  # type: ignore[arg-type]  # one dict for every argument


def test_a_round_closes_when_every_door_is_accounted_for() -> None:
    assert _missing() == []
    assert may_close(missing=[], with_remainder=False)


def test_a_round_stays_open_while_one_door_is_unaccounted_for() -> None:
    missing = _missing(figures={"owed": 1})
    assert missing == [Missing(what="owed", count=1)]
    assert not may_close(missing=missing, with_remainder=False)


def test_open_doors_may_be_closed_over_as_a_remainder_that_somebody_signs() -> None:
    assert may_close(missing=_missing(figures={"owed": 7}), with_remainder=True)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"unowned": 3}, "unowned"),
        ({"devices_unheard": 2}, "devices"),
        ({"held": 1}, "held"),
        ({"sheets": 1}, "sheets"),
        ({"unentered": 1}, "unentered"),
    ],
)
def test_nobody_can_sign_away_what_is_not_known(changed: dict[str, int], what: str) -> None:
    missing = _missing(**changed)
    assert [one.what for one in missing] == [what]
    assert not may_close(missing=missing, with_remainder=True)


def test_a_phone_waived_by_name_no_longer_stands_in_the_way() -> None:
    assert _missing(devices_unheard=2, waived=2) == []
    assert _missing(devices_unheard=2, waived=1) == [Missing(what="devices", count=1)]


def test_everything_that_is_missing_is_named_at_once() -> None:
    missing = _missing(figures={"owed": 1}, unowned=2, devices_unheard=3, held=4)
    assert [(one.what, one.count) for one in missing] == [("owed", 1), ("unowned", 2), ("devices", 3), ("held", 4)]


def test_no_launch_while_a_listed_door_has_no_owner() -> None:
    assert may_launch(unowned=1, fallback=0, fallback_signed=True) == "unowned"
    assert may_launch(unowned=0, fallback=0, fallback_signed=False) is None


def test_a_launch_over_doors_in_fallback_needs_a_signature() -> None:
    assert may_launch(unowned=0, fallback=5, fallback_signed=False) == "fallback"
    assert may_launch(unowned=0, fallback=5, fallback_signed=True) is None


@pytest.mark.parametrize("policy", ['{"proxy_attempts":0}', '{"proxy_bands":4}', '{"away_rechecks":21}'])
def test_a_policy_that_could_never_or_always_close_is_refused(policy: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(policy, type=RoundPolicy)


def test_a_door_out_of_scope_counts_nowhere_but_there_and_among_the_positives() -> None:
    door = DoorState(state="vacant_confirmed", out_of_scope=True, attempted=True, contacted=True, triggers=("symptom",))
    assert counts_of(door) == {"out_of_scope": 1, "positive": 1}


def test_a_door_closed_without_an_answer_is_closed_and_not_screened() -> None:
    door = DoorState(state="closed_unresolved", closed=True, attempted=True)
    assert counts_of(door) == {"attempted": 1, "closed": 1, "unresolved": 1}


def test_members_who_were_not_seen_are_counted_with_their_door() -> None:
    door = DoorState(state="screened_part", closed=True, screened=True, attempted=True, persons=5, absent=2)
    assert counts_of(door) == {
        "attempted": 1, "screened": 1, "closed": 1, "persons": 5, "absent": 2, "screened_part": 1,
    }  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_open_outcome_is_a_reason_for_owing_that_has_a_counter(outcome: str) -> None:
    door = DoorState(state=outcome, attempted=True)  # type: ignore[arg-type]  # from the list of outcomes
    if outcome in {"screened", "screened_part", "under_observation"}:
        return
    reason = owed_reason(door)
    assert reason in OWED_REASONS
    assert counts_of(door)[f"owed_{reason}"] == 1


CODES: list[Any] = [*OUTCOMES, "untouched", "away_final", "proxy_final", "closed_unresolved", "vacant_confirmed"]
FINAL = {"screened", "screened_part", "under_observation", "away_final", "proxy_final", "closed_unresolved"}


@st.composite
def doors(draw: st.DrawFn) -> DoorState:
    code = draw(st.sampled_from(CODES))
    out = code == "vacant_confirmed"
    return DoorState(
        state=code,
        out_of_scope=out,
        closed=code in FINAL,
        attempted=code != "untouched",
        screened=code in {"screened", "screened_part"},
        persons=draw(st.integers(0, 9)),
    )


@given(st.lists(doors(), max_size=30), st.integers(0, 5))
def test_the_figures_of_an_area_add_up(states: list[DoorState], unvisited: int) -> None:
    listed = len(states) + unvisited
    figures = area_figures(listed=listed, rollups=[counts_of(door) for door in states])
    assert figures["listed"] == figures["out_of_scope"] + figures["closed"] + figures["owed"]
    assert figures["eligible"] == figures["listed"] - figures["out_of_scope"]
    assert figures["owed"] == sum(figures[f"owed_{reason}"] for reason in OWED_REASONS)
    assert figures["owed_untouched"] == unvisited + sum(door.state == "untouched" for door in states)
    assert figures["screened"] <= figures["closed"] <= figures["eligible"]
    assert all(figures[name] >= 0 for name in COUNTS)


@given(st.lists(doors(), max_size=20), st.integers(0, 20))
def test_parts_of_an_area_add_up_to_the_area(states: list[DoorState], cut: int) -> None:
    rows = [counts_of(door) for door in states]
    whole = area_figures(listed=len(rows), rollups=rows)
    parts = [area_figures(listed=len(part), rollups=part) for part in (rows[:cut], rows[cut:])]
    assert whole == {name: sum(part[name] for part in parts) for name in whole}
