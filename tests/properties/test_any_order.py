"""Any order, any repetition, any split, any interleaving of phones: the same rows and totals, also after a rebuild.

Through the real intake on the real database. What may differ by arrival: positions, and that a fact was held for a
while. Posts and the grids of stairwells are in place before: rights are judged by what is known of them at arrival.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Raw, Struct

from bulou.access.devices import Hearing
from bulou.core.kernel.envelope import fact_hash
from bulou.core.kernel.ids import Id, uuid7
from bulou.core.kernel.instants import MINUTE, Instant
from bulou.core.rounds.figures import COUNTS
from bulou.core.visits.outcomes import OUTCOMES, TRIGGERS
from bulou.ground import database
from bulou.intake.incoming import Incoming
from bulou.intake.push import push
from bulou.ledger import verify
from bulou.projections import apply, rebuild
from bulou.projections.crosscheck import differences
from bulou.projections.views.figures import figures
from tests.town import DEADLINE, NOW, OPENED, Phone, Town, build_town
from tests.wire import stamp

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

LISTED = ["水利小区 1-1-101", "水利小区 1-1-102", "水利小区 1-2-101", "学背巷 1号"]
FOREIGN = "河边小区 1-1-101"
EAST, WEST = "水利小区 1-1", "水利小区 1-2"
NEW_DOOR, ATTIC, NEW_STAIRWELL, LATE_ROUND, SHEET = ("d1" * 16, "d2" * 16, "d3" * 16, "d4" * 16, "d5" * 16)
BY_ARRIVAL = {"position", "departed", "held_at", "released_at"}
LATER: Instant = NOW + 10 * MINUTE


class Act(Struct, frozen=True):
    """Something that somebody says `ago` minutes before the evening; `gone` is which earlier act it takes back."""

    what: str
    who: str
    ago: int
    door: str = ""
    outcome: str = ""
    more: tuple[tuple[str, Any], ...] = ()
    gone: int | None = None


people = st.sampled_from(["grid_worker", "volunteer", "director"])
ago = st.integers(1, 3000)
places = st.sampled_from([*LISTED, FOREIGN, NEW_DOOR, ATTIC])


@st.composite
def visits(draw: st.DrawFn) -> Act:
    more: list[tuple[str, Any]] = []
    if draw(st.booleans()):
        more.append(("triggers", [draw(st.sampled_from(TRIGGERS))]))
    if draw(st.booleans()):
        more.append(("persons", draw(st.integers(0, 6))))
    if draw(st.integers(0, 4)) == 0:
        more += [("households", 2), ("household", draw(st.integers(1, 2)))]
    rounds = draw(st.sampled_from(["visit", "visit", "visit", "visit in the late round"]))
    return Act(rounds, draw(people), draw(ago), draw(places), draw(st.sampled_from(OUTCOMES)), tuple(more))


@st.composite
def tellings(draw: st.DrawFn) -> list[Act]:
    """Acts in the order in which they are written on their phones."""
    acts = draw(st.lists(visits(), max_size=9))
    for what in ("close unresolved", "overrule"):
        if draw(st.booleans()):
            acts.append(Act(what, "director", draw(ago), draw(st.sampled_from(LISTED))))
    for _ in range(draw(st.integers(0, 3))):
        if acts:
            gone = draw(st.integers(0, len(acts) - 1))
            what = draw(st.sampled_from(["withdraw", "correct"]))
            acts.append(Act(what, draw(people), draw(ago), acts[gone].door, draw(st.sampled_from(OUTCOMES)), gone=gone))
    for what in ("list", "list attic", "list stairwell", "launch", "issue sheet", "sheet back", "sheet void"):
        if draw(st.booleans()):
            acts.append(Act(what, "director", draw(ago)))
    for what in (
        "move",
        "move back",
        "strike off",
        "merge",
        "tell apart",
        "count",
        "find",
        "carry over",
        "settle by hand",
        "see light",
        "sheet door",
    ):
        if draw(st.booleans()):
            acts.append(Act(what, "director", draw(ago), draw(st.sampled_from(LISTED))))
    return acts


class Written(Struct, frozen=True):
    """A fact as its phone wrote it, once and for all."""

    incoming: Incoming
    device_id: Id


def _write(town: Town, phones: dict[str, Phone], acts: Sequence[Act]) -> list[Written]:
    ids = [uuid7(now=NOW, entropy=bytes([7, number]) * 8) for number in range(len(acts))]
    numbers = dict.fromkeys(phones, 0)
    written = []
    for number, act in enumerate(acts):
        numbers[act.who] += 1
        kind, subject, body, round_id = _said(town, act)
        gone = (
            [_listing(town, act.door)]
            if act.what in {"strike off", "merge"}
            else []
            if act.gone is None
            else [ids[act.gone]]
        )
        fact = {
            "region_id": town.region_id, "fact_id": ids[number], "act_id": ids[number], "kind": kind, "version": 1,
            "author_id": phones[act.who].person_id, "device_id": phones[act.who].device_id,
            "device_seq": numbers[act.who], "subject": {"kind": subject[0], "id": subject[1]},
            "occurred_at": stamp(NOW - act.ago * MINUTE), "body": body, "supersedes": gone,
            **({"round_id": round_id} if round_id else {}),
        }  # fmt: skip
        text = json.dumps(fact).encode()
        written.append(
            Written(Incoming(id=ids[number], hash=fact_hash(text), fact=Raw(text)), phones[act.who].device_id)
        )
    return written


def _said(town: Town, act: Act) -> tuple[str, tuple[str, Id], dict[str, Any], Id | None]:
    """Kind, subject, body and round of an act."""
    door = town.doors.get(act.door, act.door)
    visit = {"outcome": act.outcome, **dict(act.more)}
    launch = {
        "number": 3, "name": {"zh": "三", "en": "3"}, "opened_at": stamp(OPENED), "deadline": stamp(DEADLINE),
        "question_set_id": "9" * 32, "question_set_version": 1, "policy": {"phone_closes": False},
    }  # fmt: skip
    overruled = {"visit": "7" * 32, "reason": "doubtful"}
    carried = {"closing_id": "8" * 32, "number": 2, "reason": "no_answer"}
    east, west, compound = town.stairwells[EAST], town.stairwells[WEST], town.compounds["水利小区"]
    sheet = {
        "number": 1, "person_id": town.people["volunteer"], "community_id": town.communities["东关"],
        "dwellings": [town.doors[one] for one in LISTED[:2]],
    }  # fmt: skip
    lane = {"compound_id": compound, "kind": "lane", "label": "后排"}
    kinds: dict[str, tuple[str, tuple[str, Id], dict[str, Any], Id | None]] = {
        "visit": ("VisitRecorded", ("dwelling", door), visit, town.round_id),
        "correct": ("VisitRecorded", ("dwelling", door), visit, town.round_id),
        "visit in the late round": ("VisitRecorded", ("dwelling", door), visit, LATE_ROUND),
        "withdraw": ("VisitWithdrawn", ("dwelling", door), {"reason": "mistake"}, town.round_id),
        "close unresolved": ("DoorClosedUnresolved", ("dwelling", door), {"reason": "refused"}, town.round_id),
        "overrule": ("OutcomeOverruled", ("dwelling", door), overruled, town.round_id),
        "list": ("DwellingListed", ("dwelling", NEW_DOOR), {"stairwell_id": east, "label": "阁"}, None),
        "list attic": ("DwellingListed", ("dwelling", ATTIC), {"stairwell_id": NEW_STAIRWELL, "label": "顶"}, None),
        "list stairwell": ("StairwellListed", ("stairwell", NEW_STAIRWELL), lane, None),
        "launch": ("RoundLaunched", ("round", LATE_ROUND), launch, None),
        "move": ("DwellingListed", ("dwelling", door), {"stairwell_id": west, "label": "甲", "floor": 1}, None),
        "move back": ("DwellingListed", ("dwelling", door), {"stairwell_id": east, "label": "乙", "floor": 1}, None),
        "strike off": ("DwellingWithdrawn", ("dwelling", door), {}, None),
        "merge": ("DwellingWithdrawn", ("dwelling", door), {"same_as": NEW_DOOR}, None),
        "tell apart": ("DwellingToldApart", ("dwelling", door), {"other": NEW_DOOR}, None),
        "count": ("HouseholdCounted", ("dwelling", door), {"persons": 7, "households": 2}, None),
        "carry over": ("DoorCarriedOver", ("dwelling", door), carried, town.round_id),
        "settle by hand": ("DoorStruckOff", ("dwelling", door), {"how": "merged"}, None),
        "issue sheet": ("SheetIssued", ("sheet", SHEET), sheet, LATE_ROUND),
        "sheet back": ("SheetReturned", ("sheet", SHEET), {}, None),
        "sheet void": ("SheetVoided", ("sheet", SHEET), {"reason": "lost"}, None),
        "sheet door": ("SheetDoorAdded", ("sheet", SHEET), {"dwelling_id": door}, None),
        "see light": ("LightSeen", ("dwelling", door), {"lit": True}, town.round_id),
        "find": ("PersonFound", ("person", "e" * 32), {"dwelling_id": door, "triggers": ["returnee"]}, town.round_id),
    }  # fmt: skip
    return kinds[act.what]


def _listing(town: Town, door: str) -> Id:
    found = database.one(
        "SELECT fact_id FROM fact WHERE region_id = %s AND key = %s ORDER BY position LIMIT 1",
        [town.region_id, f"dwelling:{town.doors[door]}"],
    )
    assert found is not None
    return str(found[0])


@st.composite
def arrivals(draw: st.DrawFn, count: int) -> list[list[int]]:
    """Some order of so many facts, some of them twice, cut into batches."""
    order = draw(st.permutations(range(count)))
    again = draw(st.lists(st.sampled_from(range(count)), max_size=4)) if count else []
    numbers = [*order, *again]
    batches: list[list[int]] = []
    while numbers:
        size = draw(st.integers(1, len(numbers)))
        batches.append(numbers[:size])
        numbers = numbers[size:]
    return batches


def _deliver(town: Town, written: Sequence[Written], batches: Iterable[Sequence[int]]) -> None:
    for batch in batches:
        facts = [written[number] for number in batch]
        push(
            region_id=town.region_id, incoming=[one.incoming for one in facts], device_id=facts[0].device_id,
            hearing=Hearing(wrote=0, unsent=0), now=LATER,
        )  # fmt: skip


def _rows(region_id: Id) -> dict[str, list[dict[str, Any]]]:
    """Every row of every read table, without what arrival may decide."""
    tables = {}
    for table in rebuild.TABLES:
        rows = database.records(f'SELECT * FROM "{table}" WHERE region_id = %s', [region_id])
        if table == "held_fact":
            rows = [row for row in rows if row["released_at"] is None]
        if table == "roll_up":
            rows = [row for row in rows if any(row[name] for name in COUNTS)]
        told = [{name: value for name, value in row.items() if name not in BY_ARRIVAL} for row in rows]
        tables[table] = sorted(told, key=repr)
    return tables


def _received(town: Town) -> list[tuple[Any, ...]]:
    return database.rows(
        "SELECT device_id, received FROM device WHERE region_id = %s ORDER BY device_id", [town.region_id]
    )


def _check_conservation(town: Town) -> None:
    assert not list(differences(town.region_id))
    assert not list(verify.faults(town.region_id))
    counted = database.one("SELECT count(*) FROM dwelling WHERE region_id = %s AND NOT withdrawn", [town.region_id])
    for round_id in (town.round_id, LATE_ROUND):
        levels = [
            figures(town.scope, level=level, round_id=round_id)
            for level in ("region", "community", "compound", "grid", "stairwell")
        ]
        whole = levels[0][town.region_id]
        assert counted == (whole["listed"],)
        for parts in levels:
            assert whole == {name: sum(part[name] for part in parts.values()) for name in whole}
            for part in parts.values():
                assert part["listed"] == part["out_of_scope"] + part["closed"] + part["owed"]
                assert part["owed"] == sum(n for name, n in part.items() if name.startswith("owed_"))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_arrival_changes_any_row_or_total(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        town = build_town(floors=1)
        phones = {who: town.phone(who) for who in ("grid_worker", "volunteer", "director")}
        written = _write(town, phones, data.draw(tellings()))
        with transaction.atomic():
            _deliver(town, written, [range(len(written))] if written else [])
            as_written, received = _rows(town.region_id), _received(town)
            _check_conservation(town)
            transaction.set_rollback(True)
        _deliver(town, written, data.draw(arrivals(len(written))))
        assert _rows(town.region_id) == as_written
        assert _received(town) == received
        _check_conservation(town)
        rebuild.rebuild(town.region_id, batch=data.draw(st.integers(1, 40)))
        assert _rows(town.region_id) == as_written
        _check_conservation(town)
        transaction.set_rollback(True)


def test_a_rebuild_goes_through_every_family_of_facts_once() -> None:
    families = [family for one_pass in rebuild.PASSES for family in one_pass]
    assert sorted(families) == sorted([*apply.REFOLDED, "visit"])
