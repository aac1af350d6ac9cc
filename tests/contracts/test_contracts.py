"""What phone and server agreed on is what the server does, and the files say so."""

from __future__ import annotations

from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bulou.core.visits.fold import fold
from bulou.core.visits.outcomes import OUTCOMES
from bulou.core.visits.rules import door_state
from tests.contracts import change_cases, write_cases
from tests.contracts.again_cases import AGAIN, BOOKS, Asked, answer, books
from tests.contracts.telling import Case
from tests.contracts.visit_cases import FILES

CASES = [case for cases in FILES.values() for case in cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_server_makes_of_a_door_what_the_case_expects(case: Case) -> None:
    state = write_cases.state_of(case)
    assert {name: getattr(state, name) for name in case.expect} == case.expect


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_order_of_arrival_and_no_repetition_changes_a_case(case: Case) -> None:
    agreed = write_cases.state_of(case)
    for arrival in permutations(case.entries):
        twice = [*arrival, *arrival[:2]]
        assert door_state(visits=fold(twice), policy=case.policy, zone=ZoneInfo(case.timezone)) == agreed


@pytest.mark.parametrize(("file", "text"), list(write_cases.documents()), ids=lambda part: getattr(part, "name", ""))
def test_the_contract_on_disk_is_what_the_server_says_today(file: object, text: str) -> None:
    written = file.read_text(encoding="utf-8") if hasattr(file, "read_text") else ""
    assert written == text, "python -m tests.contracts.write_cases writes it anew; the phone must pass it too"


def test_every_outcome_and_every_state_has_a_case() -> None:
    said = {attempt.outcome for case in CASES for attempt in fold(case.entries).attempts}
    assert said == {*OUTCOMES, "closed_unresolved", "overruled", "lit", "dark", "amended"}
    confirmed = {f"{outcome}_confirmed" for outcome in ("vacant", "not_dwelling", "not_found", "duplicate")}
    reached = {write_cases.state_of(case).state for case in CASES}
    final = {"untouched", "away_final", "proxy_final", "closed_unresolved", "overruled"}
    assert reached >= {*OUTCOMES} | final | confirmed


@pytest.mark.parametrize("asked", AGAIN, ids=lambda asked: asked.case.name)
def test_who_comes_again_is_what_was_agreed(asked: Asked) -> None:
    found = answer(asked)
    assert {name: found[name] for name in asked.expect} == asked.expect


def test_what_is_on_the_books_is_what_was_agreed() -> None:
    assert [case["on_the_books"] for case in books()] == [expected for *_, expected in BOOKS]


@pytest.mark.parametrize("case", change_cases.CASES, ids=lambda case: case[0])
def test_what_changes_between_two_rounds_is_what_was_agreed(case: tuple[Any, ...]) -> None:
    assert change_cases.found(case) == case[-1]


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
