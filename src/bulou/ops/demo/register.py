"""The register: the town and its people said to the server, batch by batch, as the operator's console may."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from random import Random
from typing import Any

from bulou.access import accounts
from bulou.core.households.facts import HouseholdCounted
from bulou.core.kernel.ids import Id
from bulou.core.people.facts import PartnerUnitAssigned, PersonEngaged, PostTaken
from bulou.core.territory.facts import (
    BuildingListed,
    CommunityListed,
    CompoundListed,
    DwellingListed,
    GridDrawn,
    StairwellAssigned,
    StairwellListed,
)
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.ops.demo.calendar import FOUNDED, ZONE, written
from bulou.ops.demo.names import name, phone
from bulou.ops.demo.people import Member
from bulou.ops.demo.town import SEED, Community, Compound, Door, Ids, Stairwell, Town
from bulou.projections import version
from bulou.vault import keyring

BATCH = 1000
PARTNERS = ("水利局", "农业农村局", "交通运输局", "教育局", "住建局", "供销社")
"""Units that help a community each (包联单位); invented."""


def found(town: Town) -> None:
    """Founds the region with an empty ledger and a vault of its own."""
    region = regions.Region(
        region_id=town.region_id,
        code=town.code,
        name_zh=town.name_zh,
        name_en=town.name_en,
        timezone=town.timezone,
    )
    keyring.make(town.region_id)
    write(lambda: regions.found(region, epoch=new_id(FOUNDED)))
    write(lambda: version.stamp(region.region_id))


def enter(town: Town, staff: Sequence[Member], *, progress: Callable[[int], None]) -> None:
    """Says everything that the first morning knows: places, doors, households, grids, people and their areas."""
    sayings = everything(town, staff)
    while batch := list(islice(sayings, BATCH)):
        say(batch, region_id=town.region_id, by=town.region_id, now=FOUNDED, zone=ZONE, channel="import", trusted=True)
        progress(len(batch))
    open_accounts(town.region_id, staff)


def everything(town: Town, staff: Sequence[Member]) -> Iterator[Saying]:
    """What is said on the first morning, in the order in which it makes sense."""
    rng = Random(SEED + 2)  # noqa: S311  # invented data, not a secret
    for community in town.communities:
        yield from _places(community, rng)
    for community in town.communities:
        yield from _grids(community)
    yield from _partner_units(town)
    for member in staff:
        if member.since == FOUNDED:
            yield from engaged(member)


def _partner_units(town: Town) -> Iterator[Saying]:
    """Every community has a unit that helps it."""
    ids = Ids(Random(SEED + 3))  # noqa: S311  # as above
    for community, unit in zip(town.communities, cycle(PARTNERS)):  # the units go round
        assigned = PartnerUnitAssigned(name=unit, area_kind="community", area_id=community.id, since=written(FOUNDED))
        yield Saying(subject_kind="partner_unit", subject_id=ids.new(), body=assigned)


def engaged(member: Member) -> Iterator[Saying]:
    """A person with a sealed name, and each area of the post."""
    private = {"name": member.name, "phone": member.phone}
    yield Saying(subject_kind="staff", subject_id=member.id, body=PersonEngaged(has_phone=True), private=private)
    for post_id, area_id in member.areas:
        taken = PostTaken(
            person_id=member.id,
            post=member.post,
            area_kind=member.area_kind,
            area_id=area_id,
            since=written(member.since),
        )
        yield Saying(subject_kind="post", subject_id=post_id, body=taken)


def open_accounts(region_id: Id, staff: Sequence[Member]) -> None:
    """A login for everybody, without any password: the first sign-in is by a one-time link."""

    def job() -> None:
        for member in staff:
            accounts.open_account(
                accounts.Account(
                    id=new_id(FOUNDED), login=member.login, region_id=region_id, person_id=member.id, disabled=False
                )
            )

    write(job)


def _places(community: Community, rng: Random) -> Iterator[Saying]:
    listed = CommunityListed(name=community.name, name_en=community.name_en, sort=community.sort)
    yield Saying(subject_kind="community", subject_id=community.id, body=listed)
    for compound in community.compounds:
        yield from _compound(community.id, compound)
        for stairwell in compound.stairwells:
            yield from _doors(compound, stairwell, rng)


def _compound(community_id: Id, compound: Compound) -> Iterator[Saying]:
    kind: Any = compound.kind
    listed = CompoundListed(community_id=community_id, name=compound.name, kind=kind, sort=compound.sort)
    yield Saying(subject_kind="compound", subject_id=compound.id, body=listed)
    for building in compound.buildings:
        of_compound = BuildingListed(compound_id=compound.id, label=building.label, sort=building.sort)
        yield Saying(subject_kind="building", subject_id=building.id, body=of_compound)


def _doors(compound: Compound, stairwell: Stairwell, rng: Random) -> Iterator[Saying]:
    kind: Any = stairwell.kind
    listed = StairwellListed(
        compound_id=compound.id,
        building_id=stairwell.building_id,
        kind=kind,
        label=stairwell.label,
        sort=stairwell.sort,
    )
    yield Saying(subject_kind="stairwell", subject_id=stairwell.id, body=listed)
    for door in stairwell.doors:
        yield from _door(stairwell, door, rng)


def _door(stairwell: Stairwell, door: Door, rng: Random) -> Iterator[Saying]:
    use: Any = door.use
    listed = DwellingListed(stairwell_id=stairwell.id, label=door.label, floor=door.floor, sort=door.sort, use=use)
    yield Saying(subject_kind="dwelling", subject_id=door.id, body=listed)
    if door.persons:
        counted = HouseholdCounted(persons=door.persons)
        private = {"contacts": [{"name": name(rng), "phones": [phone(rng)]}]}
        yield Saying(subject_kind="dwelling", subject_id=door.id, body=counted, private=private)


def _grids(community: Community) -> Iterator[Saying]:
    for grid in community.grids:
        drawn = GridDrawn(community_id=community.id, number=grid.number, label=grid.label)
        yield Saying(subject_kind="grid", subject_id=grid.id, body=drawn)
        for stairwell_id in grid.stairwells:
            yield Saying(subject_kind="stairwell", subject_id=stairwell_id, body=StairwellAssigned(grid_id=grid.id))
