"""Moving doors: whoever lists a door anew needs the right where it goes and where it was."""

from __future__ import annotations

import pytest

from bulou.core.territory.facts import DwellingListed
from bulou.intake.said import Saying
from bulou.intake.say import NotSaid
from tests.town import NOW, Town

DOOR = "水利小区 1-1-101"


def _moved(town: Town, stairwell: str) -> Saying:
    body = DwellingListed(stairwell_id=town.stairwells[stairwell], label="101", floor=1)
    return Saying(subject_kind="dwelling", subject_id=town.doors[DOOR], body=body)


def test_nobody_takes_a_door_out_of_somebody_elses_area(town: Town) -> None:
    foreign = next(name for name in town.stairwells if name.startswith("河边小区"))
    with pytest.raises(NotSaid):
        town.say(_moved(town, foreign), by="other_secretary", at=NOW)
    town.say(_moved(town, foreign), by="director", at=NOW)


def test_a_door_moves_within_the_own_area(town: Town) -> None:
    town.say(_moved(town, "水利小区 1-2"), by="secretary", at=NOW)
