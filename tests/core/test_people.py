"""People: who may say what where and when, and whether a door has somebody who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.json import encode

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact, Subject
from bulou.core.kernel.instants import DAY, parse_instant
from bulou.core.people.facts import PostKind
from bulou.core.people.fold import Absence, Post, post
from bulou.core.people.roles import DESK, FALLBACK, OWNS_DOORS, RIGHTS
from bulou.core.people.rules import Chain, links, may_say, may_still_say, ownership

if TYPE_CHECKING:
    from random import Random

REGION, EAST, WEST, GRID, STAIRWELL, BUILDING = (digit * 32 for digit in "123456")
HERE: Chain = {
    "region": REGION, "community": EAST, "compound": None, "grid": GRID, "building": BUILDING, "stairwell": STAIRWELL,
}  # fmt: skip


def _post(post: PostKind, kind: str = "grid", area: str = GRID, since: int = 100, until: int | None = None) -> Post:
    return Post(person_id="p", post=post, area_kind=kind, area_id=area, since=since, until=until)  # type: ignore[arg-type]


def test_a_grid_worker_may_visit_in_the_own_grid_and_nowhere_else() -> None:
    posts = [_post("grid_worker")]
    assert may_say(posts=posts, right="visit", where=HERE, at=100)
    assert not may_say(posts=posts, right="visit", where={**HERE, "grid": "9" * 32}, at=100)
    assert not may_say(posts=posts, right="run_round", where=HERE, at=100)


def test_a_post_counts_from_its_first_instant_until_before_its_end() -> None:
    posts = [_post("grid_worker", since=100, until=200)]
    assert [may_say(posts=posts, right="visit", where=HERE, at=at) for at in (99, 100, 199, 200)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_area_that_is_not_known_gives_no_right() -> None:
    nowhere: Chain = {"region": REGION, "community": EAST, "grid": None}
    assert not may_say(posts=[_post("grid_worker", area="")], right="visit", where=nowhere, at=100)


def test_the_rights_of_two_posts_add_up_each_in_its_own_area() -> None:
    posts = [_post("grid_worker"), _post("community_secretary", "community", WEST)]
    assert may_say(posts=posts, right="visit", where=HERE, at=100)
    assert not may_say(posts=posts, right="apply_closing", where=HERE, at=100)
    assert may_say(posts=posts, right="apply_closing", where={**HERE, "community": WEST}, at=100)


def test_the_clerk_launches_the_round_that_was_prepared_and_only_the_director_approves_closings() -> None:
    holders = {
        right: {post for post, rights in RIGHTS.items() if right in rights}
        for right in ("run_round", "approve_closing")
    }
    assert holders == {"run_round": {"director", "clerk"}, "approve_closing": {"director"}}


def test_whoever_applies_for_a_closing_need_not_be_the_one_who_approves_it() -> None:
    applies = {post for post, rights in RIGHTS.items() if "apply_closing" in rights}
    assert applies == {"director", "community_leader", "community_secretary"}


def test_field_workers_do_not_sign_in_at_the_desk() -> None:
    assert not DESK & {"grid_worker", "building_head", "volunteer"}


def test_every_right_that_a_fact_needs_is_given_by_some_post() -> None:
    given = {right for rights in RIGHTS.values() for right in rights}
    assert {kind.right for kind in CATALOGUE.values()} <= given


@pytest.mark.parametrize("post", sorted(OWNS_DOORS))
def test_a_door_is_owned_while_one_of_its_chain_is_on_duty(post: PostKind) -> None:
    assert ownership(posts=[_post(post)], where=HERE, at=100) == "owned"
    assert ownership(posts=[_post(post)], where=HERE, at=99) == "unowned"


@pytest.mark.parametrize("post", sorted(FALLBACK))
def test_a_door_with_only_a_cadre_or_leader_above_is_in_fallback(post: PostKind) -> None:
    posts = [_post(post, "community", EAST)]
    assert ownership(posts=posts, where=HERE, at=100) == "fallback"
    assert ownership(posts=[*posts, _post("building_head", "stairwell", STAIRWELL)], where=HERE, at=100) == "owned"


def test_a_director_or_secretary_far_above_owns_no_door() -> None:
    posts = [_post("director", "region", REGION), _post("community_secretary", "community", EAST)]
    assert ownership(posts=posts, where=HERE, at=100) == "unowned"


def test_whoever_is_away_is_not_on_duty_but_still_in_post() -> None:
    away = msgspec.structs.replace(_post("grid_worker"), absences=(Absence("a", 150, 200),))
    assert [ownership(posts=[away], where=HERE, at=at) for at in (149, 150, 199, 200)] == [
        "owned", "unowned", "unowned", "owned",
    ]  # fmt: skip
    assert may_say(posts=[away], right="visit", where=HERE, at=160)


def test_a_building_head_answers_for_every_stairwell_of_the_building() -> None:
    head = _post("building_head", "building", BUILDING)
    assert ownership(posts=[head], where=HERE, at=100) == "owned"
    assert ownership(posts=[head], where={**HERE, "building": "8" * 32}, at=100) == "unowned"


def test_the_chain_has_every_rank_from_the_door_upwards_the_nearest_area_first() -> None:
    head, house = _post("building_head", "stairwell", STAIRWELL), _post("building_head", "building", BUILDING)
    worker, leader = _post("grid_worker"), _post("community_leader", "community", EAST)
    found = links(posts=[leader, worker, house, head], where=HERE, at=100)
    assert found == {"head": [head, house], "grid": [worker], "tract": [], "community": [leader]}


def _said(kind: str, body: dict[str, object], number: int) -> Entry:
    fact = Fact(
        region_id=REGION, fact_id=f"{number:032x}", act_id="0" * 32, author_id="1" * 32, kind=kind, version=1,
        subject=Subject("post", "7" * 32), occurred_at=_at(0), body=Raw(encode(body)),
    )  # fmt: skip
    return Entry(fact=fact, key="post:" + "7" * 32, position=number, recorded_at=0, ordered_at=number)


def _at(minute: int) -> str:
    return f"2020-01-30T08:{minute:02d}:00+08:00"


TAKEN: dict[str, object] = {
    "person_id": "9" * 32, "post": "grid_worker", "area_kind": "grid", "area_id": GRID, "since": _at(0),
}  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=4), st.randoms())
def test_absences_add_up_the_same_in_any_order(spans: list[tuple[int, int]], chance: Random) -> None:
    facts = [_said("PostTaken", TAKEN, 1)]
    for number, (begin, end) in enumerate(spans):
        absence = _said("AbsenceRecorded", {"since": _at(begin)}, 10 + number)
        facts += [absence, _said("AbsenceEnded", {"absence_id": absence.fact.fact_id, "until": _at(end)}, 20 + number)]
    straight = post(facts)
    chance.shuffle(facts)
    assert post(facts) == straight
    assert straight is not None
    assert [(one.since, one.until) for one in straight.absences] == [
        (parse_instant(_at(begin)), parse_instant(_at(end))) for begin, end in spans if end > begin
    ]


def test_for_a_day_what_was_said_in_the_old_grid_still_counts() -> None:
    moved: list[tuple[int, str | None]] = [(0, GRID), (10 * DAY, "7" * 32)]
    here: Chain = {**HERE, "grid": "7" * 32}
    posts = [_post("grid_worker", since=0)]
    counts = [
        may_still_say(posts=posts, right="visit", where=here, at=at, grids=moved)
        for at in (10 * DAY, 11 * DAY - 1, 11 * DAY)
    ]
    assert counts == [True, True, False]
    left = [_post("grid_worker", since=0, until=10 * DAY)]
    assert not may_still_say(posts=left, right="visit", where=here, at=10 * DAY, grids=moved)
    assert not may_still_say(posts=posts, right="run_round", where=here, at=10 * DAY, grids=moved)
    assert not may_still_say(posts=posts, right="visit", where=here, at=10 * DAY, grids=moved[1:])


def test_whoever_may_import_may_list_what_a_roster_holds() -> None:
    assert all({"list_places", "add_door"} <= rights for rights in RIGHTS.values() if "import" in rights)
