"""The past: where somebody chooses as of when a page is shown, with the moments that are asked for most."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import DAY, Instant, local
from bulou.desk import pairs
from bulou.desk.language import own_address
from bulou.desk.page import Page, page
from bulou.desk.places import community_name
from bulou.desk.rounds import round_name
from bulou.projections.read import read
from bulou.projections.views.rounds import Closings, Rounds
from bulou.projections.views.territory import Communities

LAST: Final = 12
"""So many moments are offered, the latest first."""


class Moment(Struct, frozen=True, kw_only=True):
    """A moment that is offered, in words, and the pair of the address that leads there."""

    words: str
    at: Instant
    query: dict[str, str]


@page()
def past(here: Page) -> HttpResponse:
    """A form, and by a click: this hour yesterday, the deadlines of rounds, the closings as they were frozen."""
    back = own_address(here.request, here.request.GET.get("back", "")) or here.to("tonight")
    path, _, query = back.partition("?")
    kept = pairs.without(query)
    offered = sorted(_moments(here), key=lambda one: -one.at)[:LAST]
    context = {
        "path": path,
        "kept": kept,
        "typed": f"{local(here.now - DAY, here.region.zone):%Y-%m-%dT%H:%M}",
        "moments": [(one, f"{path}?{urlencode([*kept, *one.query.items()])}") for one in offered],
    }
    return here.render("desk/past.html", context)


def _moments(here: Page) -> Iterator[Moment]:
    zone = here.region.zone
    yesterday = here.now - DAY
    yield _then(here, here.word("past.this_hour_yesterday"), yesterday)
    communities = {row.id: row for row in read(here.scope, Communities())}
    for row in read(here.scope, Rounds()):
        name = round_name(row, here.language)
        if row.deadline <= here.now:
            yield _then(here, here.word("past.deadline", round=name), row.deadline)
        for closing in read(here.scope, Closings(round_id=row.id)):
            if closing.community_id in communities and closing.stage != "returned":
                community = communities[closing.community_id]
                yield Moment(
                    words=here.word("past.closing", round=name, community=community_name(community, here.language)),
                    at=closing.as_of,
                    query=pairs.query_of(AsOf(at=closing.as_of, cutoff=closing.cutoff), zone),
                )


def _then(here: Page, words: str, at: Instant) -> Moment:
    return Moment(words=words, at=at, query={"as_of": local(at, here.region.zone).isoformat(), "cutoff": pairs.THEN})
