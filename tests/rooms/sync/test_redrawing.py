"""Grids redrawn in the middle of a round: work stays with its author, open doors go over, late facts count."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant
from bulou.core.territory.facts import StairwellAssigned
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.ground.private import within
from bulou.intake.said import Saying
from bulou.ledger.regions import position
from bulou.projections import picture
from bulou.projections.views.figures import figures
from tests.town import NOW, Town
from tests.wire import Store, WirePhone, enrolled

pytestmark = pytest.mark.engine

DOOR, OTHER_DOOR = "水利小区 1-2-101", "水利小区 1-2-102"
MOVED = "水利小区 1-2"


@pytest.fixture
def other(town: Town, clock_at: Callable[[Instant], None]) -> WirePhone:
    """The worker of the other grid."""
    town.engage("孙网格", "grid_worker", "grid", town.grids["桥南 2"], key="other_worker")
    return enrolled(town, "other_worker")


def redraw(town: Town, *, to: str = "桥南 2", at: Instant = NOW) -> None:
    body = StairwellAssigned(grid_id=town.grids[to])
    saying = Saying(subject_kind="stairwell", subject_id=town.stairwells[MOVED], body=body)
    town.say(saying, by="director", at=at)


def _doors(town: Town) -> set[str]:
    return {id_ for name, id_ in town.doors.items() if name.startswith(MOVED)}


def test_open_doors_go_over_with_what_was_done_there_and_by_whom(
    town: Town, phone: WirePhone, other: WirePhone
) -> None:
    mine, theirs = Store(), Store()
    phone.push(phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - HOUR))
    mine.pull(phone)
    theirs.pull(other)
    assert _doors(town) <= mine.ids("doors")
    redraw(town)
    mine.pull(phone)
    theirs.pull(other)
    assert not _doors(town) & mine.ids("doors")
    assert _doors(town) <= theirs.ids("doors")
    assert theirs.outcomes(town.doors[DOOR]) == ["no_answer"]
    (visit,) = [row for row in theirs.rows["visits"].values() if row["door_id"] == town.doors[DOOR]]
    assert visit["attempts"][0]["author"] == "张网格"


def test_what_lay_unsent_on_a_phone_counts_also_when_it_was_said_after_the_redrawing(
    town: Town, phone: WirePhone, other: WirePhone, clock_at: Callable[[Instant], None]
) -> None:
    before = phone.visit(town.doors[DOOR], "no_answer", round_id=town.round_id, at=NOW - MINUTE)
    redraw(town)
    clock_at(NOW + HOUR)
    after = phone.visit(town.doors[OTHER_DOOR], "screened", round_id=town.round_id, at=NOW + HOUR, persons=2)
    assert phone.statuses(before, after) == ["stored", "stored"]
    mine, theirs = Store(), Store()
    mine.pull(phone)
    theirs.pull(other)
    assert not _doors(town) & mine.ids("doors")
    assert theirs.outcomes(town.doors[OTHER_DOOR]) == ["screened"]
    assert other.statuses(other.visit(town.doors[DOOR], "refused", round_id=town.round_id, at=NOW + HOUR)) == ["stored"]


def test_two_days_after_the_redrawing_the_former_worker_has_no_right_there_any_more(
    town: Town, phone: WirePhone, clock_at: Callable[[Instant], None]
) -> None:
    redraw(town)
    clock_at(NOW + 2 * DAY)
    late = phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, at=NOW + 2 * DAY, persons=2)
    assert phone.reasons(late) == ["no_right"]


def test_the_desk_gets_no_such_grace(town: Town) -> None:
    redraw(town)
    with pytest.raises(PermissionError):
        town.visit(DOOR, VisitRecorded(outcome="no_answer"), at=NOW + MINUTE)


def test_figures_of_a_grid_are_right_as_of_before_and_after(town: Town, phone: WirePhone) -> None:
    phone.push(phone.visit(town.doors[DOOR], "screened", round_id=town.round_id, at=NOW - HOUR, persons=2))
    redraw(town)
    now = figures(town.scope, level="grid", round_id=town.round_id)
    assert (now[town.grids["东关 1"]]["screened"], now[town.grids["桥南 2"]]["screened"]) == (0, 1)
    drawn = picture.draw(town.region_id, AsOf(at=NOW - 1, cutoff=position(town.region_id)))
    with within(drawn.tables):
        rows: dict[str, str] = dict(
            database.rows("SELECT id, grids FROM stairwell WHERE region_id = %s", [town.region_id])
        )
        then = figures(town.scope, level="grid", round_id=town.round_id)
    assert json.loads(rows[town.stairwells[MOVED]])[-1][1] == town.grids["东关 1"]
    assert then[town.grids["东关 1"]]["screened"] == 1
    assert then[town.grids["桥南 2"]]["screened"] == 0
