"""The people of the story: 70 staff, the heads that the compounds chose, 43 volunteers; names invented."""

from collections.abc import Iterator
from random import Random
from typing import Final, Literal

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.facts import AreaKind, PostKind
from bulou.ops.demo.calendar import CLASSMATES_COME, FOUNDED, RECRUITED
from bulou.ops.demo.names import name, phone
from bulou.ops.demo.town import SEED, Community, Compound, Ids, Town

GRIDS: Final = 32
CADRES: Final = {"祖师庙": 6, "东关": 3, "小府": 3, "学背后": 2, "桥南": 2, "西关": 2}
"""Committee staff who take on tracts (包片): 18, with which the staff is 70."""
VOLUNTEERS: Final = 43
CLASSMATES: Final = 4
"""Volunteers who were recruited on the spot in 水利小区 on 30 January, at 14:30."""
CARELESS: Final = "水利小区"
MISTAKEN: Final = 5
"""The grid whose worker slips now and then, and puts it right."""
UNHEADED: Final = "西关街"
"""Its head has no time, so nobody but grid workers and a tract cadre answers for it."""
Manner = Literal["honest", "hurried", "mistaken"]


class Member(Struct, frozen=True, kw_only=True):
    """Somebody with a post over one or more areas of one kind; `field` people knock on doors with a phone."""

    id: Id
    login: str
    name: str
    phone: str
    post: PostKind
    area_kind: AreaKind
    areas: tuple[tuple[Id, Id], ...]
    community: str
    since: Instant = FOUNDED
    manner: Manner = "honest"

    @property
    def field(self) -> bool:
        """Whether this person knocks on doors."""
        return self.post in {"grid_worker", "building_head", "volunteer"}


class Roll:
    """Writes people down one by one, so that ids and names follow from the seed."""

    def __init__(self, *, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311  # invented data, not a secret
        self._ids = Ids(self._rng)
        self.members: list[Member] = []

    def add(
        self, post: PostKind, login: str, area_kind: AreaKind, areas: list[Id], *, community: str = "",
        since: Instant = FOUNDED, manner: Manner = "honest",
    ) -> None:  # fmt: skip
        """One person more; every area is a post of its own."""
        self.members.append(
            Member(
                id=self._ids.new(),
                login=login,
                name=name(self._rng),
                phone=phone(self._rng),
                post=post,
                area_kind=area_kind,
                areas=tuple((self._ids.new(), area) for area in areas),
                community=community,
                since=since,
                manner=manner,
            )
        )


def people(town: Town, *, seed: int = SEED + 1) -> list[Member]:
    """Everybody who works in the story, in the order of their posts."""
    roll = Roll(seed=seed)
    roll.add("director", "director", "region", [town.region_id])
    roll.add("clerk", "clerk", "region", [town.region_id])
    for community in town.communities:
        _staff(roll, community)
    for community in town.communities:
        for compound in (one for one in community.compounds if one.name != UNHEADED):
            login = f"head{sum(m.post == 'building_head' for m in roll.members) + 1:02d}"
            manner: Manner = "hurried" if compound.name == CARELESS else "honest"
            roll.add("building_head", login, "compound", [compound.id], community=community.name, manner=manner)
    _volunteers(roll, town)
    return roll.members


def _staff(roll: Roll, community: Community) -> None:
    short = community.name_en.lower()
    roll.add("community_secretary", f"{short}.secretary", "community", [community.id], community=community.name)
    roll.add("community_leader", f"{short}.leader", "community", [community.id], community=community.name)
    roll.add("clerk", f"{short}.clerk", "community", [community.id], community=community.name)
    cadres = CADRES[community.name]
    for turn in range(cadres):
        tract = [compound.id for compound in community.compounds[turn::cadres]]
        roll.add("tract_cadre", f"{short}.cadre{turn + 1}", "compound", tract, community=community.name)
    careless = {s.id for c in community.compounds if c.name == CARELESS for s in c.stairwells}
    for grid in community.grids:
        manner: Manner = "mistaken" if grid.number == MISTAKEN else "honest"
        if careless & set(grid.stairwells):
            manner = "hurried"
        roll.add("grid_worker", f"grid{grid.number:02d}", "grid", [grid.id], community=community.name, manner=manner)


def _volunteers(roll: Roll, town: Town) -> None:
    """Most go to the largest compounds, the classmates to the one that is short of staff."""
    staffed = [pair for pair in _with_community(town) if pair[1].name != UNHEADED]
    largest = sorted(staffed, key=lambda pair: -len(list(pair[1].doors)))
    grids = sum(len(community.grids) for community in town.communities)
    spread = [largest[turn % len(largest)] for turn in range((VOLUNTEERS - CLASSMATES) * grids // GRIDS)]
    for turn, (community, compound) in enumerate(spread):
        login = f"volunteer{turn + 1:02d}"
        roll.add("volunteer", login, "compound", [compound.id], community=community.name, since=RECRUITED)
    careless = [pair for pair in largest if pair[1].name == CARELESS] or largest[:1]
    for turn in range(CLASSMATES):
        community, compound = careless[0]
        login = f"volunteer{len(spread) + turn + 1:02d}"
        roll.add("volunteer", login, "compound", [compound.id], community=community.name, since=CLASSMATES_COME)


def _with_community(town: Town) -> Iterator[tuple[Community, Compound]]:
    return ((community, compound) for community in town.communities for compound in community.compounds)
