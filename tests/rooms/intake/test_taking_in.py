"""Intake: the desk is answered at once, a fact that cannot be folded stays alone with its fault, a job fails alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import CommunityListed
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.intake import record, writer
from bulou.intake.said import Saying, new_id
from bulou.intake.say import NotSaid, say
from bulou.ledger import verify
from bulou.projections.apply import apply
from bulou.projections.crosscheck import differences
from tests.town import NOW, Town
from tests.wire import WirePhone

pytestmark = pytest.mark.engine
DOOR = "水利小区 1-1-101"


def test_somebody_at_the_desk_without_the_right_is_told_so_and_nothing_is_kept(town: Town) -> None:
    before = verify.count(town.region_id)
    listed = Saying(subject_kind="community", subject_id=new_id(NOW), body=CommunityListed(name="西关"))
    with pytest.raises(NotSaid) as refused:
        say([listed], region_id=town.region_id, by=town.people["grid_worker"], now=NOW)
    assert refused.value.reasons == {"no_right"}
    assert verify.count(town.region_id) == before


def test_only_the_console_may_speak_for_the_region_itself(town: Town) -> None:
    listed = Saying(subject_kind="community", subject_id=new_id(NOW), body=CommunityListed(name="西关"))
    for by, trusted in ((town.region_id, False), (town.people["grid_worker"], True)):
        with pytest.raises(NotSaid):
            say([listed], region_id=town.region_id, by=by, now=NOW, trusted=trusted)
    say([listed], region_id=town.region_id, by=town.region_id, now=NOW, trusted=True)


def test_a_fact_that_cannot_be_folded_is_set_aside_and_its_neighbours_count(
    town: Town, phone: WirePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = phone.visit(town.doors[DOOR], "refused", round_id=town.round_id, private={"remark": "x"})

    def stumbling(region_id: Id, entries: Sequence[Entry]) -> None:
        if any(entry.fact.fact_id == bad.id for entry in entries):
            raise LookupError("a defect in a fold")
        apply(region_id, entries)

    monkeypatch.setattr(record, "apply", stumbling)
    one, two = (phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(2))
    told = phone.push(one, bad, two)
    assert [(r["status"], r["reason"]) for r in told["receipts"]] == [
        ("stored", None), ("stored_held", "unreadable_body"), ("stored", None),
    ]  # fmt: skip
    assert told["device"] == {"wrote": 3, "received": 3, "held": 1, "missing": []}
    assert database.one(
        "SELECT attempts FROM door_round WHERE region_id = %s AND dwelling_id = %s", [town.region_id, town.doors[DOOR]]
    ) == (2,)
    assert database.one(
        "SELECT count(*) FROM vault_sealed WHERE region_id = %s AND fact_id = %s", [town.region_id, bad.id]
    ) == (1,)
    assert not list(differences(town.region_id))
    assert not list(verify.faults(town.region_id))


def test_a_job_that_fails_undoes_itself_and_tells_the_one_who_asked(town: Town) -> None:
    def half() -> None:
        town.visit(DOOR, VisitRecorded(outcome="no_answer"))
        raise RuntimeError("halfway")

    before = verify.count(town.region_id)
    with pytest.raises(RuntimeError, match="halfway"):
        writer.write(half)
    assert verify.count(town.region_id) == before


@pytest.mark.django_db(transaction=True)
def test_one_writer_serves_everybody_in_turn_and_a_bad_job_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_threads", [])
    served: list[int] = []

    def job(number: int) -> Callable[[], int]:
        def count() -> int:
            served.append(number)
            if number % 3 == 0:
                raise ValueError(number)
            database.run('INSERT INTO rate_count (bucket, "window", tries) VALUES (%s, 0, 0)', [f"job {number}"])
            return number

        return count

    writer.start()
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        try:
            answers[number] = writer.write(job(number))
        except ValueError as refused:
            answers[number] = refused.args[0]
        finally:
            connection.close()

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(20)
    assert answers == {number: number for number in range(30)}
    assert sorted(served) == list(range(30))
    kept = database.rows("SELECT bucket FROM rate_count")
    assert {row[0] for row in kept} == {f"job {number}" for number in range(30) if number % 3}
