"""Phones on the desk: who is not heard from, since when, what lies on the phone, and whom to call."""

from __future__ import annotations

import re

from django.test import Client

from bulou.access import devices
from bulou.access.devices import Hearing
from bulou.core.kernel.instants import HOUR
from bulou.core.people.facts import PersonEngaged, PostTaken
from bulou.ground import database
from bulou.intake.said import Saying, new_id
from bulou.intake.writer import write
from tests.desk.conftest import signed_in
from tests.town import NOW, OPENED, Town


def _phones(client: Client, town: Town, query: str = "") -> str:
    return client.get(f"/r/{town.region.code}/phones{query}").content.decode()


def _total(page: str) -> int:
    return int(re.search(r'<h1>[^<]+<span class="total">(\d+)', page).group(1))  # type: ignore[union-attr]  # or it fails


def _heard(town: Town, person: str, hearing: Hearing, *, at: int) -> None:
    phone = town.phone(person)
    write(lambda: devices.heard(town.region_id, phone.device_id, hearing, now=at))


def _a_worker_with_a_number(town: Town) -> None:
    person, taken = new_id(OPENED), new_id(OPENED)
    post = PostTaken(
        person_id=person, post="grid_worker", area_kind="grid", area_id=town.grids["东关 1"],
        since="2020-01-28T08:00:00+08:00",
    )  # fmt: skip
    private = {"name": "周网格", "phone": "13900001111"}
    town.say(
        Saying(subject_kind="staff", subject_id=person, body=PersonEngaged(has_phone=True), private=private),
        Saying(subject_kind="post", subject_id=taken, body=post),
    )
    town.people["reachable"] = person


def test_tonight_names_the_hour_and_opens_as_many_phones_as_it_counts(town: Town, director: Client) -> None:
    _heard(town, "grid_worker", Hearing(wrote=0, unsent=0), at=NOW - 9 * HOUR)
    _heard(town, "volunteer", Hearing(wrote=0, unsent=0), at=NOW - HOUR)
    tonight = director.get(f"/r/{town.region.code}/").content.decode()
    shown = re.search(r'没联系上（12:00 起）、没传完的手机</dt><dd><a href="([^"]+)">(\d+)</a>', tonight)
    assert shown is not None
    assert int(shown[2]) == 1
    page = director.get(shown[1]).content.decode()
    assert _total(page) == 1
    assert "张网格" in page
    assert "刘志愿" not in page


def test_the_silence_that_is_asked_for_decides_who_is_unheard(town: Town, director: Client) -> None:
    _heard(town, "grid_worker", Hearing(wrote=0, unsent=0), at=NOW - 3 * HOUR)
    counts = {
        since: _total(_phones(director, town, f"?only=unheard&since={since}")) for since in ("", "round", "2h", "4h")
    }
    assert counts == {"": 0, "round": 0, "2h": 1, "4h": 0}
    assert director.get(f"/r/{town.region.code}/phones?since=never").status_code == 404


def test_what_lies_on_a_phone_is_told_with_its_age_and_the_version_of_its_client(town: Town, director: Client) -> None:
    told = Hearing(wrote=58, unsent=3, app="0.0.9", unsent_since=NOW - 5 * HOUR)
    _heard(town, "grid_worker", told, at=NOW)
    page = _phones(director, town)
    assert "3 条" in page
    assert re.search(r"最早 <time[^>]+>14:46</time>", page)
    assert "旧版 0.0.9" in page
    assert '<tr class="alarm">' in page


def test_whoever_is_not_heard_from_can_be_called_and_that_somebody_looked_is_recorded(town: Town) -> None:
    _a_worker_with_a_number(town)
    for person in ("reachable", "volunteer"):
        town.phone(person)
    secretary = signed_in(town, "secretary")
    assert "13900001111" not in _phones(secretary, town)
    page = secretary.post(f"/r/{town.region.code}/phones?only=unheard").content.decode()
    assert 'href="tel:13900001111"' in page
    assert "问李书记" not in page.partition("周网格")[2].partition("</th>")[0]
    looked = database.rows(
        "SELECT reader_id, entries FROM vault_opening WHERE region_id = %s AND purpose = 'call_about_phone'",
        [town.region_id],
    )
    assert looked == [(town.people["secretary"], 1)]


def test_for_somebody_without_a_number_the_page_says_whom_to_ask(town: Town) -> None:
    town.phone("volunteer")
    page = _phones(signed_in(town, "director"), town)
    assert f'/people/{town.people["secretary"]}">问李书记' in page


def test_numbers_of_people_elsewhere_are_not_opened(town: Town) -> None:
    _a_worker_with_a_number(town)
    town.phone("reachable")
    page = signed_in(town, "other_secretary").post(f"/r/{town.region.code}/phones").content.decode()
    assert "13900001111" not in page
    assert "周网格" not in page
