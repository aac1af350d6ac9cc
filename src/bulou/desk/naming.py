"""Names of a compound, its buildings and lanes: renamed, and the other names by which people and rosters know them."""

import json
import re
from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import (
    BuildingAlsoCalled,
    BuildingListed,
    CompoundAlsoCalled,
    CompoundListed,
    StairwellAlsoCalled,
    StairwellListed,
)
from bulou.desk.page import Page, page
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.register import (
    CompoundNames,
    CompoundNamesRow,
    ListedBuildingRow,
    ListedBuildings,
    ListedStairwellRow,
    ListedStairwells,
)
from bulou.rosters.places import normal_label, normal_name

LONGEST: Final = 80
MOST: Final = 40
_BETWEEN: Final = re.compile(r"[\n、，,;；]+")


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A place on the page: its name of now, the other ones, and the row that says what else its listing holds."""

    kind: str
    id: Id
    name: str
    other_names: tuple[str, ...]
    row: CompoundNamesRow | ListedBuildingRow | ListedStairwellRow


@page(right="list_places", methods=("GET", "POST"))
def naming(here: Page, compound_id: Id) -> HttpResponse:
    """The names of one compound; a POST says those that are new or different."""
    compounds = read(here.scope, CompoundNames())
    compound = next((row for row in compounds if row.id == compound_id), None)
    if compound is None:
        raise Http404
    places = list(_places(here, compound))
    refused: tuple[str, str] | None = None
    if here.request.method == "POST":
        taken = {normal_name(row.name): row.name for row in compounds if row.id != compound_id}
        refused = _refusal(here, places, taken)
        if refused is None:
            sayings = [saying for one in places for saying in _said(here, one)]
            say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
            return here.go(here.to("naming", compound_id), "names.saved" if sayings else "names.unchanged")
    return here.render("desk/naming.html", {"compound": compound, "places": places, "refused": refused})


def _places(here: Page, compound: CompoundNamesRow) -> Iterator[NamedPlace]:
    """The compound, its buildings, and its lanes that bear a name of their own."""
    yield _named("compound", compound, compound.name)
    for building in read(here.scope, ListedBuildings(community_id=compound.community_id)):
        if building.compound_id == compound.id:
            yield _named("building", building, building.label)
    for stairwell in read(here.scope, ListedStairwells(community_id=compound.community_id)):
        if stairwell.compound_id == compound.id and stairwell.kind == "lane":
            yield _named("stairwell", stairwell, stairwell.label)


def _named(kind: str, row: CompoundNamesRow | ListedBuildingRow | ListedStairwellRow, name: str) -> NamedPlace:
    return NamedPlace(kind=kind, id=row.id, name=name, other_names=tuple(json.loads(row.other_names)), row=row)


def _refusal(here: Page, places: list[NamedPlace], taken: dict[str, str]) -> tuple[str, str] | None:
    """A name that another place bears already: two places of one name are one place or a mistake."""
    met: set[tuple[str, str]] = set()
    for one in places:
        name = _name(here, one)
        if one.kind == "compound" and (other := taken.get(normal_name(name))):
            return "names.taken", other
        key = (one.kind, normal_name(name) if one.kind == "compound" else normal_label(name))
        if key in met:
            return "names.taken", name
        met.add(key)
    return None


def _name(here: Page, one: NamedPlace) -> str:
    return here.request.POST.get(f"name-{one.id}", "").strip()[:LONGEST] or one.name


def _said(here: Page, one: NamedPlace) -> Iterator[Saying]:
    """What differs: a place listed again under its new name, and its other names."""
    name = _name(here, one)
    if name != one.name:
        yield Saying(subject_kind=one.kind, subject_id=one.id, body=_listing(one, name))
    typed = here.request.POST.get(f"others-{one.id}")
    if typed is None:
        return
    others = dict.fromkeys(text.strip()[:LONGEST] for text in _BETWEEN.split(typed) if text.strip())
    names = tuple(other for other in others if other != name)[:MOST]
    if set(names) != set(one.other_names):
        yield Saying(subject_kind=one.kind, subject_id=one.id, body=_BODIES[one.kind](names=names))


_BODIES: Final = {"compound": CompoundAlsoCalled, "building": BuildingAlsoCalled, "stairwell": StairwellAlsoCalled}


def _listing(one: NamedPlace, name: str) -> CompoundListed | BuildingListed | StairwellListed:
    row = one.row
    if isinstance(row, CompoundNamesRow):
        return CompoundListed(community_id=row.community_id, name=name, kind=row.kind, sort=row.sort)  # type: ignore[arg-type]  # written from a CompoundListed
    if isinstance(row, ListedBuildingRow):
        return BuildingListed(compound_id=row.compound_id, label=name, sort=row.sort)
    return StairwellListed(
        compound_id=row.compound_id, building_id=row.building_id, kind="lane", label=name, sort=row.sort
    )
