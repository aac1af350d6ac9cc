"""Whatever two lists hold: every row has one verdict, and once both are in, neither changes anything."""

from __future__ import annotations

import random

import pytest

from bulou.ledger import verify
from bulou.projections.crosscheck import differences

from .conftest import Roster, Town

NAMES = ("李四", "王五", "赵六", "钱七", "孙八", "")
PHONES = ("13800000001", "13800000002", "")
NUMBERS = ("142623198001011231", "142623199002022342", "")
COMPOUNDS = ("水利小区", "水力小区", "东关街", "府西苑")


def rows(chance: random.Random) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for _ in range(chance.randint(1, 12)):
        street = chance.choice(COMPOUNDS)
        where = ("", "", f"{chance.randint(1, 3)}号") if street.endswith("街") else _flat(chance)
        note = chance.choice(("", "", "空户"))
        found.append((street, *where, chance.choice(NAMES), chance.choice(NUMBERS), chance.choice(PHONES), note))
    return found


def _flat(chance: random.Random) -> tuple[str, str, str]:
    return (str(chance.randint(1, 2)), chance.choice(("1", "")), f"{chance.randint(1, 2)}0{chance.randint(1, 2)}")


@pytest.mark.parametrize("seed", range(25))
def test_any_two_lists_add_up_and_settle(town: Town, roster: Roster, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same lists every time
    first, second = roster(rows(chance), "东关.csv"), roster(rows(chance), "东关 2.csv")
    for file in (first, second):
        found, _ = town.take(file, community="东关")
        assert found.rows["total"] == sum(found.rows[k] for k in ("created", "merged", "matched", "held", "ignored"))
        assert found.rows["created"] == len(found.matched.new)
    facts = verify.count(town.region.region_id)
    for file in (first, second):
        again, import_id = town.take(file, community="东关")
        assert import_id is None
        assert again.rows["created"] == again.rows["merged"] == 0
    assert verify.count(town.region.region_id) == facts
    assert not list(differences(town.region.region_id))
