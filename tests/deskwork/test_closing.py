"""A community closes its part of a round with what was true at that moment, and says what is left."""

from __future__ import annotations

import json
import re

from django.test import Client

from bulou.core.kernel.instants import HOUR
from bulou.core.visits.facts import VisitRecorded
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.rounds import ClosingRow, Closings
from tests.town import NOW, Town

from .conftest import Desk


def figures_of(town: Town, community: str) -> dict[str, int]:
    now = standing(town.scope, at=NOW)
    return next(figures for row, figures in now.communities if row.id == town.communities[community])


def closings(town: Town) -> list[ClosingRow]:
    return read(town.scope, Closings(round_id=town.round_id))


def apply_for(town: Town, client: Client, community: str = "东关", **said: str) -> str:
    answer = client.post(f"/r/jixian/closing/{town.communities[community]}", said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_frozen_figures_are_the_standing_of_that_moment(town: Town, desk: Desk) -> None:
    before = figures_of(town, "东关")
    assert before["owed"] > 0
    apply_for(town, desk("secretary"), remainder="on")
    (closing,) = closings(town)
    assert json.loads(closing.figures) == before
    assert sum(json.loads(closing.remainder).values()) == before["owed"]
    assert closing.stage == "requested"
    assert closing.as_of == NOW


def test_what_arrives_later_changes_the_standing_but_not_the_closing(town: Town, desk: Desk) -> None:
    before = figures_of(town, "东关")
    apply_for(town, desk("secretary"), remainder="on")
    town.visit("水利小区 1-2-101", VisitRecorded(outcome="screened", persons=2), at=NOW)
    assert figures_of(town, "东关")["screened"] == before["screened"] + 1
    assert json.loads(closings(town)[0].figures) == before
    page = desk("director").get("/r/jixian/closing").content.decode()
    frozen = rf"cutoff={closings(town)[0].cutoff}[^>]*among=screened[^>]*>{before['screened']}</a></dd>"
    other_way = rf"among=screened[^>]*cutoff={closings(town)[0].cutoff}\">{before['screened']}</a></dd>"
    assert re.search(frozen, page) or re.search(other_way, page)


def test_a_community_with_open_doors_closes_only_with_a_signed_remainder(town: Town, desk: Desk) -> None:
    page = apply_for(town, desk("secretary"))
    assert "挂账" in page
    assert not closings(town)


def test_doors_without_an_owner_cannot_be_signed_away(town: Town, desk: Desk) -> None:
    assert figures_of(town, "桥南")["unowned"] == 4
    apply_for(town, desk("other_secretary"), "桥南", remainder="on")
    assert not closings(town)


def test_a_phone_not_heard_from_is_waived_by_name_and_only_with_a_reason(town: Town, desk: Desk) -> None:
    phone = town.phone("grid_worker")
    client = desk("secretary")
    apply_for(town, client, remainder="on")
    apply_for(town, client, remainder="on", waive=phone.device_id)
    assert not closings(town)
    apply_for(town, client, **{"remainder": "on", "waive": phone.device_id, f"reason-{phone.device_id}": "没电了"})
    (closing,) = closings(town)
    assert json.loads(closing.waived) == [phone.device_id]
    assert "没电了" not in closing.waived


def test_a_phone_of_another_community_does_not_stand_in_the_way(town: Town, desk: Desk) -> None:
    town.engage("桥南网格", "grid_worker", "grid", town.grids["桥南 2"], key="over_there")
    town.phone("over_there")
    apply_for(town, desk("secretary"), remainder="on")
    assert len(closings(town)) == 1


def test_a_secretary_applies_only_for_the_own_community(town: Town, desk: Desk) -> None:
    answer = desk("other_secretary").post(f"/r/jixian/closing/{town.communities['东关']}", {"remainder": "on"})
    assert answer.status_code in {302, 403, 404}
    assert not closings(town)


def test_the_director_approves_or_sends_back_and_only_the_director(town: Town, desk: Desk) -> None:
    apply_for(town, desk("secretary"), remainder="on")
    address = f"/r/jixian/closing/{closings(town)[0].id}/decide"
    assert desk("secretary").post(address, {"approve": ""}).status_code == 403
    director = desk("director")
    director.post(address, {"return": "", "reason": ""})
    assert closings(town)[0].stage == "requested"
    director.post(address, {"return": "", "reason": "漏了两户"})
    assert closings(town)[0].stage == "returned"
    apply_for(town, desk("secretary"), remainder="on")
    director.post(f"/r/jixian/closing/{closings(town)[-1].id}/decide", {"approve": ""})
    assert [closing.stage for closing in closings(town)] == ["returned", "approved"]


def test_a_community_applies_once(town: Town, desk: Desk) -> None:
    client = desk("secretary")
    apply_for(town, client, remainder="on")
    apply_for(town, client, remainder="on")
    assert len(closings(town)) == 1


def test_doors_closed_by_a_supervisor_are_closed_and_never_screened(town: Town, desk: Desk) -> None:
    before = figures_of(town, "东关")
    doors = [town.doors["水利小区 1-1-102"], town.doors["水利小区 1-1-302"]]
    client = desk("secretary")
    address = f"/r/jixian/closing/{town.communities['东关']}/doors"
    assert client.post(address, {"door": doors, "because": ""}).status_code == 302
    assert figures_of(town, "东关") == before
    client.post(address, {"door": doors, "because": "several_attempts", "remark": "找过三次"})
    after = figures_of(town, "东关")
    assert (after["closed"] - before["closed"], after["unresolved"], after["screened"]) == (2, 2, before["screened"])
    assert after["owed"] == before["owed"] - 2


def test_every_number_of_what_is_missing_equals_the_list_that_it_opens(town: Town, desk: Desk) -> None:
    town.visit("水利小区 1-2-102", VisitRecorded(outcome="no_answer"), at=NOW - HOUR)
    owed = figures_of(town, "东关")["owed"]
    client = desk("secretary")
    page = client.get(f"/r/jixian/closing/{town.communities['东关']}").content.decode()
    assert f"应排未排{owed}户" in page
    listed = client.get(f"/r/jixian/closing/{town.communities['东关']}/doors").content.decode()
    assert listed.count('name="door"') == owed
