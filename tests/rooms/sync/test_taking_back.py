"""Taking back: a door added by mistake, a person found by mistake, a visit or ruling."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bulou.core.kernel.instants import HOUR
from bulou.core.people.facts import PostKind
from bulou.core.territory.facts import DwellingWithdrawn
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.intake.said import Saying, new_id
from bulou.projections.crosscheck import differences
from bulou.projections.rebuild import rebuild
from tests.town import NOW, Town
from tests.wire import Item, Store, WirePhone, enrolled

DOOR = "水利小区 1-1-101"
SECRET = {"name": "王芳", "phone": "13800000000"}


def _added(town: Town, phone: WirePhone) -> tuple[str, Item]:
    door = new_id(NOW)
    body = {"stairwell_id": town.stairwells["水利小区 1-1"], "label": "阁楼", "floor": 3, "source": "added"}
    return door, phone.fact("DwellingListed", ("dwelling", door), body)


def _taken_back(phone: WirePhone, door: str, listing: str) -> Item:
    return phone.fact("DwellingWithdrawn", ("dwelling", door), {}, supersedes=[listing])


def _found(town: Town, phone: WirePhone, person: str) -> Item:
    body = {"dwelling_id": town.doors[DOOR], "triggers": ["returnee"]}
    return phone.fact("PersonFound", ("person", person), body, round_id=town.round_id, private=SECRET)


def _mistaken(town: Town, phone: WirePhone, person: str, fact: str, *, door: str = DOOR) -> Item:
    body = {"dwelling_id": town.doors[door], "reason": "mistake"}
    return phone.fact("PersonWithdrawn", ("person", person), body, round_id=town.round_id, supersedes=[fact])


def _people(town: Town) -> int:
    found = database.one("SELECT count(*) FROM person_found WHERE region_id = %s", [town.region_id])
    return int(found[0]) if found else 0


def _sealed(town: Town, fact: str) -> bool:
    sql = "SELECT 1 FROM vault_sealed WHERE region_id = %s AND fact_id = %s"
    return database.one(sql, [town.region_id, fact]) is not None


def test_a_door_added_by_mistake_is_taken_back_by_the_phone_that_added_it(town: Town, phone: WirePhone) -> None:
    door, listed = _added(town, phone)
    assert phone.statuses(listed, _taken_back(phone, door, listed.id)) == ["stored", "stored"]
    withdrawn = database.one("SELECT withdrawn FROM dwelling WHERE region_id = %s AND id = %s", [town.region_id, door])
    assert withdrawn == (True,)
    assert not list(differences(town.region_id))


def test_taking_back_may_arrive_before_the_door(town: Town, phone: WirePhone) -> None:
    door, listed = _added(town, phone)
    assert phone.reasons(_taken_back(phone, door, listed.id)) == ["unknown_place"]
    phone.push(listed)
    assert phone.push()["device"] == {"wrote": 2, "received": 2, "held": 0, "missing": []}
    assert door not in _pulled(phone).ids("doors")


def test_a_door_that_somebody_knocked_at_is_not_taken_back_by_one_person(town: Town, phone: WirePhone) -> None:
    door, listed = _added(town, phone)
    knocked = phone.visit(door, "no_answer", round_id=town.round_id)
    assert phone.reasons(listed, knocked, _taken_back(phone, door, listed.id)) == [None, None, "no_right"]


def test_a_door_of_the_list_is_not_for_a_worker_to_take_back(town: Town, phone: WirePhone) -> None:
    listing = database.one(
        "SELECT fact_id FROM fact WHERE region_id = %s AND key = %s", [town.region_id, f"dwelling:{town.doors[DOOR]}"]
    )
    assert listing
    assert phone.reasons(_taken_back(phone, town.doors[DOOR], listing[0])) == ["no_right"]


def test_a_colleagues_door_or_the_same_persons_from_another_phone_is_held(town: Town, phone: WirePhone) -> None:
    door, listed = _added(town, phone)
    phone.push(listed)
    for other in (enrolled(town, "volunteer"), enrolled(town, "grid_worker")):
        assert other.reasons(_taken_back(other, door, listed.id)) == ["no_right"]


@pytest.mark.engine
def test_a_door_withdrawn_at_the_desk_is_named_to_phones_so_that_they_drop_it(town: Town, phone: WirePhone) -> None:
    store = Store()
    store.pull(phone)
    door, listed = _added(town, phone)
    phone.push(listed)
    listing = database.one(
        "SELECT fact_id FROM fact WHERE region_id = %s AND key = %s", [town.region_id, f"dwelling:{town.doors[DOOR]}"]
    )
    assert listing
    for gone, fact in ((door, listed.id), (town.doors[DOOR], listing[0])):
        town.say(Saying(subject_kind="dwelling", subject_id=gone, body=DwellingWithdrawn(), supersedes=(fact,)), at=NOW)
    page = phone.pull(store.cursor)
    assert {row["id"]: row["withdrawn"] for row in page["rows"]["doors"]} == {door: True, town.doors[DOOR]: True}
    everything = phone.pull()["rows"]["doors"]
    assert [row["id"] for row in everything if row.get("withdrawn")] == [door]
    assert town.doors[DOOR] not in {row["id"] for row in everything}


@pytest.mark.engine
def test_a_person_found_by_mistake_leaves_table_and_vault_and_the_ledger_keeps_the_commitment(
    town: Town, phone: WirePhone
) -> None:
    person = new_id(NOW)
    found = _found(town, phone, person)
    phone.push(found)
    assert _people(town) == 1
    assert _sealed(town, found.id)
    assert phone.statuses(_mistaken(town, phone, person, found.id)) == ["stored"]
    assert _people(town) == 0
    assert not _sealed(town, found.id)
    kept = database.one("SELECT written FROM fact WHERE region_id = %s AND fact_id = %s", [town.region_id, found.id])
    assert kept
    assert "private_commitment" in kept[0]
    assert SECRET["name"] not in kept[0]


@pytest.mark.engine
def test_a_person_taken_back_before_being_told_is_never_kept(town: Town, phone: WirePhone) -> None:
    person = new_id(NOW)
    found = _found(town, phone, person)
    taken = _mistaken(town, phone, person, found.id)
    phone.push(taken)
    phone.push(found)
    assert (_people(town), _sealed(town, found.id)) == (0, False)
    rebuild(town.region_id)
    assert _people(town) == 0


def test_a_person_cannot_be_taken_back_by_naming_another_door(town: Town, phone: WirePhone) -> None:
    person = new_id(NOW)
    found = _found(town, phone, person)
    phone.push(found)
    assert phone.statuses(_mistaken(town, phone, person, found.id, door="水利小区 1-1-102")) == ["stored"]
    assert (_people(town), _sealed(town, found.id)) == (1, True)


def test_a_person_of_somebody_elses_grid_is_not_taken_back(town: Town, phone: WirePhone) -> None:
    assert phone.reasons(_mistaken(town, phone, new_id(NOW), new_id(NOW), door="河边小区 1-1-101")) == ["no_right"]


def _pulled(phone: WirePhone) -> Store:
    store = Store()
    store.pull(phone)
    return store


OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    "a colleague's visit": ("volunteer", {}),
    "a closed door": ("director", {"kind": "DoorClosedUnresolved", "reason": "refused"}),
    "a confirmed claim": ("director", {"kind": "ClaimConfirmed", "outcome": "vacant"}),
    "a ruling": ("director", {"kind": "OutcomeOverruled", "visit": "a" * 32, "reason": "doubtful"}),
}
SHARED = "水利小区 1-2-101"
"""A door where grid worker and volunteer both may knock."""


def _said_there(town: Town, phone: WirePhone, body: dict[str, str]) -> Item:
    kind = body.get("kind", "VisitRecorded")
    rest = {name: one for name, one in body.items() if name != "kind"} or {"outcome": "refused"}
    return phone.fact(kind, ("dwelling", town.doors[SHARED]), rest, round_id=town.round_id)


def _withdrawn(town: Town, phone: WirePhone, *facts: Item) -> Item:
    gone = [one.id for one in facts]
    subject = ("dwelling", town.doors[SHARED])
    return phone.fact("VisitWithdrawn", subject, {"reason": "mistake"}, round_id=town.round_id, supersedes=gone)


def _corrected(town: Town, phone: WirePhone, fact: Item) -> Item:
    return phone.visit(town.doors[SHARED], "screened", round_id=town.round_id, supersedes=[fact.id])


@pytest.mark.engine
@pytest.mark.parametrize("take", [_withdrawn, _corrected])
@pytest.mark.parametrize("what", OTHERS)
def test_what_somebody_else_said_is_not_for_a_worker_to_take_back_whichever_comes_first(
    town: Town, phone: WirePhone, what: str, take: Callable[[Town, WirePhone, Item], Item]
) -> None:
    by, body = OTHERS[what]
    other = enrolled(town, by)
    said, later = _said_there(town, other, body), _said_there(town, other, body)
    assert other.reasons(said) == [None]
    assert phone.reasons(take(town, phone, said)) == ["no_right"]
    early = take(town, phone, later)
    assert phone.reasons(early) == ["unknown_fact"]
    assert other.reasons(later) == [None]
    held = "SELECT reason, waits_for FROM held_fact WHERE region_id = %s AND fact_id = %s AND released_at IS NULL"
    assert database.one(held, [town.region_id, early.id]) == ("no_right", None)
    assert not list(differences(town.region_id))


@pytest.mark.engine
@pytest.mark.parametrize("by", ["director", "clerk", "tract_cadre"])
def test_supervisors_and_clerks_take_back_a_workers_visit(town: Town, phone: WirePhone, by: PostKind) -> None:
    if by != "director":
        town.engage(by, by, "community", town.communities["东关"])
    said = _said_there(town, phone, {})
    phone.push(said)
    other = enrolled(town, by)
    assert other.reasons(_withdrawn(town, other, said)) == [None]


def test_a_clerk_takes_back_no_ruling_and_a_cadre_does(town: Town, phone: WirePhone) -> None:
    director = enrolled(town, "director")
    closed = _said_there(town, director, OTHERS["a closed door"][1])
    director.push(closed)
    for by, reason in (("clerk", "no_right"), ("tract_cadre", None)):
        town.engage(by, by, "community", town.communities["东关"])  # type: ignore[arg-type]  # both are posts
        other = enrolled(town, by)
        assert other.reasons(_withdrawn(town, other, closed)) == [reason]


@pytest.mark.engine
def test_my_own_visit_is_taken_back_from_a_new_phone_even_before_it_arrives(town: Town, phone: WirePhone) -> None:
    said = _said_there(town, phone, {})
    renewed = enrolled(town, "grid_worker")
    gone = _withdrawn(town, renewed, said)
    assert renewed.reasons(gone) == ["unknown_fact"]
    assert phone.reasons(said) == [None]
    assert renewed.push()["device"]["held"] == 0
    row = database.one(
        "SELECT attempts FROM door_round WHERE region_id = %s AND dwelling_id = %s",
        [town.region_id, town.doors[SHARED]],
    )
    assert row == (0,)
    rebuild(town.region_id)
    assert not list(differences(town.region_id))


def test_a_visit_that_the_desk_typed_in_for_me_is_mine_to_take_back(town: Town, phone: WirePhone) -> None:
    worker, other = town.people["grid_worker"], town.people["volunteer"]
    typed = {went: VisitRecorded(outcome="refused", source="paper", visited_by=went) for went in (worker, other)}
    for at, body in enumerate(typed.values()):
        town.visit(SHARED, body, by="director", at=NOW - HOUR + at)
    key = f"visit:{town.round_id}:{town.doors[SHARED]}"
    facts = database.rows(
        "SELECT fact_id FROM fact WHERE region_id = %s AND key = %s ORDER BY position", [town.region_id, key]
    )
    taken = [Item(id=row[0], hash="", text="", seq=None) for row in facts]
    assert phone.reasons(*(_withdrawn(town, phone, one) for one in taken)) == [None, "no_right"]
