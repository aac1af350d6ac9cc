"""Pull: a phone's rows are those of its person's area, whole at every page size, whatever changed in between."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.core.kernel.instants import HOUR, Instant
from bulou.core.people.facts import AbsenceEnded, AbsenceRecorded, PostLeft, PostTaken
from bulou.core.territory.facts import (
    BuildingListed,
    CompoundListed,
    DwellingListed,
    DwellingWithdrawn,
    StairwellAssigned,
    StairwellListed,
)
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.intake.holding import release
from bulou.intake.said import Saying, new_id
from bulou.ledger import append
from bulou.projections.rebuild import rebuild
from tests.town import NOW, Town
from tests.wire import Store, WirePhone, enrolled, stamp

DOOR = "水利小区 1-1-101"
OTHERS = "河边小区 1-1-101"
EAST, WEST = "水利小区 1-1", "水利小区 1-2"


def _doors_of(town: Town, *stairwells: str) -> set[str]:
    return {id_ for name, id_ in town.doors.items() if name.startswith(stairwells)}


def _assign(town: Town, stairwell: str, grid: str | None) -> None:
    body = StairwellAssigned(grid_id=town.grids[grid] if grid else None)
    town.say(Saying(subject_kind="stairwell", subject_id=town.stairwells[stairwell], body=body), by="director", at=NOW)


def _other_worker(town: Town) -> WirePhone:
    town.engage("孙网格", "grid_worker", "grid", town.grids["桥南 2"], key="other_worker")
    return enrolled(town, "other_worker")


def _say_of(town: Town, post: str, body: AbsenceRecorded | AbsenceEnded | PostLeft | PostTaken) -> None:
    town.say(Saying(subject_kind="post", subject_id=post, body=body), by="director", at=NOW)


def test_a_stand_in_gets_the_doors_at_the_next_pull_and_loses_them_when_it_ends(
    town: Town, phone: WirePhone, clock_at: Callable[[Instant], None]
) -> None:
    town.engage("钱巷长", "building_head", "stairwell", town.stairwells["学背巷"], key="head")
    other, own = enrolled(town, "head"), town.posts["grid_worker"]
    store = Store()
    store.pull(other)
    assert store.ids("doors") == _doors_of(town, "学背")
    _say_of(town, own, AbsenceRecorded(since=stamp(NOW), until=stamp(NOW + 8 * HOUR)))
    stand_in = PostTaken(
        person_id=town.people["head"], post="grid_worker", area_kind="grid", area_id=town.grids["东关 1"],
        since=stamp(NOW), until=stamp(NOW + 8 * HOUR), stands_in_for=own,
    )  # fmt: skip
    _say_of(town, new_id(NOW), stand_in)
    store.pull(other)
    assert store.ids("doors") == _doors_of(town, "水利", "学背")
    assert {row["id"] for row in phone.pull()["rows"]["doors"]} == _doors_of(town, "水利", "学背")
    clock_at(NOW + 8 * HOUR)
    store.pull(other)
    assert store.ids("doors") == _doors_of(town, "学背")


def test_a_first_pull_brings_the_whole_area_and_nothing_else(town: Town, phone: WirePhone) -> None:
    page = phone.pull()
    assert page["reset"] is True
    assert page["more"] is False
    assert {row["id"] for row in page["rows"]["doors"]} == _doors_of(town, "水利", "学背")
    assert {row["id"] for row in page["rows"]["stairwells"]} == {
        town.stairwells[name] for name in (EAST, WEST, "学背巷")
    }
    assert page["person"] == {"id": phone.person_id, "name": "张网格", "post": "grid_worker"}


def test_rows_have_exactly_the_fields_that_the_contract_names(town: Town, phone: WirePhone) -> None:
    phone.push(phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, persons=3))
    rows = phone.pull()["rows"]
    assert set(rows) == {"rounds", "question_sets", "stairwells", "doors", "visits"}
    assert set(rows["doors"][0]) == {
        "id", "stairwell_id", "label", "floor", "sort", "persons", "use", "source", "reserved", "carried",
    }  # fmt: skip
    assert set(rows["rounds"][0]) == {
        "id", "number", "name", "opened_at", "deadline", "question_set_id", "question_set_version", "policy", "state",
    }  # fmt: skip
    assert set(rows["question_sets"][0]) == {"id", "version", "questions", "read_out"}
    assert {"id", "kind", "community", "compound", "building", "label", "sort"} <= set(rows["stairwells"][0])
    assert set(rows["visits"][0]) == {"round_id", "door_id", "attempts", "withdrawn"}
    assert rows["visits"][0]["attempts"][0]["author"] == "张网格"


def test_a_second_pull_brings_only_what_changed(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    phone.push(phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id))
    page = phone.pull(store.cursor)
    assert page["reset"] is False
    assert page["rows"]["doors"] == []
    assert [row["door_id"] for row in page["rows"]["visits"]] == [town.doors[DOOR]]
    assert phone.pull(page["cursor"])["rows"]["visits"] == []


def test_what_another_phone_said_at_my_doors_comes_to_me(town: Town, phone: WirePhone) -> None:
    store, other = Store(), enrolled(town, "volunteer")
    store.pull(phone)
    other.push(other.visit(town.doors[DOOR], "screened", round_id=town.round_id, triggers=["symptom"]))
    store.pull(phone)
    assert store.outcomes(town.doors[DOOR]) == ["screened"]
    assert store.resets == 1


def test_another_post_is_another_area_and_the_rows_begin_anew(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    town.say(
        Saying(
            subject_kind="post", subject_id=new_id(NOW),
            body=PostTaken(
                person_id=phone.person_id, post="grid_worker", area_kind="grid", area_id=town.grids["桥南 2"],
                since=stamp(NOW - HOUR),
            ),
        ),
        by="director", at=NOW,
    )  # fmt: skip
    store.pull(phone)
    assert store.resets == 2
    assert store.ids("doors") == set(town.doors.values())


def test_somebody_without_a_post_keeps_no_row(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    left = PostLeft(until=stamp(NOW - HOUR))
    town.say(Saying(subject_kind="post", subject_id=town.posts["grid_worker"], body=left), by="director", at=NOW)
    store.pull(phone)
    assert store.resets == 2
    assert not any(store.rows.values())


@pytest.mark.engine
def test_a_stairwell_moved_to_another_grid_changes_phones_with_all_its_doors(town: Town, phone: WirePhone) -> None:
    phone.push(phone.visit(town.doors[DOOR], "screened", round_id=town.round_id))
    mine, theirs, other = Store(), Store(), _other_worker(town)
    mine.pull(phone)
    theirs.pull(other)
    _assign(town, EAST, "桥南 2")
    mine.pull(phone)
    theirs.pull(other)
    assert mine.ids("doors") == _doors_of(town, WEST, "学背")
    assert theirs.ids("doors") == _doors_of(town, EAST, "河边")
    assert theirs.outcomes(town.doors[DOOR]) == ["screened"]


@pytest.mark.engine
def test_a_door_moved_to_another_stairwell_changes_phones_with_its_visits(town: Town, phone: WirePhone) -> None:
    phone.push(phone.visit(town.doors[DOOR], "screened", round_id=town.round_id))
    mine, theirs, other = Store(), Store(), _other_worker(town)
    mine.pull(phone)
    theirs.pull(other)
    moved = DwellingListed(stairwell_id=town.stairwells["河边小区 1-1"], label="101A", floor=1)
    town.say(Saying(subject_kind="dwelling", subject_id=town.doors[DOOR], body=moved), by="director", at=NOW)
    mine.pull(phone)
    theirs.pull(other)
    assert town.doors[DOOR] not in mine.ids("doors")
    assert town.doors[DOOR] in theirs.ids("doors")
    assert theirs.outcomes(town.doors[DOOR]) == ["screened"]


@pytest.mark.engine
def test_a_withdrawn_door_leaves_the_phone(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    listing = database.one(
        "SELECT fact_id FROM fact WHERE region_id = %s AND key = %s", [town.region_id, f"dwelling:{town.doors[DOOR]}"]
    )
    assert listing is not None
    gone = Saying(
        subject_kind="dwelling", subject_id=town.doors[DOOR], body=DwellingWithdrawn(), supersedes=(listing[0],)
    )
    town.say(gone, by="director", at=NOW)
    store.pull(phone)
    assert store.ids("doors") == _doors_of(town, "水利", "学背") - {town.doors[DOOR]}


def test_a_renamed_compound_or_building_reaches_the_phone(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    renamed = CompoundListed(community_id=town.communities["东关"], name="水利局家属院")
    town.say(
        Saying(subject_kind="compound", subject_id=town.compounds["水利小区"], body=renamed), by="director", at=NOW
    )
    store.pull(phone)
    assert {row["compound"] for row in store.rows["stairwells"].values()} == {"水利局家属院", "学背巷"}


@pytest.mark.engine
def test_a_released_fact_reaches_a_phone_that_had_pulled_past_it(town: Town, phone: WirePhone) -> None:
    store, door = Store(), new_id(NOW)
    said = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, author_id=town.people["volunteer"])
    unknown = phone.visit(door, "no_answer", round_id=town.round_id)
    phone.push(said, unknown)
    phone.push(phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - HOUR))
    store.pull(phone)
    assert store.outcomes(town.doors[DOOR]) == ["no_answer"]
    head = append.lock(town.region_id)
    release(head, [said.id], by=town.people["director"], now=NOW)
    append.unlock(head)
    store.pull(phone)
    assert sorted(store.outcomes(town.doors[DOOR])) == ["no_answer", "screened"]
    listed = {"stairwell_id": town.stairwells[EAST], "label": "加建", "source": "added"}
    phone.push(phone.fact("DwellingListed", ("dwelling", door), listed))
    store.pull(phone)
    assert store.outcomes(door) == ["no_answer"]
    assert door in store.ids("doors")


@pytest.mark.engine
def test_a_stairwell_that_arrives_late_brings_its_doors_and_their_visits(town: Town, phone: WirePhone) -> None:
    store, stairwell, doors = Store(), new_id(NOW), [new_id(NOW) for _ in range(5)]
    store.pull(phone)
    listed = [
        Saying(subject_kind="dwelling", subject_id=door, body=DwellingListed(stairwell_id=stairwell, label=str(n)))
        for n, door in enumerate(doors)
    ]
    facts = [
        *(phone.fact("DwellingListed", ("dwelling", one.subject_id), json.loads(_json(one.body))) for one in listed),
        *(phone.visit(door, "no_answer", round_id=town.round_id) for door in doors),
    ]
    assert phone.statuses(*facts) == ["stored_held"] * 10
    place = StairwellListed(compound_id=town.compounds["水利小区"], kind="lane", label="后排")
    town.say(Saying(subject_kind="stairwell", subject_id=stairwell, body=place), by="director", at=NOW - 2)
    grid = StairwellAssigned(grid_id=town.grids["东关 1"])
    town.say(Saying(subject_kind="stairwell", subject_id=stairwell, body=grid), by="director", at=NOW - 1)
    held = database.rows(
        "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL ORDER BY position", [town.region_id]
    )
    head = append.lock(town.region_id)
    release(head, [row[0] for row in held], by=town.people["director"], now=NOW)
    append.unlock(head)
    store.pull(phone, limit=2)
    assert set(doors) <= store.ids("doors")
    assert all(store.outcomes(door) == ["no_answer"] for door in doors)


def _json(body: object) -> bytes:
    import msgspec  # noqa: PLC0415  only this test turns a struct into wire text

    return msgspec.json.encode(body)


@pytest.mark.engine
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 500])
def test_small_pages_add_up_to_one_pull(town: Town, phone: WirePhone, limit: int) -> None:
    visits = [
        phone.visit(door, "no_answer", round_id=town.round_id, at=NOW - n)
        for n, door in enumerate(_doors_of(town, "水利", "学背"))
    ]
    phone.push(*visits)
    whole, pages = Store(), Store()
    whole.pull(phone)
    pages.pull(phone, limit=limit)
    assert pages.rows == whole.rows
    assert pages.cursor == whole.cursor


def test_after_a_rebuild_every_page_size_still_brings_everything(town: Town, phone: WirePhone) -> None:
    phone.push(*(phone.visit(door, "no_answer", round_id=town.round_id) for door in _doors_of(town, EAST)))
    before = Store()
    before.pull(phone)
    rebuild(town.region_id)
    after = Store()
    after.pull(phone, limit=2)
    assert after.rows == before.rows
    stale = dict(before.rows)
    before.pull(phone)
    assert before.rows == stale


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["visit", "other", "move", "back", "list", "rename"]), max_size=8), st.integers(1, 6))
@pytest.mark.django_db
def test_a_phone_that_pulls_after_every_change_has_what_one_first_pull_brings(
    town: Town, phone: WirePhone, steps: list[str], limit: int
) -> None:
    kept, other = Store(), enrolled(town, "volunteer")
    kept.pull(phone, limit=limit)
    for number, step in enumerate(steps):
        _do(town, phone, other, step, number)
        kept.pull(phone, limit=limit)
    fresh = Store()
    fresh.pull(phone)
    assert _without_empty(kept) == _without_empty(fresh)


def _without_empty(store: Store) -> dict[str, object]:
    return {table: rows for table, rows in store.rows.items() if rows}


def _do(town: Town, phone: WirePhone, other: WirePhone, step: str, number: int) -> None:
    match step:
        case "visit":
            phone.push(phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - number))
        case "other":
            door = town.doors["水利小区 1-2-101"]
            other.push(other.visit(door, "refused", round_id=town.round_id, at=NOW - number))
        case "move":
            _assign(town, EAST, None)
        case "back":
            _assign(town, EAST, "东关 1")
        case "list":
            body = DwellingListed(stairwell_id=town.stairwells[WEST], label=f"9{number}")
            town.say(Saying(subject_kind="dwelling", subject_id=new_id(NOW), body=body), by="director", at=NOW)
        case "rename":
            row = database.one(
                "SELECT building_id FROM stairwell WHERE region_id = %s AND id = %s",
                [town.region_id, town.stairwells[EAST]],
            )
            assert row is not None
            named = BuildingListed(compound_id=town.compounds["水利小区"], label=f"甲{number}")
            town.say(Saying(subject_kind="building", subject_id=row[0], body=named), by="director", at=NOW)


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense", "楼", "e30", "%", "A" * 9999,
        base64.urlsafe_b64encode(json.dumps(["0" * 32, "x", 2**70]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["0" * 32, "x", -5]).encode()).decode(),
    ],
)  # fmt: skip
def test_a_cursor_that_cannot_be_read_begins_anew(town: Town, phone: WirePhone, cursor: str) -> None:
    page = phone.pull(cursor)
    assert page["reset"] is True
    assert page["rows"]["doors"]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "²", "9" * 6000, ""])
def test_a_strange_limit_is_no_obstacle(phone: WirePhone, limit: str) -> None:
    answer = phone.client.get(
        f"/r/{phone.code}/sync/pull", {"limit": limit}, headers={"Authorization": f"Bearer {phone.token}"}
    )
    assert answer.status_code == 200


def test_a_restored_database_has_a_new_epoch_and_the_rows_begin_anew(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    database.run("UPDATE head SET epoch = %s WHERE region_id = %s", [new_id(NOW), town.region_id])
    page = phone.pull(store.cursor)
    assert page["reset"] is True
    assert page["epoch"] != phone.epoch


def test_a_phone_offers_what_it_holds_and_is_asked_for_what_is_lacking(town: Town, phone: WirePhone) -> None:
    have, lost, other = (
        phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - n) for n in range(3)
    )
    phone.push(have, other)
    offered = [
        {"id": have.id, "hash": have.hash},
        {"id": lost.id, "hash": lost.hash},
        {"id": other.id, "hash": "0" * 64},
    ]
    told = json.loads(phone.post("offer", json.dumps({"protocol": 1, "facts": offered}).encode()).content)
    assert told["want"] == [lost.id, other.id]


def test_neighbours_who_volunteer_learn_of_an_observed_door_only_that_it_is_somebody_elses(
    town: Town, phone: WirePhone
) -> None:
    phone.push(
        phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, triggers=["contact"], at=NOW - HOUR),
        phone.visit(town.doors[DOOR], "under_observation", round_id=town.round_id),
    )
    page = enrolled(town, "volunteer").pull()
    row = next(row for row in page["rows"]["doors"] if row["id"] == town.doors[DOOR])
    assert row["reserved"] is True
    assert "under_observation" not in json.dumps(page)
    assert "contact" not in json.dumps(page["rows"]["visits"])
    worker = phone.pull()
    assert [row["reserved"] for row in worker["rows"]["doors"]] == [False] * len(worker["rows"]["doors"])
    assert "under_observation" in json.dumps(worker["rows"]["visits"])


def test_a_door_that_comes_under_observation_becomes_reserved_on_a_volunteers_phone(
    town: Town, phone: WirePhone
) -> None:
    volunteer, store = enrolled(town, "volunteer"), Store()
    store.pull(volunteer)
    phone.push(phone.visit(town.doors[DOOR], "under_observation", round_id=town.round_id))
    store.pull(volunteer)
    assert store.rows["doors"][(town.doors[DOOR],)]["reserved"] is True


def test_reading_positives_by_phone_is_logged_once_a_pull(
    town: Town, phone: WirePhone, clock_at: Callable[[Instant], None]
) -> None:
    phone.push(phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, triggers=["returnee"]))
    phone.pull()
    opened = database.rows(
        "SELECT reader_id, purpose, entries FROM vault_opening WHERE region_id = %s", [town.region_id]
    )
    assert opened == [(phone.person_id, "my_doors", 1)]


def test_visits_by_the_desk_travel_like_any_other(town: Town, phone: WirePhone) -> None:
    town.visit(DOOR, VisitRecorded(outcome="refused"), by="secretary")
    rows = phone.pull()["rows"]["visits"]
    assert rows[0]["attempts"][0]["author"] == "李书记"


def test_colleagues_of_the_same_community_come_once_and_again_when_posts_change(town: Town, phone: WirePhone) -> None:
    first = phone.pull()
    assert {(one["name"], one["post"]) for one in first["colleagues"]} == {
        ("李书记", "community_secretary"), ("刘志愿", "volunteer"),
    }  # fmt: skip
    assert "colleagues" not in phone.pull(first["cursor"])
    town.engage("新来的", "volunteer", "stairwell", town.stairwells["学背巷"])
    again = phone.pull(first["cursor"])
    assert [one["name"] for one in again["colleagues"]][-2:] == ["新来的", "李书记"]


def test_a_pair_is_told_to_both_and_the_last_word_stands(town: Town, phone: WirePhone) -> None:
    assert phone.pull()["pair"] is None
    other = enrolled(town, "volunteer")
    with_volunteer = phone.fact("OutingBegun", ("outing", new_id(NOW)), {"partner_id": town.people["volunteer"]})
    assert phone.statuses(with_volunteer) == ["stored"]
    assert phone.pull()["pair"]["partner_id"] == town.people["volunteer"]
    assert other.pull()["pair"]["partner_id"] == town.people["grid_worker"]
    assert other.statuses(other.fact("OutingBegun", ("outing", new_id(NOW)), {"partner_id": None})) == ["stored"]
    assert other.pull()["pair"]["partner_id"] is None
