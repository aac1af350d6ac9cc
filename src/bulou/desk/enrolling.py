"""The sheet of enrolment cards: a one-time code for everybody without a phone, to print, cut up and hand out."""

import segno
from django.http import HttpResponse
from django.urls import reverse
from msgspec import Struct

from bulou.access import devices
from bulou.core.kernel.ids import Id
from bulou.core.people.fold import Post
from bulou.core.people.roles import FALLBACK, OWNS_DOORS
from bulou.desk.areas import area_names, in_reach
from bulou.desk.page import Page, page
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.phones import Phones


class Card(Struct, frozen=True, kw_only=True):
    """One person's card of the sheet: who, in what post where, and the code that makes a phone theirs."""

    name: str
    posts: list[str]
    qr: str


@page(right="post_people", methods=("GET", "POST"))
def enrol_sheet(here: Page) -> HttpResponse:
    """Who has no phone yet; a POST makes a one-time link for each that is ticked and shows the cards, to print."""
    waiting = _without_phone(here)
    chosen = [one for one in here.request.POST.getlist("person") if one in waiting]
    who = names(here.scope, set(waiting))
    areas = area_names(here, posts=[post for posts in waiting.values() for post in posts])
    cards = []
    tokens = write(lambda: {one: _link(here, one) for one in chosen})
    for person_id, token in sorted(tokens.items(), key=lambda one: who.get(one[0], "")):
        address = f"{here.request.build_absolute_uri(reverse('desk:phone'))}#/enrol/{here.region.code}/{token}"
        cards.append(
            Card(
                name=who.get(person_id, ""),
                posts=_post_lines(here, waiting[person_id], areas),
                qr=segno.make(address, error="m").svg_data_uri(scale=4, border=3),
            )
        )
    context = {
        "cards": cards,
        "waiting": [(one, who.get(one, ""), _post_lines(here, posts, areas)) for one, posts in waiting.items()],
        "expires": here.now + devices.LINK_LASTS,
        "enrolled": len({row.person_id for row in read(here.scope, Phones()) if not row.revoked}),
    }
    return here.render("desk/enrol_sheet.html", context)


def _link(here: Page, person_id: Id) -> str:
    return devices.make_link(here.region_id, person_id, by=here.person_id, now=here.now)


def _without_phone(here: Page) -> dict[Id, list[Post]]:
    """Everybody who goes from door to door, has no phone enrolled, and lies in the reader's reach; with their posts."""
    enrolled = {row.person_id for row in read(here.scope, Phones()) if not row.revoked}
    waiting: dict[Id, list[Post]] = {}
    for post in posts_at(here.scope, at=here.now):
        if post.post in OWNS_DOORS | FALLBACK and post.person_id not in enrolled:
            waiting.setdefault(post.person_id, []).append(post)
    if here.scope.whole_region:
        return waiting
    return {one: posts for one, posts in waiting.items() if in_reach(here, one)}


def _post_lines(here: Page, posts: list[Post], areas: dict[Id, str]) -> list[str]:
    """What somebody does where, a line for each post over several areas: 网格员 水利小区、学背巷."""
    by_post: dict[str, list[str]] = {}
    for post in posts:
        by_post.setdefault(post.post, []).append(areas.get(post.area_id, ""))
    comma = here.word("list.comma")
    return [f"{here.word(f'post.{post}')} {comma.join(filter(None, some))}" for post, some in by_post.items()]
