"""Rescue: facts that cannot be sent travel sealed through a colleague's phone, once or twice, and are counted once."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from bulou.ground import database
from bulou.vault import rescue
from tests import letters
from tests.letters import seal, text
from tests.town import NOW, Town
from tests.wire import Item, WirePhone, enrolled

DOOR = "水利小区 1-1-101"


@pytest.fixture
def courier(town: Town, phone: WirePhone) -> WirePhone:
    return enrolled(town, "volunteer")


def _said(town: Town, phone: WirePhone, count: int = 3) -> list[Item]:
    return [
        phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n, private={"remark": f"第{n}次"})
        for n in range(count)
    ]


def _letter(phone: WirePhone, items: list[Item], *, packed: bool = True) -> dict[str, object]:
    key = phone.pull()["rescue_key"]
    content = phone.batch(items, unsent=len(items))
    return seal(content, rescue_key=key, region=phone.code, device_id=phone.device_id, count=len(items), packed=packed)


def _status(courier: WirePhone, letter: dict[str, object]) -> tuple[int, dict[str, object]]:
    answer = courier.post("rescue", text(letter))
    return answer.status_code, json.loads(answer.content)


@pytest.mark.engine
@pytest.mark.parametrize("packed", [True, False])
def test_a_colleague_delivers_what_a_phone_could_not_send(
    town: Town, phone: WirePhone, courier: WirePhone, packed: bool
) -> None:
    said = _said(town, phone)
    status, told = _status(courier, _letter(phone, said, packed=packed))
    assert status == 200
    assert [one["status"] for one in told["receipts"]] == ["stored"] * 3  # type: ignore[attr-defined]
    assert [one["hash"] for one in told["receipts"]] == [one.hash for one in said]  # type: ignore[attr-defined]
    assert told["device"] == {"wrote": 3, "received": 3, "held": 0, "missing": []}
    authors = database.rows("SELECT author_id, channel FROM fact WHERE region_id = %s AND device_id = %s",
                            [town.region_id, phone.device_id])  # fmt: skip
    assert authors == [(phone.person_id, "rescue")] * 3


def test_arriving_twice_does_no_harm(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    said = _said(town, phone)
    letter = _letter(phone, said)
    _status(courier, letter)
    assert {one["status"] for one in _status(courier, letter)[1]["receipts"]} == {"already_have"}  # type: ignore[attr-defined]
    assert phone.statuses(*said) == ["already_have"] * 3
    assert phone.push()["device"] == {"wrote": 3, "received": 3, "held": 0, "missing": []}


def test_the_courier_is_not_the_author_and_its_own_count_does_not_move(
    town: Town, phone: WirePhone, courier: WirePhone
) -> None:
    _status(courier, _letter(phone, _said(town, phone)))
    assert courier.push()["device"] == {"wrote": 0, "received": 0, "held": 0, "missing": []}


def test_more_facts_than_a_batch_may_hold_fit_one_letter(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    said = [phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(250)]
    status, told = _status(courier, _letter(phone, said))
    assert (status, len(told["receipts"])) == (200, 250)  # type: ignore[arg-type]
    assert told["device"] == {"wrote": 250, "received": 250, "held": 0, "missing": []}


def test_nothing_of_the_facts_can_be_read_on_the_way(town: Town, phone: WirePhone) -> None:
    letter = _letter(phone, _said(town, phone), packed=False)
    carried = text(letter) + base64.b64decode(str(letter["sealed"]))
    assert b"no_answer" not in carried
    assert town.doors[DOOR].encode() not in carried


@pytest.mark.parametrize("changed", [{"count": 4}, {"device_id": "e" * 32}, {"nonce": "AAAAAAAAAAAAAAAA"}])
def test_a_letter_that_was_touched_does_not_open(
    town: Town, phone: WirePhone, courier: WirePhone, changed: dict[str, object]
) -> None:
    status, told = _status(courier, {**_letter(phone, _said(town, phone)), **changed})
    assert (status, told["error"]) == (400, "letter_closed")
    assert set(told["message"]) == {"zh", "en"}  # type: ignore[call-overload]


def test_a_letter_to_somebody_else_does_not_open(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    stranger = base64.b64encode(letters.raw(ec.generate_private_key(ec.SECP256R1()).public_key())).decode()
    letter = seal(
        phone.batch(_said(town, phone)), rescue_key=stranger, region=phone.code, device_id=phone.device_id, count=3
    )
    assert _status(courier, letter)[1]["error"] == "letter_closed"


def test_a_letter_of_another_region_is_named_as_such(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    assert _status(courier, {**_letter(phone, []), "region": "other"})[1]["error"] == "letter_elsewhere"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"bulou":"rescue"}', b"\xff"])
def test_what_is_no_letter_is_refused(courier: WirePhone, body: bytes) -> None:
    answer = courier.post("rescue", body)
    assert (answer.status_code, json.loads(answer.content)["error"]) == (400, "unreadable")


def test_only_an_enrolled_phone_may_deliver(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    letter = _letter(phone, _said(town, phone))
    courier.token = "nobody's"
    assert _status(courier, letter)[0] == 401


def test_a_point_that_is_not_on_the_curve_opens_nothing(town: Town, phone: WirePhone, courier: WirePhone) -> None:
    off = base64.b64encode(b"\x04" + b"\x01" * 64).decode()
    assert _status(courier, {**_letter(phone, []), "ephemeral": off})[1]["error"] == "letter_closed"


def test_the_private_key_lies_in_a_file_of_its_owner_only_and_stays_the_same(town: Town, phone: WirePhone) -> None:
    first = phone.pull()["rescue_key"]
    file = Path(settings.DATA) / "keys" / f"rescue-{town.region_id}.der"
    assert file.stat().st_mode & 0o777 == 0o600
    rescue.forget()
    assert phone.pull()["rescue_key"] == first


def test_nothing_can_be_sealed_to_a_region_whose_keys_are_destroyed(town: Town) -> None:
    assert rescue.public_key(town.region_id)
    assert rescue.public_key("0" * 32) is None
