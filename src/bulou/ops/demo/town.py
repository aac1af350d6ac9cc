"""The town: 6 communities, 52 compounds, 32 grids and every door, the same at every start."""

import json
from collections.abc import Iterator
from functools import cache
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id, uuid7
from bulou.core.planning.division import Stretch, divide
from bulou.ops.demo.calendar import FOUNDED
from bulou.ops.demo.layout import Plan, compound_plan, street_plan

SEED: Final = 20200125
NAMED: Final = ("水利小区", "西关街", "生产资料小区", "农机小区", "农业小区")
"""What the story needs of a small town."""


class Door(Struct, frozen=True, kw_only=True):
    """A door as the register lists it; `persons` is 0 where nobody lives."""

    id: Id
    label: str
    floor: int | None
    sort: int
    use: str
    persons: int


class Stairwell(Struct, frozen=True, kw_only=True):
    """A stairwell of a building, or a lane."""

    id: Id
    building_id: Id | None
    kind: str
    label: str
    sort: int
    doors: tuple[Door, ...]


class Building(Struct, frozen=True, kw_only=True):
    """A building of a compound."""

    id: Id
    label: str
    sort: int


class Compound(Struct, frozen=True, kw_only=True):
    """A compound, or a street of scattered homes."""

    id: Id
    name: str
    kind: str
    sort: int
    buildings: tuple[Building, ...]
    stairwells: tuple[Stairwell, ...]

    @property
    def doors(self) -> Iterator[Door]:
        """Every door of it."""
        return (door for stairwell in self.stairwells for door in stairwell.doors)


class Grid(Struct, frozen=True, kw_only=True):
    """A grid: whole stairwells of one community."""

    id: Id
    number: int
    label: str
    stairwells: tuple[Id, ...]


class Community(Struct, frozen=True, kw_only=True):
    """A community with its compounds and grids."""

    id: Id
    name: str
    name_en: str
    sort: int
    compounds: tuple[Compound, ...]
    grids: tuple[Grid, ...]


class Town(Struct, frozen=True, kw_only=True):
    """The whole region."""

    region_id: Id
    code: str
    name_zh: str
    name_en: str
    timezone: str
    communities: tuple[Community, ...]

    @property
    def compounds(self) -> Iterator[Compound]:
        """Every compound and street."""
        return (compound for community in self.communities for compound in community.compounds)

    @property
    def doors(self) -> Iterator[Door]:
        """Every door."""
        return (door for compound in self.compounds for door in compound.doors)


class Ids:
    """Ids that come out the same for the same seed, so that the town is the same town every time."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def new(self) -> Id:
        """The next id."""
        return uuid7(now=FOUNDED, entropy=self._rng.randbytes(10))


@cache
def figures() -> Any:  # noqa: ANN401  # the data file's shape is read once, right below
    """The story's figures."""
    return json.loads(Path(__file__).with_name("ji_county.json").read_text(encoding="utf-8"))


def given_communities(*, scale: float = 1.0) -> list[dict[str, Any]]:
    """The figures of the six communities, or of a town of that scale: fewer compounds and grids, smaller compounds."""
    return [_scaled(one, scale) if scale < 1 else one for one in figures()["communities"]]


def _scaled(given: dict[str, Any], scale: float) -> dict[str, Any]:
    """A share of the compounds, those that the story names first, and of everything in each."""
    named = sorted(given["compounds"], key=lambda one: one["name"] not in NAMED)
    kept = named[: ceil(len(named) * scale)]
    compounds = []
    for one in kept:
        occupied, vacant, business = (ceil(one[name] * scale) for name in ("occupied", "vacant", "business"))
        persons = round(one["persons"] * occupied / one["occupied"])
        doors = occupied + vacant + business
        parts = {"doors": doors, "occupied": occupied, "persons": persons, "vacant": vacant, "business": business}
        compounds.append({**one, **parts})
    return {**given, "grids": ceil(given["grids"] * scale), "compounds": compounds}


def town(*, seed: int = SEED, communities: int | None = None, scale: float = 1.0) -> Town:
    """Builds the town, or only its last communities, or all of them at a scale, for something small."""
    rng = Random(seed)  # noqa: S311  # invented data, not a secret
    ids = Ids(rng)
    given = given_communities(scale=scale)[-communities:] if communities else given_communities(scale=scale)
    built = []
    first_grid = 1
    for sort, one in enumerate(given):
        built.append(_community(one, sort=sort, first_grid=first_grid, rng=rng, ids=ids))
        first_grid += one["grids"]
    return Town(region_id=ids.new(), communities=tuple(built), **figures()["region"])


def _community(given: dict[str, Any], *, sort: int, first_grid: int, rng: Random, ids: Ids) -> Community:
    compounds = tuple(_compound(one, sort=place, rng=rng, ids=ids) for place, one in enumerate(given["compounds"]))
    runs = divide([stretch for one in compounds for stretch in _stretches(one)], into=given["grids"])
    grids = tuple(
        Grid(id=ids.new(), number=first_grid + turn, label=f"{given['name']}第{turn + 1}网格", stairwells=tuple(run))
        for turn, run in enumerate(runs)
    )
    return Community(
        id=ids.new(), name=given["name"], name_en=given["name_en"], sort=sort, compounds=compounds, grids=grids
    )


def _stretches(compound: Compound) -> Iterator[Stretch]:
    buildings = {building.id: (building.sort, building.label) for building in compound.buildings}
    for one in compound.stairwells:
        yield Stretch(
            id=one.id,
            doors=len(one.doors),
            compound=(compound.sort, compound.name),
            building=buildings.get(one.building_id or "", (0, "")),
            sort=one.sort,
        )


def _compound(given: dict[str, Any], *, sort: int, rng: Random, ids: Ids) -> Compound:
    street = given["kind"] == "street"
    plans = street_plan(given["name"], given["doors"], rng) if street else compound_plan(given["doors"], rng)
    uses = _uses(given, rng)
    buildings: dict[str, Building] = {}
    stairwells = []
    for place, plan in enumerate(plans):
        if plan.building is not None and plan.building not in buildings:
            buildings[plan.building] = Building(id=ids.new(), label=plan.building, sort=int(plan.building))
        building = buildings.get(plan.building or "")
        stairwells.append(_stairwell(plan, place, building.id if building else None, uses, ids))
    return Compound(
        id=ids.new(),
        name=given["name"],
        kind=given["kind"],
        sort=sort,
        buildings=tuple(buildings.values()),
        stairwells=tuple(stairwells),
    )


def _stairwell(plan: Plan, sort: int, building_id: Id | None, uses: Iterator[tuple[str, int]], ids: Ids) -> Stairwell:
    doors = []
    for place, (label, floor) in enumerate(plan.doors):
        use, persons = next(uses)
        doors.append(Door(id=ids.new(), label=label, floor=floor, sort=place, use=use, persons=persons))
    return Stairwell(
        id=ids.new(),
        building_id=building_id,
        kind="stairwell" if building_id else "lane",
        label=plan.label,
        sort=sort,
        doors=tuple(doors),
    )


def _uses(given: dict[str, Any], rng: Random) -> Iterator[tuple[str, int]]:
    """What each door is used for and how many live there: shuffled, with exactly the given totals."""
    households = [("home", persons) for persons in _sizes(given["occupied"], given["persons"], rng)]
    uses = [*households, *[("vacant", 0)] * given["vacant"], *[("business", 0)] * given["business"]]
    rng.shuffle(uses)
    return iter(uses)


def _sizes(households: int, persons: int, rng: Random) -> list[int]:
    """Household sizes from 1 to 9 that add up to exactly so many persons."""
    sizes = rng.choices(range(1, 9), weights=(4, 10, 16, 20, 20, 15, 9, 6), k=households)
    while (gap := persons - sum(sizes)) != 0:
        one = rng.randrange(households)
        sizes[one] = min(max(sizes[one] + (1 if gap > 0 else -1), 1), 9)
    return sizes
