"""Wall: Tonight on a screen that a room reads from three metres; sums only, nothing about any door."""

from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.desk.page import Page, page
from bulou.desk.places import community_name
from bulou.desk.rounds import round_name
from bulou.desk.tonight import Column, column
from bulou.projections.standing import Standing, standing

MOST: Final = 6
"""So many communities stand side by side in letters for three metres; of more, those that owe most, and a sum."""
LOOKS: Final = ("light", "dark")


class Rest(Struct, frozen=True, kw_only=True):
    """The communities that have no room: how many, and what they owe together."""

    communities: int
    owed: int


@page(live=True)
def wall(here: Page) -> HttpResponse:
    """The figures of the scope, each community a column; without navigation, in the look that the address asks for."""
    now = standing(here.scope, at=here.now)
    shown, rest = _shown(here, now)
    look = here.request.GET.get("look", "")
    context = {
        "round": now.round,
        "round_name": round_name(now.round, here.language) if now.round else "",
        "whole": column("", "", now.region),
        "columns": shown,
        "rest": rest,
        "phones": now.phones,
        "left": now.round.deadline - here.now if now.round else 0,
        "late": here.now - now.round.deadline if now.round else 0,
        "look": look if look in LOOKS else "",
        "other_look": "light" if look == "dark" else "dark",
    }
    return here.render("desk/wall.html", context, live="desk/wall_live.html")


def _shown(here: Page, now: Standing) -> tuple[list[Column], Rest | None]:
    """The columns in the communities' own order, and what is left over."""
    owing = sorted(now.communities, key=lambda one: -one[1]["owed"])
    with_room = {row.id for row, _ in owing[:MOST]}
    shown = [column(row.id, community_name(row, here.language), figures) for row, figures in now.communities]
    left = [figures["owed"] for row, figures in now.communities if row.id not in with_room]
    rest = Rest(communities=len(left), owed=sum(left)) if left else None
    return [one for one in shown if one.id in with_room], rest
