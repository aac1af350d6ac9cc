"""The envelope: the bytes that were written are what is hashed, and a fact that cannot be read says why."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import commitment, decode, fact_hash, ordered_at
from bulou.core.kernel.ids import is_id, uuid7
from bulou.core.kernel.latest import first, in_order, latest
from tests.contracts.telling import LI, WANG, Said, entries, visit

A = "a" * 32


def _fact(**changed: object) -> bytes:
    fact: dict[str, Any] = {
        "region_id": A, "fact_id": A, "act_id": A, "author_id": A, "kind": "VisitRecorded", "version": 1,
        "subject": {"kind": "dwelling", "id": A}, "occurred_at": "2020-01-30T19:46:05.123+08:00",
        "body": {"outcome": "no_answer"}, **changed,
    }  # fmt: skip
    return json.dumps({name: value for name, value in fact.items() if value is not ...}).encode()


def test_the_body_keeps_the_writers_exact_bytes() -> None:
    written = _fact().replace(b'{"outcome": "no_answer"}', b'{ "outcome" :"no_answer" , "new":1}')
    assert bytes(decode(written).body) == b'{ "outcome" :"no_answer" , "new":1}'


def test_the_hash_covers_every_byte() -> None:
    assert fact_hash(b"{}") == hashlib.sha256(b"{}").hexdigest()
    assert fact_hash(b"{} ") != fact_hash(b"{}")


def test_a_commitment_cannot_be_guessed_without_the_salt() -> None:
    private = b'{"phone":"13812345678"}'
    told = commitment(salt=b"0" * 16, private=private)
    assert told == hashlib.sha256(b"0" * 16 + private).hexdigest()
    assert told != commitment(salt=b"1" * 16, private=private)
    assert told != hashlib.sha256(private).hexdigest()


def test_fields_of_a_later_version_are_no_fault() -> None:
    assert decode(_fact(mood="tired")).kind == "VisitRecorded"


@pytest.mark.parametrize(
    "changed",
    [
        {"fact_id": "A" * 32}, {"fact_id": "a" * 31}, {"fact_id": None}, {"author_id": ...},
        {"region_id": "a" * 31 + "g"},
        {"subject": {"kind": "dwelling", "id": "7"}}, {"subject": "dwelling"}, {"version": 0}, {"version": "1"},
        {"occurred_at": "yesterday"}, {"occurred_at": "2020-01-30T19:46:05"}, {"occurred_at": 1580384765123},
        {"device_seq": 0}, {"device_seq": 1.5}, {"skew_ms": "0"}, {"supersedes": ["x"]}, {"supersedes": [A] * 51},
        {"private_commitment": "0"}, {"kind": "x" * 41}, {"kind": "two words"}, {"kind": ""}, {"body": ...},
        {"subject": {"kind": "\0", "id": A}},
    ],
    ids=repr,
)  # fmt: skip
def test_an_envelope_with_a_fault_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(_fact(**changed))


def test_the_order_is_the_devices_clock_set_right_and_never_after_the_arrival() -> None:
    assert ordered_at(occurred_at=1000, skew_ms=None, recorded_at=5000) == 1000
    assert ordered_at(occurred_at=1000, skew_ms=300, recorded_at=5000) == 1300
    assert ordered_at(occurred_at=9000, skew_ms=None, recorded_at=5000) == 5000
    assert ordered_at(occurred_at=1000, skew_ms=-9000, recorded_at=5000) == 0


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=16))
def test_an_id_sorts_by_the_millisecond_in_which_it_was_made(now: int, entropy: bytes) -> None:
    made = uuid7(now=now, entropy=entropy)
    assert is_id(made)
    assert int(made[:12], 16) == now
    assert (made[12], made[16] in "89ab") == ("7", True)


def test_an_id_needs_ten_random_bytes_and_a_time() -> None:
    for now, entropy in ((-1, b"0" * 10), (2**48, b"0" * 10), (0, b"0" * 9)):
        with pytest.raises(ValueError, match="ten random bytes"):
            uuid7(now=now, entropy=entropy)


def _told(*said: Said) -> list[Entry]:
    return entries(said)


def test_the_one_order_is_time_then_device_then_number_then_id() -> None:
    later, second, first_ = _told(
        visit("refused", at="30 10:00", by=LI), visit("no_answer", at="30 09:00", by=WANG),
        visit("no_access", at="30 09:00", by=LI),
    )  # fmt: skip
    assert in_order([later, second, first_, later]) == [first_, second, later]


def test_the_latest_word_is_the_last_that_nobody_superseded() -> None:
    wrong, right, old = _told(
        visit("refused", at="30 10:00", label="wrong"), visit("screened", at="30 09:30", corrects=["wrong"]),
        visit("no_answer", at="30 09:00"),
    )  # fmt: skip
    assert latest([wrong, right, old], "VisitRecorded") == right
    assert first([wrong, right, old], "VisitRecorded") == old
    assert latest([wrong, right, old], "RoundLaunched") is None
    assert latest([], "VisitRecorded") is None
