"""Push: every fact gets its receipt, nothing authentic is refused, one bad fact never blocks its neighbours."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable

import pytest

from bulou.access import devices
from bulou.core.kernel.instants import HOUR, MINUTE, Instant
from bulou.core.people.facts import PostLeft, PostTaken
from bulou.ground import database
from bulou.intake.said import Saying, new_id
from bulou.ledger import incidents, verify
from bulou.projections.crosscheck import differences
from tests.town import NOW, Town
from tests.wire import WirePhone, enrolled, item, item_of_bytes, stamp

DOOR = "水利小区 1-1-101"
OTHERS = "河边小区 1-1-101"


def _held(town: Town) -> dict[str, str]:
    return {
        row[0]: row[1]
        for row in database.rows(
            "SELECT fact_id, reason FROM held_fact WHERE region_id = %s AND released_at IS NULL", [town.region_id]
        )
    }


def _kinds(town: Town) -> list[str]:
    return [str(one["kind"]) for one in incidents.recent(town.region_id)]


def _facts(town: Town, phone: WirePhone) -> int:
    found = database.one(
        "SELECT count(*) FROM fact WHERE region_id = %s AND device_id = %s", [town.region_id, phone.device_id]
    )
    return int(found[0]) if found else 0


def test_a_visit_is_stored_and_its_receipt_names_id_and_hash(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, persons=3)
    told = phone.push(said)
    assert told["receipts"] == [{"id": said.id, "hash": said.hash, "status": "stored", "reason": None}]
    assert told["device"] == {"wrote": 1, "received": 1, "held": 0, "missing": []}
    assert told["protocol"] == 1
    assert told["epoch"] == phone.epoch


def test_a_phone_tells_its_version_and_since_when_something_lies_unsent_on_our_clock(
    town: Town, phone: WirePhone
) -> None:
    slow = NOW - HOUR  # its clock is an hour behind
    phone.push(unsent=2, now=stamp(slow), app="0.1.0" + "x" * 90, unsent_since=stamp(slow - 3 * HOUR))
    wanted = "SELECT app, unsent_since, unsent FROM device WHERE region_id = %s AND device_id = %s"
    assert database.one(wanted, [town.region_id, phone.device_id]) == (
        "0.1.0" + "x" * (devices.APP_LENGTH - 5), NOW - 3 * HOUR, 2,
    )  # fmt: skip
    phone.push(unsent=0, unsent_since="yesterday")
    assert database.one(wanted, [town.region_id, phone.device_id])[1:] == (None, 0)  # type: ignore[index]  # or it fails


@pytest.mark.engine
def test_the_same_batch_again_is_already_there_and_counts_once(town: Town, phone: WirePhone) -> None:
    batch = [phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(5)]
    assert phone.statuses(*batch) == ["stored"] * 5
    before = verify.count(town.region_id)
    assert phone.statuses(*batch, batch[0]) == ["already_have"] * 6
    assert verify.count(town.region_id) == before
    assert phone.push()["device"]["received"] == 5


def test_one_fact_twice_in_a_batch_is_one_fact(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    assert phone.statuses(said, said) == ["stored", "already_have"]
    assert phone.push()["device"] == {"wrote": 1, "received": 1, "held": 0, "missing": []}


def test_the_exact_bytes_that_the_phone_wrote_are_kept(town: Town, phone: WirePhone) -> None:
    spaced = json.dumps(
        {
            "body": {"outcome": "no_answer", "later_field": "ü 楼"}, "kind": "VisitRecorded", "version": 1,
            "region_id": town.region_id, "fact_id": (id_ := new_id(NOW)), "act_id": id_,
            "author_id": phone.person_id, "device_id": phone.device_id, "device_seq": 1, "round_id": town.round_id,
            "subject": {"id": town.doors[DOOR], "kind": "dwelling"}, "occurred_at": stamp(NOW),
        },
        indent=3,
        ensure_ascii=True,
    )  # fmt: skip
    assert phone.statuses(item_of_bytes(spaced, id_=id_)) == ["stored"]
    kept = database.one("SELECT written FROM fact WHERE region_id = %s AND fact_id = %s", [town.region_id, id_])
    assert kept == (spaced,)


def test_a_fact_damaged_on_the_way_is_to_be_sent_again(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    damaged = said.text.replace("no_answer", "no_access")
    assert phone.reasons(damaged) == ["hash_differs"]
    assert phone.statuses(damaged, said) == ["try_later", "stored"]


def test_a_private_part_that_is_not_the_one_promised_is_to_be_sent_again(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, private={"remark": "说晚上再来"})
    assert phone.reasons(said.text.replace("晚上", "早上")) == ["commitment_differs"]
    without = said.text.partition(',"salt"')[0] + "}"
    assert phone.reasons(without) == ["private_part_missing"]
    assert phone.statuses(said) == ["stored"]


def test_a_fact_over_the_limit_is_named_and_never_kept(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, private={"remark": "楼" * 90_000})
    small = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    assert phone.statuses(said, small) == ["too_large", "stored"]
    assert _facts(town, phone) == 1


@pytest.mark.engine
@pytest.mark.parametrize(
    "poison",
    [
        "null",
        "[1,2]",
        '{"kind":"VisitRecorded"}',
        '{"fact_id":"no id"}',
    ],
)
def test_an_unreadable_envelope_is_an_incident_and_blocks_nobody(town: Town, phone: WirePhone, poison: str) -> None:
    good = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    told = phone.push(item_of_bytes(poison, id_=new_id(NOW)), good)
    assert [(one["status"], one["reason"]) for one in told["receipts"]] == [
        ("stored_held", "unreadable"),
        ("stored", None),
    ]
    assert _kinds(town) == ["unreadable"]


@pytest.mark.engine
@pytest.mark.parametrize(
    "poison",
    [
        {"kind": "VisitRecorded", "body": {"outcome": "abducted"}},
        {"kind": "VisitRecorded", "body": {"outcome": "appointment", "appointment_at": "tomorrow"}},
        {"kind": "VisitRecorded", "body": 7},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer"}, "occurred_at": "0001-01-01T00:00:00+14:00"},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer"}, "skew_ms": -(2**48)},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer"}, "round_id": None},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer"}, "subject": {"kind": "person", "id": "a" * 32}},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer"}, "subject": {"kind": "\0", "id": "a" * 32}},
        {"kind": "V" * 300, "body": {}},
        {"kind": "\0", "body": {}},
        {
            "kind": "DeviceStoreLost",
            "body": {"last_seq": 2**63, "unsent": 2**63},
            "subject": {"kind": "device", "id": "a" * 32},
        },
        {"kind": "DwellingListed", "body": {"stairwell_id": "STAIRWELL", "label": "1\0"}},
        {"kind": "VisitRecorded", "body": {"outcome": "no_answer", "answers": {"\0": "\0"}}},
    ],
    ids=repr,
)
def test_no_poison_blocks_its_neighbours(town: Town, phone: WirePhone, poison: dict[str, object]) -> None:
    text = json.dumps(
        {
            "region_id": town.region_id, "fact_id": (id_ := new_id(NOW)), "act_id": id_, "version": 1,
            "author_id": phone.person_id, "device_id": phone.device_id, "device_seq": 9, "round_id": town.round_id,
            "subject": {"kind": "dwelling", "id": town.doors[DOOR]}, "occurred_at": stamp(NOW), **poison,
        }
    ).replace("STAIRWELL", town.stairwells["水利小区 1-1"])  # fmt: skip
    before = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    after = phone.visit(town.doors[DOOR], "no_access", round_id=town.round_id)
    statuses = phone.statuses(before, item_of_bytes(text, id_=id_), after)
    assert statuses[0] == statuses[2] == "stored"
    assert statuses[1] in {"stored", "stored_held"}
    assert phone.statuses(before, after) == ["already_have", "already_have"]
    assert not list(verify.faults(town.region_id))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": "GateOpened"}, "unknown_kind"),
        ({"version": 2}, "unknown_version"),
        ({"subject": {"kind": "dwelling", "id": "a" * 32}}, "unknown_place"),
        ({"round_id": "b" * 32}, "unknown_round"),
        ({"subject": {"kind": "stairwell", "id": "a" * 32}}, "wrong_subject"),
        ({"body": {"outcome": "teleported"}}, "unreadable_body"),
    ],
)
def test_what_cannot_count_yet_is_kept_and_held_with_its_reason(
    town: Town, phone: WirePhone, changed: dict[str, object], reason: str
) -> None:
    fact = {
        "region_id": town.region_id, "fact_id": (id_ := new_id(NOW)), "act_id": id_, "author_id": phone.person_id,
        "device_id": phone.device_id, "device_seq": 1, "kind": "VisitRecorded", "version": 1,
        "subject": {"kind": "dwelling", "id": town.doors[DOOR]}, "round_id": town.round_id,
        "occurred_at": stamp(NOW), "body": {"outcome": "no_answer"}, **changed,
    }  # fmt: skip
    phone.wrote = 1
    told = phone.push(item(fact))
    assert told["receipts"][0]["status"] == "stored_held"
    assert told["receipts"][0]["reason"] == reason
    assert told["device"] == {"wrote": 1, "received": 1, "held": 1, "missing": []}
    assert _held(town) == {id_: reason}


def test_a_door_of_another_grid_is_held_for_want_of_a_right(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[OTHERS], "screened", round_id=town.round_id)
    assert phone.reasons(said) == ["no_right"]
    assert not list(differences(town.region_id))


def _move_worker(town: Town, *, until: Instant) -> None:
    """The grid worker leaves the post; somebody else takes it."""
    town.say(
        Saying(subject_kind="post", subject_id=town.posts["grid_worker"], body=PostLeft(until=stamp(until))),
        by="director",
        at=NOW,
    )


def test_what_was_said_before_the_post_ended_is_stored_however_late_it_comes(
    town: Town, phone: WirePhone, clock_at: Callable[[Instant], None]
) -> None:
    early = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, at=NOW - 2 * HOUR)
    late = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, at=NOW - 30 * MINUTE)
    _move_worker(town, until=NOW - HOUR)
    clock_at(NOW + 72 * HOUR)
    assert phone.reasons(early, late) == [None, "no_right"]


def test_a_volunteers_post_that_began_after_the_visit_gives_no_right_to_it(town: Town, phone: WirePhone) -> None:
    taken = PostTaken(
        person_id=phone.person_id, post="volunteer", area_kind="grid", area_id=town.grids["桥南 2"], since=stamp(NOW),
    )  # fmt: skip
    before = phone.visit(town.doors[OTHERS], "screened", round_id=town.round_id, at=NOW - 1)
    after = phone.visit(town.doors[OTHERS], "screened", round_id=town.round_id, at=NOW)
    town.say(Saying(subject_kind="post", subject_id=new_id(NOW), body=taken), by="director", at=NOW)
    assert phone.reasons(before, after) == ["no_right", None]


def test_a_fact_that_names_another_person_than_its_phones_is_held(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, author_id=town.people["volunteer"])
    assert phone.reasons(said) == ["not_this_person"]


def test_the_facts_of_several_persons_may_come_through_one_phone(town: Town, phone: WirePhone) -> None:
    other = enrolled(town, "volunteer")
    theirs = [other.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(3)]
    mine = phone.visit(town.doors[DOOR], "no_access", round_id=town.round_id)
    told = phone.push(*theirs, mine)
    assert [one["status"] for one in told["receipts"]] == ["stored"] * 4
    assert told["device"]["received"] == 1
    assert other.push()["device"] == {"wrote": 3, "received": 3, "held": 0, "missing": []}


@pytest.mark.engine
def test_one_id_with_two_contents_keeps_both_and_files_an_incident(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id)
    other = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, fact_id=said.id, device_seq=1)
    assert phone.statuses(said) == ["stored"]
    assert phone.reasons(other, other) == ["fact_conflict", "fact_conflict"]
    kept = incidents.recent(town.region_id)
    assert [(one["kind"], one["hash"]) for one in kept] == [("fact_conflict", other.hash)]


@pytest.mark.engine
def test_one_number_with_two_facts_is_a_cloned_store_and_both_count(town: Town, phone: WirePhone) -> None:
    first = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id)
    clone = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, device_seq=1)
    assert phone.statuses(first) == ["stored"]
    assert phone.statuses(clone) == ["stored"]
    assert _kinds(town) == ["cloned_store"]


def test_a_cloned_number_does_not_hide_a_missing_one(town: Town, phone: WirePhone) -> None:
    first = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id)
    clone = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, device_seq=1)
    phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    assert phone.push(first, clone)["device"] == {"wrote": 2, "received": 1, "held": 0, "missing": [[2, 2]]}


def test_the_missing_numbers_are_named_as_ranges(town: Town, phone: WirePhone) -> None:
    said = [phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(9)]
    told = phone.push(said[1], said[4], said[5])
    assert told["device"] == {"wrote": 9, "received": 3, "held": 0, "missing": [[1, 1], [3, 4], [7, 9]]}
    assert phone.push(*said)["device"] == {"wrote": 9, "received": 9, "held": 0, "missing": []}


def test_a_batch_may_be_packed(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    assert phone.push(said, packed=True)["receipts"][0]["status"] == "stored"


def test_a_packed_bomb_is_refused_without_being_unpacked(phone: WirePhone) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(200)), packer.flush()])
    assert len(bomb) < 500_000
    answer = phone.post("push", bomb, packed=True)
    assert answer.status_code == 413
    assert json.loads(answer.content)["error"] == "too_large"


def test_a_fact_that_breaks_the_whole_batch_is_found_by_halving(town: Town, phone: WirePhone) -> None:
    good = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    half_a_character = item_of_bytes('{"label": "\\ud800"}', id_=new_id(NOW))
    assert phone.post("push", phone.batch([good, half_a_character])).status_code == 400
    assert phone.statuses(good) == ["stored"]
    assert phone.post("push", phone.batch([half_a_character])).status_code == 400


def test_a_batch_over_four_megabytes_is_to_be_halved(phone: WirePhone) -> None:
    assert phone.post("push", b" " * (4 * 1024 * 1024 + 1)).status_code == 413
    assert phone.post("push", b" " * (6 * 1024 * 1024)).status_code == 413


def test_a_batch_of_too_many_facts_is_to_be_halved(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id)
    assert phone.post("push", phone.batch([said] * 201)).status_code == 413
    assert phone.post("push", phone.batch([said] * 200)).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"protocol":1}', b"\xff\xfe"])
def test_a_batch_that_cannot_be_read_changes_nothing(town: Town, phone: WirePhone, body: bytes) -> None:
    before = verify.count(town.region_id)
    for packed in (False, True):
        answer = phone.post("push", body, packed=packed)
        assert answer.status_code == 400
        assert answer.headers["Bulou-Protocol"] == "1"
    assert verify.count(town.region_id) == before


def test_a_revoked_phone_is_told_so_and_sends_everything_under_a_new_link(town: Town, phone: WirePhone) -> None:
    said = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id)
    devices.revoke(town.region_id, phone.device_id, now=NOW)
    answer = phone.post("push", phone.batch([said]))
    assert (answer.status_code, json.loads(answer.content)["error"]) == (401, "device_revoked")
    again = enrolled(town, "grid_worker")
    assert again.statuses(said) == ["stored"]


@pytest.mark.parametrize("token", ["", "wrong", "Bearer"])
def test_an_unknown_phone_is_told_to_ask_for_a_link(phone: WirePhone, token: str) -> None:
    phone.token = token
    answer = phone.post("push", phone.batch([]))
    assert (answer.status_code, json.loads(answer.content)["error"]) == (401, "device_unknown")


def test_a_token_of_one_region_opens_no_other(town: Town, phone: WirePhone) -> None:
    from tests.town import build_town  # noqa: PLC0415  a second region, for this test only

    other = build_town(floors=1, code="other")
    phone.code = other.region.code
    assert phone.post("push", phone.batch([])).status_code == 401


def test_every_answer_carries_protocol_and_epoch_or_is_not_ours(town: Town, phone: WirePhone) -> None:
    for answer in (
        phone.post("push", phone.batch([])),
        phone.post("push", b"nonsense"),
        phone.client.get(f"/r/{phone.code}/sync/pull"),
        phone.client.get(f"/r/{phone.code}/sync/push"),
    ):
        assert answer.headers["Bulou-Protocol"] == "1"
        told = json.loads(answer.content)
        assert (told["protocol"], told["epoch"]) == (1, phone.epoch)


def test_errors_are_said_in_both_languages(phone: WirePhone) -> None:
    told = json.loads(phone.post("push", b"nonsense").content)
    assert set(told["message"]) == {"zh", "en"}


def test_a_region_that_does_not_exist_has_no_epoch(phone: WirePhone) -> None:
    phone.code = "nowhere"
    answer = phone.post("push", phone.batch([]))
    assert answer.status_code == 404
    assert json.loads(answer.content)["epoch"] is None


@pytest.mark.engine
def test_a_door_not_on_the_list_counts_when_its_listing_arrives_after_the_visit(town: Town, phone: WirePhone) -> None:
    door = new_id(NOW)
    listed = phone.fact(
        "DwellingListed", ("dwelling", door),
        {"stairwell_id": town.stairwells["水利小区 1-1"], "label": "阁楼", "floor": 3, "source": "added"},
    )  # fmt: skip
    visited = phone.visit(door, "screened", round_id=town.round_id, persons=2, triggers=["returnee"])
    assert phone.reasons(visited) == ["unknown_place"]
    assert phone.push()["device"]["held"] == 1
    assert phone.statuses(listed) == ["stored"]
    assert phone.push()["device"] == {"wrote": 2, "received": 2, "held": 0, "missing": []}
    state = database.one(
        "SELECT state, triggers FROM door_round WHERE region_id = %s AND dwelling_id = %s", [town.region_id, door]
    )
    assert state == ("screened", "returnee")
    assert not list(differences(town.region_id))
