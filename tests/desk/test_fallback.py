"""Unowned and fallback doors are counted apart, listed, and left so only over a signature."""

from __future__ import annotations

import pytest
from django.test import Client

from bulou.core.people.facts import FallbackSigned
from bulou.core.people.fold import Signature
from bulou.core.people.rules import signature_over
from bulou.ground.words import catalogue
from bulou.intake.said import Saying, new_id
from bulou.projections.standing import standing
from bulou.projections.views.fallback import uncovered
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

WORDS = catalogue("zh")


@pytest.fixture
def leader(town: Town) -> Client:
    """桥南 has a leader and nobody else: its four doors are in fallback."""
    town.engage("郑领导", "community_leader", "community", town.communities["桥南"], key="leader")
    return signed_in(town, "leader")


def sign(reader: Client, town: Town, **said: str) -> int:
    form = {"area": f"grid:{town.grids['桥南 2']}", "reason": "short_of_staff", "remark": "今晚到岗", **said}
    return reader.post(f"/r/{town.region.code}/people/fallback/sign", form).status_code


def counts(town: Town, at: int = NOW) -> list[int]:
    return [standing(town.scope, at=at).region[name] for name in ("unowned", "fallback", "fallback_unsigned")]


def test_with_only_the_leader_left_doors_are_in_fallback_and_counted_apart(town: Town, director: Client) -> None:
    assert counts(town) == [4, 0, 0]
    town.engage("郑领导", "community_leader", "community", town.communities["桥南"])
    assert counts(town) == [0, 4, 4]
    for among in ("fallback", "fallback_unsigned"):
        assert "河边小区" in director.get(f"/r/{town.region.code}/gaps?among={among}").content.decode()
    tonight = director.get(f"/r/{town.region.code}/").content.decode()
    assert WORDS["tonight.unsigned"].format(n=4) in tonight


def test_a_signature_says_who_and_why_and_can_be_taken_back(town: Town, leader: Client) -> None:
    assert sign(leader, town) == 302
    assert counts(town) == [0, 4, 0]
    page = leader.get(f"/r/{town.region.code}/people/fallback").content.decode()
    assert WORDS["fallback.signed_by"].format(name="郑领导") in page
    assert WORDS["fallback.reason.short_of_staff"] in page
    assert "今晚到岗" not in page
    signed = uncovered(town.scope, at=NOW)[0].signature
    assert signed is not None
    opened = leader.post(f"/r/{town.region.code}/people/fallback/{signed.id}/remark").content.decode()
    assert "今晚到岗" in opened
    assert leader.post(f"/r/{town.region.code}/people/fallback/{signed.id}/withdraw").status_code == 302
    assert counts(town, NOW + 1) == [0, 4, 4]


def test_a_signature_ends_when_it_says_so(town: Town, leader: Client) -> None:
    assert sign(leader, town, until="2020-01-30T22:00") == 302
    assert counts(town, NOW) == [0, 4, 0]
    assert counts(town, NOW + 3 * 3_600_000) == [0, 4, 4]


def test_nobody_signs_without_a_reason_or_outside_the_own_community(town: Town, leader: Client) -> None:
    assert sign(leader, town, reason="just so") == 400
    assert sign(signed_in(town, "clerk"), town) == 403
    assert sign(signed_in(town, "secretary"), town) == 302  # sees no such area, so there is nothing to sign
    assert counts(town) == [0, 4, 4]
    with pytest.raises(PermissionError):
        from_elsewhere(town)


def from_elsewhere(town: Town) -> None:
    """A signature that no page would send."""
    body = FallbackSigned(area_kind="grid", area_id=town.grids["桥南 2"], reason="other")
    town.say(Saying(subject_kind="fallback", subject_id=new_id(NOW), body=body), by="secretary", at=NOW)


def test_the_nearest_signature_counts() -> None:
    where = {"region": "1", "community": "2", "compound": None, "grid": "4", "building": None, "stairwell": "5"}
    wide = Signature(id="w", area_kind="community", area_id="2", reason="other", signed_by="p", since=100)
    near = Signature(id="n", area_kind="grid", area_id="4", reason="other", signed_by="p", since=200, until=300)
    found = [
        signature_over(signatures=[wide, near], where=where, at=at)  # type: ignore[arg-type]  # keys are AreaKinds
        for at in (99, 100, 200, 300)
    ]
    assert found == [None, wide, near, wide]
