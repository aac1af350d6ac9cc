"""Areas by name: what a post can be given over, and what the posts that were given say."""

from collections.abc import Iterable

from bulou.core.kernel.ids import Id, is_id
from bulou.core.people.fold import Post
from bulou.desk.page import Page
from bulou.desk.places import building_words, stairwell_words
from bulou.projections.read import read
from bulou.projections.views.people import posts_at
from bulou.projections.views.stairwells import BuildingNames, StairwellNames
from bulou.projections.views.territory import Communities, Compounds, Grids


def area_names(here: Page, *, posts: Iterable[Post] = ()) -> dict[Id, str]:
    """Every area by its id, and the stairwells that these posts name."""
    communities = {row.id: row.name for row in read(here.scope, Communities())}
    posts = list(posts)
    stairwells = tuple({post.area_id for post in posts if post.area_kind == "stairwell"})
    buildings = tuple({post.area_id for post in posts if post.area_kind == "building"})
    return {
        here.region_id: here.region.name[here.language],
        **communities,
        **{
            row.id: here.word("people.grid_of", community=communities.get(row.community_id, ""), number=row.number)
            for row in read(here.scope, Grids())
        },
        **{row.id: row.name for row in read(here.scope, Compounds())},
        **{row.id: building_words(row, here.language) for row in read(here.scope, BuildingNames(ids=buildings))},
        **{row.id: stairwell_words(row, here.language) for row in read(here.scope, StairwellNames(ids=stairwells))},
    }


def area_choices(here: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the reader can give a post over, by kind: (kind:id, name). A building or stairwell when its page asks."""
    mine = here.scope
    communities = {row.id: row.name for row in read(mine, Communities())}
    open_to = set(communities) if mine.whole_region else set(mine.communities)
    grids = [row for row in read(mine, Grids()) if row.community_id in open_to]
    compounds = [row for row in read(mine, Compounds()) if row.community_id in open_to]
    kind, _, asked = here.request.GET.get("area", "").partition(":")
    wanted = (asked,) if is_id(asked) else ()
    stairwells = read(mine, StairwellNames(ids=wanted)) if kind == "stairwell" else []
    buildings = read(mine, BuildingNames(ids=wanted)) if kind == "building" else []
    by_kind = {
        "region": {here.region_id: here.region.name[here.language]} if mine.whole_region else {},
        "community": {id_: name for id_, name in communities.items() if id_ in open_to},
        "grid": {
            row.id: here.word("people.grid_of", community=communities[row.community_id], number=row.number)
            for row in grids
        },
        "compound": {row.id: row.name for row in compounds},
        "building": {row.id: building_words(row, here.language) for row in buildings},
        "stairwell": {row.id: stairwell_words(row, here.language) for row in stairwells},
    }
    return [
        (here.word(f"area.{kind}"), [(f"{kind}:{id_}", name) for id_, name in areas.items()])
        for kind, areas in by_kind.items()
        if areas
    ]


def in_reach(here: Page, person_id: Id) -> bool:
    """Whether the reader may act for somebody: every post that the person holds now lies where the reader's own do.

    Else a secretary could enrol a phone in the director's name.
    """
    mine = here.scope
    if mine.whole_region:
        return True
    reach = {
        *mine.communities,
        *(row.id for row in read(mine, Grids()) if row.community_id in mine.communities),
        *(row.id for row in read(mine, Compounds()) if row.community_id in mine.communities),
    }
    held = [post for post in posts_at(mine, at=here.now) if post.person_id == person_id]
    buildings = tuple(post.area_id for post in held if post.area_kind == "building")
    reach |= {row.id for row in read(mine, BuildingNames(ids=buildings))}
    stairwells = tuple(post.area_id for post in held if post.area_kind == "stairwell")
    reach |= {row.id for row in read(mine, StairwellNames(ids=stairwells))}
    return all(post.area_id in reach for post in held)
