"""Which figures of the past can be relied on to come out the same, and what is said of those that cannot."""

from __future__ import annotations

import json

import pytest
from msgspec import Raw

from bulou.access.devices import Hearing
from bulou.core.kernel.as_of import AsOf, Lost, doubts
from bulou.core.kernel.envelope import decode, fact_hash
from bulou.core.kernel.instants import HOUR, MINUTE, parse_instant, parse_moment
from bulou.core.visits.facts import VisitRecorded
from bulou.intake.incoming import Incoming
from bulou.intake.push import push
from bulou.intake.said import new_id
from bulou.ledger import append, read, regions, restores
from bulou.projections.pictures import PICTURES, Pictures
from bulou.projections.reproducible import doubts_of
from tests.town import NOW, OPENED, ZONE, Town, build_town
from tests.wire import stamp

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def _head(town: Town) -> int:
    return regions.position(town.region_id)


def test_a_pair_within_the_record_is_reproducible(town: Town) -> None:
    assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=_head(town))) == []


def test_a_cutoff_beyond_the_head_is_doubted(town: Town) -> None:
    assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=_head(town) + 1)) == ["beyond_head"]


def test_a_time_before_the_founding_is_doubted(town: Town) -> None:
    assert doubts_of(town.region_id, AsOf(at=OPENED - 1, cutoff=_head(town))) == ["before_founding"]


def test_a_cutoff_in_a_stretch_that_a_restore_lost_is_doubted_and_one_beside_it_is_not(town: Town) -> None:
    kept = _head(town)
    restores.begin_incarnation(town.region_id, epoch="e" * 32, reached=kept + 2, now=NOW)
    for _ in range(3):
        town.visit("水利小区 1-1-101", VisitRecorded(outcome="no_answer"))
    assert regions.epoch(town.region_id) == "e" * 32
    assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=kept)) == []
    for cutoff in (kept + 1, kept + 2):
        assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=cutoff)) == ["lost_to_restore"]
    assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=kept + 3)) == []


def test_a_restore_that_lost_nothing_leaves_no_doubt(town: Town) -> None:
    restores.begin_incarnation(town.region_id, epoch="e" * 32, reached=_head(town), now=NOW)
    assert restores.lost(town.region_id) == []


def test_every_doubt_is_told_of_several() -> None:
    lost = [Lost(first=5, last=9, restored_at=OPENED)]
    found = doubts(AsOf(at=1, cutoff=9), head=8, founded_at=None, lost=lost, unread={"SheetCounted": 2})
    assert found == ["beyond_head", "lost_to_restore", "before_founding", "unread_kinds"]


def _strange(town: Town, kind: str, *, version: int = 1) -> append.Written:
    id_ = new_id(NOW)
    fact = {
        "region_id": town.region_id, "fact_id": id_, "act_id": id_, "author_id": town.people["director"], "kind": kind,
        "version": version, "subject": {"kind": "dwelling", "id": town.doors["水利小区 1-1-101"]},
        "round_id": town.round_id, "occurred_at": stamp(NOW - MINUTE), "body": {"outcome": "screened"},
    }  # fmt: skip
    written = json.dumps(fact).encode()
    return append.Written(fact=decode(written), written=written, hash=fact_hash(written))


@pytest.mark.parametrize(("kind", "version"), [("LampCounted", 1), ("VisitRecorded", 2)])
def test_what_a_newer_version_wrote_and_this_one_cannot_read_is_doubted_not_folded(
    town: Town, kind: str, version: int
) -> None:
    before = AsOf(at=NOW, cutoff=_head(town))
    head = append.lock(town.region_id)
    append.append(head, [_strange(town, kind, version=version)], now=NOW, channel="sync")
    append.unlock(head)
    as_of = AsOf(at=NOW, cutoff=_head(town))
    assert PICTURES.of(town.region_id, as_of).unread == {kind: 1}
    assert doubts_of(town.region_id, as_of) == ["unread_kinds"]
    assert doubts_of(town.region_id, before) == []


def test_an_unknown_kind_that_is_held_is_no_doubt_its_release_would_come_later(town: Town) -> None:
    phone = town.phone("grid_worker")
    strange = _strange(town, "LampCounted")
    sent = Incoming(id=strange.fact.fact_id, hash=strange.hash, fact=Raw(strange.written))
    push(
        region_id=town.region_id,
        incoming=[sent],
        device_id=phone.device_id,
        hearing=Hearing(wrote=1, unsent=0),
        now=NOW,
    )
    assert doubts_of(town.region_id, AsOf(at=NOW, cutoff=_head(town))) == []


def test_the_record_is_known_by_the_last_position_that_was_recorded(town: Town) -> None:
    before = _head(town)
    town.visit("水利小区 1-1-101", VisitRecorded(outcome="no_answer"), at=NOW - HOUR)
    assert read.known_by(town.region_id, NOW - HOUR - 1) == before
    assert read.known_by(town.region_id, NOW - HOUR) == before + 1 == read.known_by(town.region_id, NOW)
    assert read.known_by(town.region_id, 0) == 0


def test_pictures_are_kept_until_there_are_too_many(town: Town) -> None:
    few = Pictures(limit=1)
    first, second = (AsOf(at=NOW, cutoff=_head(town) - ago) for ago in (0, 1))
    drawn = few.of(town.region_id, first)
    assert few.of(town.region_id, first) is drawn
    few.of(town.region_id, second)
    assert few.of(town.region_id, first) is not drawn


def test_a_restored_database_is_drawn_anew(town: Town) -> None:
    as_of = AsOf(at=NOW, cutoff=_head(town))
    drawn = PICTURES.of(town.region_id, as_of)
    restores.begin_incarnation(town.region_id, epoch="e" * 32, reached=0, now=NOW)
    assert PICTURES.of(town.region_id, as_of) is not drawn


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2020-01-27 21:40", "2020-01-27T21:40:00+08:00"),
        ("2020-01-27T21:40", "2020-01-27T21:40:00+08:00"),
        ("2020-01-27T13:40:00Z", "2020-01-27T21:40:00+08:00"),
        (" 2020-01-27 21:40:05.250 ", "2020-01-27T21:40:05.250+08:00"),
    ],
)
def test_a_moment_is_local_unless_it_says_otherwise(text: str, means: str) -> None:
    assert parse_moment(text, ZONE) == parse_instant(means)


@pytest.mark.parametrize("text", ["", "2020-01-27", "27.1.2020 21:40", "last night, late"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hour|isoformat"):
        parse_moment(text, ZONE)
