"""Search: pages, places, doors and staff by characters, pinyin or number.

Residents are not found here: no key of theirs exists, and what was typed never stands in an address.
"""

from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.desk.page import Page, page
from bulou.desk.places import building_name, door_words, stairwell_words
from bulou.desk.typed import Spot, typed
from bulou.ground.pinyin import answers, key_of
from bulou.projections.read import read
from bulou.projections.views.finding import MOST, PlaceFoundRow, PlacesFound, SpotFoundRow, SpotsFound
from bulou.projections.views.people import names
from bulou.projections.views.territory import Communities

LONGEST: Final = 80
IN_SO_MANY: Final = 20
"""Numbers are looked up in so many of the compounds that a name answers."""


class Hit(Struct, frozen=True, kw_only=True):
    """Something found: where it leads, what it is, and where it lies; of a spot also its id."""

    address: str
    words: str
    where: str = ""
    id: Id = ""


class Hits(Struct, frozen=True, kw_only=True):
    """What was found of one kind; `kind` is the end of its word search.kind.<kind>."""

    kind: str
    hits: list[Hit]


@page(methods=("GET", "POST"))
def search(here: Page) -> HttpResponse:
    """The box and what it found. A POST, since what is typed may be a name and must not stand in an address.

    Asked for the live region only, it answers the list that opens below the box; a single hit is gone to at once.
    """
    asked = here.request.POST.get("q", "").strip()[:LONGEST]
    found = everything(here, asked) if asked else []
    only = [hit for one in found for hit in one.hits]
    if len(only) == 1 and not here.live:
        return here.go(only[0].address)
    full = any(len(one.hits) >= MOST for one in found)
    context = {"asked": asked, "found": found, "total": len(only), "full": full}
    return here.render("desk/search.html", context, live="desk/search_results.html")


def everything(here: Page, asked: str) -> list[Hits]:
    """What the reader may open of what was typed: the most particular first."""
    meant = typed(asked)
    places = _places(here, meant.name) if meant.name else []
    exact = _places(here, asked) if meant.spots and meant.name else []
    spots = _spots(here, meant.spots, meant.name, places)
    kinds = {
        **{kind: [hit for known, hit in spots if known == kind] for kind in ("door", "stairwell", "building")},
        "place": [] if any(kind == "door" for kind, _ in spots) else [_place(here, row) for row in exact or places],
        "person": [] if meant.spots else _people(here, asked),
        "page": [] if meant.spots else _pages(here, asked),
    }
    return [Hits(kind=kind, hits=hits) for kind, hits in kinds.items() if hits]


def _places(here: Page, name: str) -> list[PlaceFoundRow]:
    key = key_of(name)
    return read(here.scope, PlacesFound(key=key)) if key else []


def _place(here: Page, row: PlaceFoundRow) -> Hit:
    if row.kind == "lane":
        words = row.label if row.label.startswith(row.compound) else f"{row.compound} {row.label}"
        return Hit(address=here.to("stairwell", row.id), words=words, where=row.community)
    if row.kind == "building":
        words = f"{row.compound} {building_name(row.label, here.language)}"
        return Hit(address=here.to("building", row.id), words=words, where=row.community)
    return Hit(address=here.to("compound", row.id), words=row.compound, where=row.community)


def _spots(here: Page, spots: tuple[Spot, ...], name: str, places: list[PlaceFoundRow]) -> list[tuple[str, Hit]]:
    """The doors, stairwells and buildings of the first way to understand the numbers that finds any, by kind.

    Without a name a number alone would find a door on every floor of the town; two say enough.
    """
    compounds = tuple(dict.fromkeys(row.compound_id for row in places))[:IN_SO_MANY]
    if name and not compounds:
        return []
    for spot in spots:
        if not name and not (spot.building and (spot.stairwell or spot.door)):
            continue
        wanted = SpotsFound(
            compounds=compounds if name else None, building=spot.building, stairwell=spot.stairwell, door=spot.door
        )
        found = read(here.scope, wanted)
        if found:
            return [_spot(here, row) for row in found]
    return []


def _spot(here: Page, row: SpotFoundRow) -> tuple[str, Hit]:
    if row.kind == "door":
        words = door_words(row, here.language)
    elif row.kind == "stairwell":
        words = stairwell_words(row, here.language)
    else:
        words = f"{row.compound} {building_name(row.building or '', here.language)}"
    return row.kind, Hit(address=here.to(row.kind, row.id), words=words, where=row.community, id=row.id)


def _people(here: Page, asked: str) -> list[Hit]:
    found = [(name, one) for one, name in names(here.scope).items() if answers(name, asked)]
    return [Hit(address=here.to("person", one), words=name) for name, one in sorted(found)[:MOST]]


def _pages(here: Page, asked: str) -> list[Hit]:
    """Pages of the navigation by name, and communities, which lead to their places."""
    pages = [
        Hit(address=link.address, words=link.word)
        for group in here.navigation
        for link in group.links
        if answers(link.word, asked)
    ]
    communities = [
        Hit(address=here.to("places", community=row.id), words=row.name, where=here.word("area.community"))
        for row in read(here.scope, Communities())
        if (here.scope.whole_region or row.id in here.scope.communities)
        and (answers(row.name, asked) or answers(row.name_en, asked))
    ]
    return [*communities, *pages]
