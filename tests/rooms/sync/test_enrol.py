"""Enrolment: a one-time link makes a phone a person's device, once, and survives a lost answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bulou.access import devices
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant
from bulou.ground import database
from bulou.intake.said import new_id
from tests.town import NOW, Town
from tests.wire import WirePhone, enrolled

pytestmark = pytest.mark.engine
Clock = Callable[[Instant], None]


def _link(town: Town, person: str = "grid_worker") -> str:
    return devices.make_link(town.region_id, town.people[person], by=town.people["director"], now=NOW)


def _ask(town: Town, link: str, device_id: str) -> tuple[int, dict[str, Any]]:
    phone = WirePhone(town.region_id, town.region.code, "", device_id)
    body = json.dumps({"token": link, "device_id": device_id, "name": "红米"}).encode()
    answer = phone.post("enrol", body)
    return answer.status_code, json.loads(answer.content)


def test_a_link_makes_a_phone_a_persons_device(town: Town, clock_at: Clock) -> None:
    device_id = new_id(NOW)
    status, told = _ask(town, _link(town), device_id)
    assert status == 200
    assert told["person"] == {"id": town.people["grid_worker"], "name": "张网格", "post": "grid_worker"}
    assert told["region"] == {
        "id": town.region_id, "code": "jixian", "name": {"zh": "吉县", "en": "Ji County"}, "timezone": "Asia/Shanghai",
    }  # fmt: skip
    assert told["now"] == NOW


def test_the_same_phone_may_ask_again_for_ten_minutes_and_gets_the_same_answer(town: Town, clock_at: Clock) -> None:
    link, device_id = _link(town), new_id(NOW)
    _, first = _ask(town, link, device_id)
    clock_at(NOW + 9 * MINUTE)
    status, again = _ask(town, link, device_id)
    assert (status, again["device_token"]) == (200, first["device_token"])
    clock_at(NOW + 11 * MINUTE)
    status, late = _ask(town, link, device_id)
    assert (status, late["error"]) == (403, "link_used")


def test_a_used_link_is_of_no_use_to_another_phone(town: Town, clock_at: Clock) -> None:
    link = _link(town)
    _ask(town, link, new_id(NOW))
    status, told = _ask(town, link, new_id(NOW))
    assert (status, told["error"]) == (403, "link_used")
    assert set(told["message"]) == {"zh", "en"}


def test_a_revoked_phone_does_not_come_back_by_repeating_its_old_link(town: Town, clock_at: Clock) -> None:
    link, device_id = _link(town), new_id(NOW)
    _ask(town, link, device_id)
    devices.revoke(town.region_id, device_id, now=NOW + 1)
    assert _ask(town, link, device_id)[1]["error"] == "link_used"


def test_a_link_expires(town: Town, clock_at: Clock) -> None:
    link = _link(town)
    clock_at(NOW + 2 * DAY + 1)
    assert _ask(town, link, new_id(NOW))[1]["error"] == "link_expired"


def test_a_link_that_nobody_made_is_unknown(town: Town, clock_at: Clock) -> None:
    assert _ask(town, "x" * 32, new_id(NOW))[1]["error"] == "link_unknown"


def test_nobody_takes_over_the_device_of_somebody_else(town: Town, phone: WirePhone) -> None:
    link = _link(town, "volunteer")
    status, told = _ask(town, link, phone.device_id)
    assert (status, told["error"]) == (403, "device_taken")
    assert phone.push()["device"]["wrote"] == 0
    assert _ask(town, link, new_id(NOW))[0] == 200


def test_a_phone_enrolled_anew_keeps_its_arithmetic(town: Town, phone: WirePhone) -> None:
    door = town.doors["水利小区 1-1-101"]
    phone.push(phone.visit(door, "no_answer", round_id=town.round_id, at=NOW - HOUR))
    devices.revoke(town.region_id, phone.device_id, now=NOW)
    _, told = _ask(town, _link(town), phone.device_id)
    phone.token = told["device_token"]
    assert phone.push()["device"] == {"wrote": 1, "received": 1, "held": 0, "missing": []}


def test_tokens_are_kept_only_as_digests(town: Town, phone: WirePhone) -> None:
    link = _link(town)
    kept = database.records("SELECT * FROM enrol_link WHERE region_id = %s", [town.region_id])
    kept += database.records("SELECT * FROM device WHERE region_id = %s", [town.region_id])
    assert link not in repr(kept)
    assert phone.token not in repr(kept)


def test_too_many_tries_from_one_address_have_to_wait(town: Town, clock_at: Clock) -> None:
    statuses = [_ask(town, "x" * 32, new_id(NOW))[0] for _ in range(61)]
    assert (statuses[59], statuses[60]) == (403, 429)
    clock_at(NOW + 11 * MINUTE)
    assert _ask(town, "x" * 32, new_id(NOW))[0] == 403


@pytest.mark.parametrize("body", [b"", b"{}", b'{"token":"short","device_id":"1"}', b"\xff"])
def test_an_enrolment_that_cannot_be_read_spends_nothing(town: Town, clock_at: Clock, body: bytes) -> None:
    phone = WirePhone(town.region_id, town.region.code, "", new_id(NOW))
    assert phone.post("enrol", body).status_code == 400


def test_two_phones_of_one_person_are_two_devices(town: Town, phone: WirePhone) -> None:
    other = enrolled(town, "grid_worker")
    assert other.device_id != phone.device_id
    assert phone.push()["protocol"] == other.push()["protocol"] == 1
