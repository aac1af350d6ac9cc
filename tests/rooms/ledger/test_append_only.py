"""The ledger is append-only: the database refuses changes, and what gets past it is found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from bulou.ground import database, fences
from bulou.ledger import verify
from tests.town import Town

pytestmark = pytest.mark.engine


def _open_the_fence() -> None:
    with connection.cursor() as cursor:
        for statement in fences.statements_allowing_changes(connection.vendor, "fact"):
            cursor.execute(statement)


def _middle(town: Town) -> int:
    return verify.count(town.region_id) // 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET written = '{}' WHERE region_id = %s",
        "UPDATE fact SET recorded_at = 0 WHERE region_id = %s AND position = 1",
        "DELETE FROM fact WHERE region_id = %s AND position = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_fact(town: Town, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        database.run(statement, [town.region_id])
    assert not list(verify.faults(town.region_id))


def test_nothing_is_sealed_for_a_fact_that_does_not_exist(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        database.insert(
            "vault_sealed",
            ("region_id", "fact_id", "subject", "key_id", "sealed"),
            [(town.region_id, "f" * 32, "dwelling:x", "k", b"sealed")],
        )


def test_an_intact_ledger_has_no_fault(town: Town) -> None:
    assert verify.count(town.region_id) > 20
    assert not list(verify.faults(town.region_id, batch=7))


def test_one_changed_byte_is_found_and_named_by_its_position(town: Town) -> None:
    _open_the_fence()
    here = _middle(town)
    database.run(
        "UPDATE fact SET written = replace(written, '2020', '2021') WHERE region_id = %s AND position = %s",
        [town.region_id, here],
    )
    assert f"position {here}: the fact's bytes were changed" in list(verify.faults(town.region_id))


def test_bytes_changed_together_with_their_hash_break_the_chain(town: Town) -> None:
    _open_the_fence()
    here = _middle(town)
    database.run("UPDATE fact SET hash = %s WHERE region_id = %s AND position = %s", ["0" * 64, town.region_id, here])
    assert f"position {here}: the chain is broken" in list(verify.faults(town.region_id))


def test_a_missing_fact_is_found(town: Town) -> None:
    _open_the_fence()
    here = _middle(town)
    database.run("DELETE FROM vault_sealed WHERE region_id = %s", [town.region_id])
    database.run("DELETE FROM fact WHERE region_id = %s AND position = %s", [town.region_id, here])
    found = list(verify.faults(town.region_id))
    assert f"positions {here} to {here} are missing" in found
    assert f"position {here + 1}: the chain is broken" in found


def test_a_last_fact_that_was_cut_off_is_found(town: Town) -> None:
    _open_the_fence()
    last = verify.count(town.region_id)
    database.run("DELETE FROM vault_sealed WHERE region_id = %s", [town.region_id])
    database.run("DELETE FROM fact WHERE region_id = %s AND position = %s", [town.region_id, last])
    assert list(verify.faults(town.region_id)) == [f"the head says position {last}, the last fact is {last - 1}"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("key", "'visit:other'"), ("ordered_at", "1"), ("kind", "'VisitRecorded'"), ("device_seq", "77")],
)
def test_a_column_that_says_other_than_the_bytes_is_found(town: Town, column: str, value: str) -> None:
    _open_the_fence()
    here = _middle(town)
    database.run(f"UPDATE fact SET {column} = {value} WHERE region_id = %s AND position = %s", [town.region_id, here])
    assert list(verify.faults(town.region_id)) == [f"position {here}: the row differs from the fact in it"]
