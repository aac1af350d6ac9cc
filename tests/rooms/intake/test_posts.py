"""Posts: engaging people, handing posts out and ending them is judged where the post lies."""

from __future__ import annotations

import pytest

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import local
from bulou.core.people.facts import AreaKind, PersonEngaged, PostKind, PostLeft, PostTaken
from bulou.intake.said import Saying, new_id
from bulou.intake.say import NotSaid
from tests.town import NOW, ZONE, Town

SINCE = local(NOW, ZONE).isoformat()


@pytest.fixture
def secretary(town: Town) -> str:
    town.engage("书记", "community_secretary", "community", town.communities["东关"], key="dongguan")
    return "dongguan"


def _taken(post: PostKind, kind: AreaKind, area: Id) -> Saying:
    body = PostTaken(person_id=new_id(NOW), post=post, area_kind=kind, area_id=area, since=SINCE)
    return Saying(subject_kind="post", subject_id=new_id(NOW), body=body)


def test_a_secretary_engages_a_volunteer_for_the_own_community(town: Town, secretary: str) -> None:
    engaged = Saying(subject_kind="staff", subject_id=new_id(NOW), body=PersonEngaged(), private={"name": "小李"})
    town.say(engaged, _taken("volunteer", "community", town.communities["东关"]), by=secretary, at=NOW)


def test_a_secretary_hands_out_nothing_in_another_community(town: Town, secretary: str) -> None:
    with pytest.raises(NotSaid):
        town.say(_taken("volunteer", "community", town.communities["桥南"]), by=secretary, at=NOW)


@pytest.mark.parametrize("post", ["director", "clerk"])
def test_nobody_hands_out_a_right_that_he_does_not_hold(town: Town, secretary: str, post: PostKind) -> None:
    with pytest.raises(NotSaid):
        town.say(_taken(post, "community", town.communities["东关"]), by=secretary, at=NOW)


def test_a_secretary_ends_a_post_in_the_own_community_only(town: Town, secretary: str) -> None:
    town.engage("帮手", "volunteer", "community", town.communities["东关"], key="here")
    town.engage("外人", "volunteer", "community", town.communities["桥南"], key="there")
    town.say(_left(town.posts["here"]), by=secretary, at=NOW)
    with pytest.raises(NotSaid):
        town.say(_left(town.posts["there"]), by=secretary, at=NOW)


def _left(post: Id) -> Saying:
    return Saying(subject_kind="post", subject_id=post, body=PostLeft(until=SINCE))
