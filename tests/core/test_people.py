"""People: who may say what where and when, and whether a door has somebody who answers for it."""

from __future__ import annotations

import pytest

from bulou.core.catalogue import CATALOGUE
from bulou.core.people.facts import PostKind
from bulou.core.people.fold import Post
from bulou.core.people.roles import DESK, FALLBACK, OWNS_DOORS, RIGHTS
from bulou.core.people.rules import Chain, may_say, ownership

REGION, EAST, WEST, GRID, STAIRWELL = "1" * 32, "2" * 32, "3" * 32, "4" * 32, "5" * 32
HERE: Chain = {"region": REGION, "community": EAST, "compound": None, "grid": GRID, "stairwell": STAIRWELL}


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
def test_a_door_with_only_the_tract_cadre_is_in_fallback(post: PostKind) -> None:
    posts = [_post(post, "community", EAST)]
    assert ownership(posts=posts, where=HERE, at=100) == "fallback"
    assert ownership(posts=[*posts, _post("building_head", "stairwell", STAIRWELL)], where=HERE, at=100) == "owned"


def test_a_leader_far_above_owns_no_door() -> None:
    posts = [_post("director", "region", REGION), _post("community_leader", "community", EAST)]
    assert ownership(posts=posts, where=HERE, at=100) == "unowned"
