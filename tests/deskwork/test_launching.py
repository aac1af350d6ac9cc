"""A round begins when every door has an owner; afterwards nobody can change what it asks or what closes a door."""

from __future__ import annotations

import json

import msgspec
from django.test import Client

from bulou.core.people.facts import PostTaken
from bulou.core.rounds.facts import WaysPublished
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.outcomes import TRIGGERS
from bulou.intake.said import Saying, new_id
from bulou.projections.read import read
from bulou.projections.views.fallback import uncovered
from bulou.projections.views.rounds import QuestionSets, Rounds, Ways, policy_of
from tests.town import NOW, OPENED, Town

from .conftest import Desk

STANDARD = {f"{trigger}_{language}": f"{trigger} {language}?" for trigger in TRIGGERS for language in ("zh", "en")}


def published(town: Town, client: Client, **said: str) -> list[int]:
    client.post("/r/jixian/questions", {"read_out_zh": "问", "read_out_en": "Ask", **STANDARD, **said})
    return [row.version for row in read(town.scope, QuestionSets())]


def order(town: Town, **said: str) -> dict[str, str]:
    asked = read(town.scope, QuestionSets())[-1].id
    return {
        "number": "3", "zh": "第三轮", "en": "Round 3", "deadline": "2020-01-31T22:00", "question_set": asked,
        **said,
    }  # fmt: skip


WAYS = RoundPolicy(
    away_rechecks=2, vacant_evidence=2, confirm_by="supervisor", close_attempts=3, close_bands=2, pairs=True,
    methods=("door", "phone"), protection=("mask",), advice={"zh": "先敲门，再后退一米"},
)  # fmt: skip


def ways(**said: object) -> dict[str, object]:
    """The form that makes these ways of working."""
    return {
        "phone_closes": "on", "proxy_attempts": "3", "proxy_bands": "2", "away_rechecks": "2", "vacant_evidence": "2",
        "confirm_by": "supervisor", "close_attempts": "3", "close_bands": "2", "pairs": "on", "methods": ["phone"],
        "protection": ["mask"], "advice_zh": "先敲门，再后退一米", **said,
    }  # fmt: skip


def _ways(town: Town) -> str:
    body = WaysPublished(number=1, policy=WAYS)
    said = Saying(subject_kind="ways", subject_id=new_id(NOW), body=body)
    town.say(said, by="director")
    return said.subject_id


def own_the_rest(town: Town, *, post: str = "grid_worker") -> None:
    person = town.people["volunteer"]
    body = PostTaken(
        person_id=person,
        post=post,  # type: ignore[arg-type]  # one of the posts
        area_kind="grid",
        area_id=town.grids["桥南 2"],
        since="2020-01-29T08:00:00+08:00",
    )
    town.say(Saying(subject_kind="post", subject_id=new_id(OPENED), body=body))


def test_launching_is_refused_while_a_door_has_no_owner_and_the_message_opens_the_list(town: Town, desk: Desk) -> None:
    director = desk("director")
    answer = director.post("/r/jixian/rounds/new", order(town))
    assert answer.status_code == 422
    assert "among=unowned" in answer.content.decode()
    assert [row.number for row in read(town.scope, Rounds())] == [2]


def test_with_every_door_owned_the_round_begins_as_it_was_ordered(town: Town, desk: Desk) -> None:
    own_the_rest(town)
    assert desk("director").post("/r/jixian/rounds/new", order(town, ways=_ways(town))).status_code == 302
    launched = read(town.scope, Rounds())[-1]
    assert (launched.number, launched.opened_at) == (3, NOW)
    assert launched.deadline == NOW + (26 * 60 + 14) * 60_000 - 5_000
    assert msgspec.json.decode(launched.policy, type=RoundPolicy) == WAYS


def test_doors_in_fallback_need_a_signed_reason(town: Town, desk: Desk) -> None:
    own_the_rest(town, post="tract_cadre")
    director = desk("director")
    assert director.post("/r/jixian/rounds/new", order(town)).status_code == 422
    assert director.post("/r/jixian/rounds/new", order(town, fallback_reason="今晚到岗")).status_code == 422
    assert desk("clerk").post("/r/jixian/rounds/new", order(town, fallback_reason="on_the_way")).status_code == 422
    assert director.post("/r/jixian/rounds/new", order(town, fallback_reason="on_the_way")).status_code == 302
    signed = uncovered(town.scope, at=NOW)[0].signature
    assert signed is not None
    assert (signed.signed_by, signed.reason, signed.until) == (
        town.people["director"], "on_the_way", NOW + (26 * 60 + 14) * 60_000 - 5_000,
    )  # fmt: skip


def test_what_somebody_signed_for_already_does_not_stop_the_clerk_from_launching(town: Town, desk: Desk) -> None:
    own_the_rest(town, post="tract_cadre")
    form = {"area": f"grid:{town.grids['桥南 2']}", "reason": "few_doors"}
    assert desk("other_secretary").post("/r/jixian/people/fallback/sign", form).status_code == 302
    assert desk("clerk").post("/r/jixian/rounds/new", order(town)).status_code == 302


def test_a_round_is_refused_with_the_reason(town: Town, desk: Desk) -> None:
    own_the_rest(town)
    director = desk("director")
    for wrong in (
        {"number": "2"}, {"number": "x"}, {"deadline": "2020-01-30T19:00"}, {"deadline": ""}, {"en": " "},
        {"question_set": "0" * 32},
    ):  # fmt: skip
        answer = director.post("/r/jixian/rounds/new", order(town, **wrong))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert len(read(town.scope, Rounds())) == 1


def test_a_secretary_cannot_launch(town: Town, desk: Desk) -> None:
    own_the_rest(town)
    assert desk("secretary").post("/r/jixian/rounds/new", order(town)).status_code == 403


def test_a_new_version_of_the_questions_leaves_the_earlier_one_alone(town: Town, desk: Desk) -> None:
    before = read(town.scope, QuestionSets())[0]
    director = desk("director")
    said = {
        "own0_zh": "有几个老人？", "own0_en": "How many old people?", "own0_type": "count",
        "own1_zh": "怎么买菜？", "own1_en": "How do you shop?", "own1_type": "choice",
        "own1_options": "自己去 | myself\n代买 | by others",
    }  # fmt: skip
    assert published(town, director, **said) == [1, 2]
    first, second = read(town.scope, QuestionSets())
    assert first == before
    questions = json.loads(second.questions)
    assert [one.get("trigger") for one in questions] == [*TRIGGERS, None, None]
    assert [option["text"]["en"] for option in questions[-1]["options"]] == ["myself", "by others"]


def test_a_question_in_one_language_only_is_not_published_and_nothing_typed_is_lost(town: Town, desk: Desk) -> None:
    answer = desk("director").post(
        "/r/jixian/questions", {"read_out_zh": "问", "read_out_en": "Ask", **STANDARD, "own0_zh": "只有中文"}
    )
    assert "只有中文" in answer.content.decode()
    assert len(read(town.scope, QuestionSets())) == 1


def test_ways_of_working_are_versions_and_take_effect_with_the_round_that_is_launched_with_them(
    town: Town, desk: Desk
) -> None:
    own_the_rest(town)
    director = desk("director")
    assert director.post("/r/jixian/ways", ways(proxy_bands="4")).status_code == 422
    assert director.post("/r/jixian/ways", ways()).status_code == 302
    (published,) = read(town.scope, Ways())
    assert (published.version, published.ways) == (1, WAYS)
    assert policy_of(read(town.scope, Rounds())[-1]) == RoundPolicy()
    director.post("/r/jixian/rounds/new", order(town, ways=published.id))
    third = read(town.scope, Rounds())[-1]
    assert policy_of(third) == WAYS
    page = director.get(f"/r/jixian/rounds/{third.id}").content.decode()
    assert "两人一组上门" in page
    assert "先敲门，再后退一米" in page
    director.post("/r/jixian/ways", ways(away_rechecks="5"))
    assert policy_of(read(town.scope, Rounds())[-1]) == WAYS


def test_a_round_without_a_chosen_version_goes_on_as_the_last_one(town: Town, desk: Desk) -> None:
    own_the_rest(town)
    desk("director").post("/r/jixian/rounds/new", order(town))
    assert policy_of(read(town.scope, Rounds())[-1]) == policy_of(read(town.scope, Rounds())[0])


def test_a_round_says_what_is_otherwise_than_before(town: Town, desk: Desk) -> None:
    own_the_rest(town)
    director = desk("director")
    director.post("/r/jixian/ways", ways())
    published(town, director, own0_zh="劝过不出门吗", own0_en="Told to stay at home", own0_type="yes_no")
    director.post("/r/jixian/rounds/new", order(town, ways=read(town.scope, Ways())[0].id))
    page = director.get(f"/r/jixian/rounds/{read(town.scope, Rounds())[-1].id}").content.decode()
    assert "新问题：劝过不出门吗" in page
    assert "谁能核实空房、不住人：要社区负责人" in page
    assert "空房：至少几样依据：1 → 2" in page
    assert "从这一轮起：两人一组上门" in page
