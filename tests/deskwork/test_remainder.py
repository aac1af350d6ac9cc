"""Doors that a round was closed without: on the books, first in the next round, and struck off by whom and how."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, Instant, local
from bulou.core.rounds.facts import RoundLaunched
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.facts import DoorClosedUnresolved, VisitRecorded
from bulou.intake.said import Saying, new_id
from bulou.projections.read import read
from bulou.projections.rebuild import rebuild
from bulou.projections.standing import round_of, standing
from bulou.projections.views.doors import DoorCount, DoorFilter
from bulou.projections.views.remainder import Remainders
from bulou.projections.views.rounds import Closings
from tests.town import NOW, ZONE, Town
from tests.wire import enrolled

from .conftest import Desk

pytestmark = pytest.mark.engine

NEXT: Instant = NOW + 12 * HOUR


@pytest.fixture
def closed(town: Town, desk: Desk) -> Town:
    """The second round closed with a remainder in 东关; the third has begun."""
    town.say(
        Saying(
            subject_kind="dwelling", subject_id=town.doors["水利小区 1-1-202"], round_id=town.round_id,
            body=DoorClosedUnresolved(reason="several_attempts"),
        ),
        by="secretary",
    )  # fmt: skip
    desk("secretary").post(f"/r/jixian/closing/{town.communities['东关']}", {"remainder": "on"})
    (closing,) = read(town.scope, Closings(round_id=town.round_id))
    desk("director").post(f"/r/jixian/closing/{closing.id}/decide", {"approve": ""})
    _launch_next(town)
    return town


def _launch_next(town: Town, *, number: int = 3, policy: RoundPolicy | None = None) -> None:
    before = round_of(town.scope)
    assert before is not None
    town.round_id = new_id(NEXT)
    body = RoundLaunched(
        number=number, name={"zh": "第三轮", "en": "Round 3"}, opened_at=local(NOW, ZONE).isoformat(),
        deadline=local(NEXT, ZONE).isoformat(), question_set_id=before.question_set_id,
        question_set_version=before.question_set_version, policy=policy or RoundPolicy(),
    )  # fmt: skip
    town.say(Saying(subject_kind="round", subject_id=town.round_id, body=body), by="director")


def on_books(town: Town) -> int:
    """What Tonight says, and the list that the number opens."""
    figures = standing(town.scope, at=NOW).region
    (listed,) = read(town.scope, DoorCount(where=DoorFilter(round_id=town.round_id, among="carried")))
    assert figures["carried"] == listed.doors
    return listed.doors


def row_of(town: Town, door: str) -> tuple[str | None, int | None, str | None]:
    rows = {row.door_id: row for row in read(town.scope, Remainders())}
    row = rows[town.doors[door]]
    return row.struck_how, row.settled_number, row.settled_state


def test_what_was_open_or_closed_without_an_answer_is_on_the_books(closed: Town) -> None:
    (closing,) = read(closed.scope, Closings(round_id=_second(closed)))
    left = sum(json.loads(closing.remainder).values())
    assert on_books(closed) == left + 1
    assert row_of(closed, "水利小区 1-1-202") == (None, None, None)
    assert closed.doors["水利小区 1-1-101"] not in {row.door_id for row in read(closed.scope, Remainders())}


def _second(town: Town) -> Id:
    found = round_of(town.scope, 2)
    assert found is not None
    return found.id


def test_an_answer_in_the_next_round_strikes_a_door_off_and_its_withdrawal_puts_it_back(closed: Town) -> None:
    before = on_books(closed)
    closed.visit("水利小区 1-1-102", VisitRecorded(outcome="no_answer"), at=NOW)
    assert on_books(closed) == before
    closed.visit("水利小区 1-1-102", VisitRecorded(outcome="screened", persons=2), at=NOW + HOUR)
    assert on_books(closed) == before - 1
    assert row_of(closed, "水利小区 1-1-102") == (None, 3, "screened")
    _launch_next(closed, number=4)
    assert on_books(closed) == before - 1
    rebuild(closed.region_id)
    assert on_books(closed) == before - 1


def test_a_supervisor_strikes_off_by_hand_says_how_and_can_take_it_back(closed: Town, desk: Desk) -> None:
    before = on_books(closed)
    door = closed.doors["水利小区 1-1-302"]
    secretary = desk("secretary")
    _post(secretary, "remainder", {"door": [door], "how": ""})
    assert on_books(closed) == before
    page = _post(secretary, "remainder", {"door": [door], "how": "merged", "remark": "和301是一家"})
    assert on_books(closed) == before - 1
    assert "并入另一户" in page
    assert "和301是一家" not in page
    page = _post(secretary, f"remainder/undo/{door}", {})
    assert on_books(closed) == before
    assert row_of(closed, "水利小区 1-1-302") == (None, None, None)


def test_tonight_and_the_list_say_the_same_and_a_door_tells_its_story(closed: Town, desk: Desk) -> None:
    director = desk("director")
    number = on_books(closed)
    tonight = director.get("/r/jixian/").content.decode()
    assert (
        f'among=carried">{number}' in tonight
        or f'remainder?community={closed.communities["东关"]}">{number}' in tonight
    )
    page = director.get("/r/jixian/remainder").content.decode()
    assert page.count('name="door"') == number
    story = director.get(f"/r/jixian/doors/{closed.doors['水利小区 1-1-302']}").content.decode()
    assert "第2轮挂账，下一轮先办" in story


def test_a_phone_is_told_which_doors_the_last_round_left_open(closed: Town) -> None:
    rows = enrolled(closed, "grid_worker").pull()["rows"]
    carried = {row["id"]: row["carried"] for row in rows["doors"]}
    assert carried[closed.doors["水利小区 1-1-302"]] == 2
    assert carried[closed.doors["水利小区 1-1-101"]] is None


def test_a_whole_building_is_closed_with_one_reason_and_opened_again_with_one_undo(town: Town, desk: Desk) -> None:
    secretary = desk("secretary")
    address = f"closing/{town.communities['东关']}/doors"
    owed = standing(town.scope, at=NOW).region["owed"]
    page = _get(secretary, f"{address}?compound={town.compounds['水利小区']}")
    assert "楼栋" in page
    _post(secretary, f"{address}?compound={town.compounds['水利小区']}", {"all": "on", "because": "demolished"})
    lane = read(town.scope, DoorCount(where=DoorFilter(round_id=town.round_id, compound=town.compounds["学背巷"])))
    other = read(town.scope, DoorCount(where=DoorFilter(round_id=town.round_id, community=town.communities["桥南"])))
    figures = standing(town.scope, at=NOW).region
    assert figures["owed"] == lane[0].doors + other[0].doors
    assert figures["unresolved"] == owed - figures["owed"]
    page = _get(secretary, address)
    act = page.split('name="act" value="')[1][:32]
    _post(secretary, f"{address}/undo", {"act": act})
    figures = standing(town.scope, at=NOW).region
    assert (figures["owed"], figures["unresolved"]) == (owed, 0)


def test_several_attempts_means_as_many_as_the_round_asks_for(town: Town, desk: Desk) -> None:
    _launch_next(town, policy=RoundPolicy(close_attempts=2, close_bands=2))
    secretary = desk("secretary")
    address = f"closing/{town.communities['东关']}/doors"
    town.visit("水利小区 1-1-102", VisitRecorded(outcome="no_answer"), at=NOW - 9 * HOUR)
    town.visit("水利小区 1-1-202", VisitRecorded(outcome="no_answer"), at=NOW - 9 * HOUR)
    town.visit("水利小区 1-1-202", VisitRecorded(outcome="no_answer"), at=NOW)
    both = [town.doors["水利小区 1-1-102"], town.doors["水利小区 1-1-202"]]
    page = _post(secretary, address, {"door": both[:1], "because": "several_attempts"})
    assert "没有挂账" in page
    page = _post(secretary, address, {"door": both, "because": "several_attempts"})
    assert "已挂账1户；另有1户没敲满2次" in page
    assert standing(town.scope, at=NOW).region["unresolved"] == 1


def _get(client: Client, path: str) -> str:
    answer = client.get(f"/r/jixian/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def _post(client: Client, path: str, said: dict[str, object]) -> str:
    answer = client.post(f"/r/jixian/{path}", said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()
