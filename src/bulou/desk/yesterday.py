"""Yesterday: how far tonight's figures differ from those of this hour yesterday, or of yesterday's closing."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.rounds.yesterday import AGAINST, Against, yesterday
from bulou.desk import pairs
from bulou.desk.page import Page, page
from bulou.ground.words import word
from bulou.intake.writer import write
from bulou.projections import kept
from bulou.projections.read import read
from bulou.projections.standing import Standing
from bulou.projections.views.rounds import Rounds

NONE: Final = "none"
"""In place of a moment: no comparison is wanted."""
SUMMED: Final = ("screened", "closed", "owed")
"""What the one sentence about the whole compares."""


class Comparison(Struct, frozen=True, kw_only=True):
    """Tonight against a moment of yesterday. `known`: whether its figures are there; without, they can be asked for.

    `differences` are by community and figure, `whole` those of everything in the scope; `then` is the pair of the
    address that shows the page as of that moment, `round_name` the round that ran then.
    """

    against: Against
    at: Instant
    known: bool
    differences: Mapping[Id, Mapping[str, int]]
    whole: Mapping[str, int]
    then: Mapping[str, str]
    round_name: str


@page()
def compare(here: Page) -> HttpResponse:
    """Draws the figures of a moment of yesterday where nobody has yet, and leads back to Tonight."""
    against = _against(here)
    if against is not None:
        at = _moments(here)[against]
        if not kept.find(here.region_id, [at]):
            drawn = kept.draw(here.region_id, at)
            write(lambda: kept.keep(here.region_id, drawn))
    return here.go(here.to("tonight", against=against if against != AGAINST[0] else ""))


def comparison(here: Page, now: Standing) -> Comparison | None:
    """Against what the reader chose; None where there is nothing to compare: no wish, no round, the past, a part of a
    community (figures are kept for communities).
    """
    against = _against(here)
    parts = here.scope.compounds | here.scope.grids | here.scope.stairwells
    if against is None or now.round is None or here.as_of or (parts and not here.scope.whole_region):
        return None
    at = _moments(here)[against]
    found = kept.find(here.region_id, [at]).get(at)
    if found is None:
        return Comparison(against=against, at=at, known=False, differences={}, whole={}, then={}, round_name="")
    differences = {
        row.id: {name: number - found.figures.get(row.id, {}).get(name, 0) for name, number in figures.items()}
        for row, figures in now.communities
    }
    return Comparison(
        against=against,
        at=at,
        known=True,
        differences=differences,
        whole={name: sum(one[name] for one in differences.values()) for name in SUMMED},
        then=pairs.query_of(found.as_of, here.region.zone),
        round_name=word("round.number", here.language, n=found.round) if found.round else "",
    )


def _against(here: Page) -> Against | None:
    asked = here.request.GET.get("against", "")
    if asked == NONE:
        return None
    return next((one for one in AGAINST if one == asked), AGAINST[0])


def _moments(here: Page) -> dict[Against, Instant]:
    return yesterday(here.now, zone=here.region.zone, deadlines=[row.deadline for row in read(here.scope, Rounds())])
