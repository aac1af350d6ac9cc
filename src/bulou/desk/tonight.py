"""Tonight: how every community stands on the way to the deadline."""

from django.http import HttpResponse

from bulou.desk.page import Page, page
from bulou.projections.standing import standing


@page(live=True)
def tonight(here: Page) -> HttpResponse:
    """The one page of the director."""
    return here.render(
        "desk/tonight.html", {"standing": standing(here.scope, at=here.now)}, live="desk/tonight_live.html"
    )
