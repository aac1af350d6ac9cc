"""An import is undone as a whole, and nobody's work at a door goes with it."""

from __future__ import annotations

import pytest

from bulou.core.households.facts import HouseholdCounted
from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import DwellingListed
from bulou.ground import database
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.crosscheck import differences
from bulou.projections.rebuild import rebuild
from bulou.projections.standing import standing
from bulou.rosters import writing
from bulou.rosters.undoing import Undoing, undo, undoing

from .conftest import NOW, Roster, Town

LI = ("水利小区", "3", "2", "401", "李四", "", "13800000001")
WANG = ("水利小区", "3", "2", "401", "王五", "", "13800000002")
QIAN = ("水利小区", "3", "2", "402", "钱七")


def take_back(town: Town, import_id: Id | None) -> Undoing:
    assert import_id
    plan = undoing(town.region.region_id, import_id)
    undo(plan, import_id=import_id, author=town.author)
    return plan


def figures(town: Town) -> tuple[int, int]:
    region = standing(town.scope, at=NOW).region
    return region["listed"], region["residents"]


@pytest.mark.engine
def test_an_undone_import_leaves_the_register_as_it_was(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    before = figures(town)
    _, second = town.take(roster([WANG, QIAN]))
    assert figures(town) == (2, 3)
    plan = take_back(town, second)
    assert (len(plan.created), len(plan.restored), plan.kept) == (1, 1, [])
    assert figures(town) == before == (1, 1)
    assert not list(differences(town.region.region_id))
    rebuild(town.region.region_id)
    assert figures(town) == before


def test_the_first_import_of_all_can_be_undone_and_imported_again_under_the_old_ids(town: Town, roster: Roster) -> None:
    _, first = town.take(roster([LI, QIAN]))
    ids = _of(town, "id", "dwelling", "NOT withdrawn")
    take_back(town, first)
    assert figures(town) == (0, 0)
    town.take(roster([LI, QIAN]))
    assert figures(town) == (2, 2)
    assert _of(town, "id", "dwelling", "NOT withdrawn") == ids


def test_undoing_twice_says_nothing_more(town: Town, roster: Roster) -> None:
    _, first = town.take(roster([LI]))
    take_back(town, first)
    assert first
    assert not undoing(town.region.region_id, first).says_anything()


def test_a_door_that_another_list_names_too_stays(town: Town, roster: Roster) -> None:
    _, first = town.take(roster([LI]))
    town.take(roster([WANG]))
    plan = take_back(town, first)
    assert [one.reason for one in plan.kept] == ["other_list"]
    assert figures(town) == (1, 2)


def test_a_door_that_another_list_changed_loses_only_what_the_import_said(town: Town, roster: Roster) -> None:
    _, first = town.take(roster([LI]))
    ((door, stairwell),) = _of(town, "id, stairwell_id", "dwelling")
    _say(town, door, DwellingListed(stairwell_id=stairwell, label="401", use="vacant"))
    plan = take_back(town, first)
    assert (len(plan.created), len(plan.restored)) == (0, 1)
    assert _of(town, "use, persons, withdrawn", "dwelling") == [("vacant", None, False)]


def test_an_import_that_broke_off_is_undone_as_far_as_it_came(
    town: Town, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = town.look(roster([LI, QIAN]))

    class PlugPulled(Exception):
        pass

    def pull(_done: int, _total: int) -> None:
        raise PlugPulled

    monkeypatch.setattr(writing, "CHUNK", 1)
    with pytest.raises(PlugPulled):
        writing.write(found.matched, author=town.author, file_hash=found.file_hash, progress=pull)
    assert figures(town)[0] == 1
    ((broken,),) = _of(town, "id", "import")
    take_back(town, broken)
    assert figures(town) == (0, 0)


def test_a_count_that_somebody_said_later_stands(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    _, second = town.take(roster([WANG]))
    ((door,),) = _of(town, "id", "dwelling")
    town.now += 60_000
    _say(town, door, HouseholdCounted(persons=5, source="desk"))
    take_back(town, second)
    assert figures(town) == (1, 5)


def _say(town: Town, door: Id, body: HouseholdCounted | DwellingListed) -> None:
    region = town.region
    town.now += 60_000
    say(
        [Saying(subject_kind="dwelling", subject_id=door, body=body)],
        region_id=region.region_id, by=region.region_id, now=town.now, zone=region.zone, trusted=True,
    )  # fmt: skip


def _of(town: Town, columns: str, table: str, condition: str = "1 = 1") -> list[database.Row]:
    sql = f"SELECT {columns} FROM {table} WHERE region_id = %s AND {condition} ORDER BY id"
    return database.rows(sql, [town.region.region_id])
