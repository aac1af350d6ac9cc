"""What a supervisor says about a visit is a fact beside it: overruled, confirmed, amended, remarked; and taken back."""

from __future__ import annotations

from bulou.core.kernel.instants import HOUR
from bulou.core.rounds.facts import Question, QuestionSetPublished, RoundLaunched
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.facts import VisitRecorded
from bulou.intake.said import Saying, new_id
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.doors import OneDoor, OneDoorRow
from bulou.projections.views.story import Told, story
from tests.town import DEADLINE, NOW, Town, local_time

from .conftest import Desk

DOOR = "水利小区 1-1-101"
EMPTY = "水利小区 1-1-501"


def door(town: Town, name: str) -> OneDoorRow:
    (found,) = read(town.scope, OneDoor(door_id=town.doors[name], round_id=town.round_id))
    return found


def told(town: Town, name: str, kind: str) -> list[Told]:
    return [one for one in story(town.scope, town.doors[name], now=NOW) if one.kind == kind]


def post(desk: Desk, who: str, town: Town, name: str, step: str, **said: object) -> str:
    answer = desk(who).post(f"/r/jixian/doors/{town.doors[name]}/{step}", said, follow=True)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_an_overruled_visit_is_owed_again_and_stays_readable(town: Town, desk: Desk) -> None:
    before = standing(town.scope, at=NOW).region
    visit = told(town, DOOR, "VisitRecorded")[0].fact_id
    assert "先选理由" in post(desk, "secretary", town, DOOR, "overrule", fact=visit)
    page = post(desk, "secretary", town, DOOR, "overrule", fact=visit, reason="not_visited", remark="邻居说没来过")
    assert (door(town, DOOR).state, door(town, DOOR).owed_reason) == ("overruled", "overruled")
    assert "没有真的上门" in page
    assert "这条结果已被推翻" in page
    assert "已排查" in page
    assert "邻居说没来过" not in page
    after = standing(town.scope, at=NOW).region
    assert (after["screened"], after["owed_overruled"]) == (before["screened"] - 1, 1)
    assert after["attempted"] == before["attempted"]


def test_only_those_who_may_close_doors_overrule_and_they_can_take_it_back(town: Town, desk: Desk) -> None:
    visit = told(town, DOOR, "VisitRecorded")[0].fact_id
    assert post(desk, "clerk", town, DOOR, "overrule", fact=visit, reason="doubtful") == "403"
    assert post(desk, "other_secretary", town, DOOR, "overrule", fact=visit, reason="doubtful") in {"403", "404"}
    post(desk, "secretary", town, DOOR, "overrule", fact=visit, reason="doubtful")
    ruling = told(town, DOOR, "OutcomeOverruled")[0].fact_id
    post(desk, "secretary", town, DOOR, "undo", fact=ruling)
    assert door(town, DOOR).state == "screened"


def test_the_desk_confirms_an_empty_home_with_evidence_but_never_its_own_claim(town: Town, desk: Desk) -> None:
    assert door(town, EMPTY).lacks == "person"
    assert "至少一样依据" in post(desk, "secretary", town, EMPTY, "second-look", how="phone")
    page = post(desk, "secretary", town, EMPTY, "second-look", how="phone", evidence=["owner_phone"])
    assert door(town, EMPTY).state == "vacant_confirmed"
    assert "干部二次核实" in page
    confirmed = told(town, EMPTY, "ClaimConfirmed")[0].fact_id
    post(desk, "secretary", town, EMPTY, "undo", fact=confirmed)
    assert door(town, EMPTY).lacks == "person"
    town.visit(DOOR.replace("101", "302"), VisitRecorded(outcome="vacant", evidence=("meter",)), by="secretary", at=NOW)
    page = post(desk, "secretary", town, DOOR.replace("101", "302"), "second-look", evidence=["neighbour"])
    assert "不能自己核实" in page


def test_old_answers_are_told_by_their_own_questions_and_amended_beside_the_first_ones(town: Town, desk: Desk) -> None:
    town.visit(
        "水利小区 1-2-101",
        VisitRecorded(outcome="screened", persons=2, answers={"returnee": False}),
        at=NOW - HOUR,
    )
    _launch_with_new_questions(town)
    page = desk("director").get(f"/r/jixian/doors/{town.doors['水利小区 1-2-101']}").content.decode()
    assert "有人返乡吗？" in page
    assert "两周内谁从湖北回来？" not in page
    visit = told(town, "水利小区 1-2-101", "VisitRecorded")[0].fact_id
    page = post(desk, "secretary", town, "水利小区 1-2-101", "amend", **{"fact": visit, "answer-returnee": "yes"})
    assert "<s>没有</s> <b>有</b>" in page
    first = next(iter(ledger.by_ids(town.region_id, [visit])))
    assert b'"returnee":false' in bytes(first.fact.body)
    page = desk("director").get("/r/jixian/gaps?among=positive").content.decode()
    assert "返乡" in page


def _launch_with_new_questions(town: Town) -> None:
    questions, town_round = new_id(NOW), new_id(NOW)
    asked = Question(
        id="returnee", type="yes_no", text={"zh": "两周内谁从湖北回来？", "en": "Who is back from Hubei?"},
        trigger="returnee",
    )  # fmt: skip
    published = QuestionSetPublished(number=2, questions=(asked,), read_out={"zh": "问", "en": "ask"})
    launched = RoundLaunched(
        number=3, name={"zh": "三", "en": "3"}, opened_at=local_time(NOW), deadline=local_time(DEADLINE),
        question_set_id=questions, question_set_version=2, policy=RoundPolicy(),
    )  # fmt: skip
    town.say(
        Saying(subject_kind="question_set", subject_id=questions, body=published),
        Saying(subject_kind="round", subject_id=town_round, body=launched),
    )


def test_nothing_changed_is_no_amendment_and_a_remark_is_sealed(town: Town, desk: Desk) -> None:
    visit = told(town, DOOR, "VisitRecorded")[0].fact_id
    assert "没有改动" in post(desk, "clerk", town, DOOR, "amend", fact=visit)
    page = post(desk, "clerk", town, DOOR, "remark", remark="狗很凶，先打电话")
    assert "已记下备注" in page
    assert "狗很凶" not in page
    assert [one.sealed for one in told(town, DOOR, "DoorRemarked")] == [True]
