"""Tonight: how every community stands on the way to the deadline; the one page of the director."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import OWED_REASONS
from bulou.desk.page import Page, page
from bulou.desk.places import community_name
from bulou.desk.rounds import round_name
from bulou.desk.yesterday import comparison
from bulou.projections.read import read
from bulou.projections.standing import Standing, standing
from bulou.projections.views.doors import ChangeRow, Changes, NextBands
from bulou.projections.views.people import names

STEPS: Final = ("listed", "out_of_scope", "eligible", "attempted", "contacted", "screened", "closed")
"""The counts of a column below its owed doors, which stand above them in large."""
KNOCKED: Final = frozenset({"no_answer", "occupied_no_answer", "no_access", "away"})
"""Reasons for which the time band of the next attempt matters; the others wait for something else."""


class Piece(Struct, frozen=True, kw_only=True):
    """A stretch of a bar in percent of the eligible doors."""

    name: str
    doors: int
    begin: float
    width: float


class Bar(Struct, frozen=True, kw_only=True):
    """The eligible doors split into screened, contacted, attempted, untouched; `closed` is where a mark stands."""

    pieces: list[Piece]
    closed: float


class Column(Struct, frozen=True, kw_only=True):
    """One community, or everything in the scope when `id` is empty."""

    id: Id
    name: str
    figures: Mapping[str, int]
    steps: list[tuple[str, int]]
    bar: Bar | None
    reasons: list[tuple[str, int]]


class Change(Struct, frozen=True, kw_only=True):
    """A door that changed and who brought the last word of it."""

    door: ChangeRow
    who: str


@page(live=True)
def tonight(here: Page) -> HttpResponse:
    """All communities side by side; every number opens its list."""
    now = standing(here.scope, at=here.at)
    whole = column("", "", now.region)
    context = {
        "round": now.round,
        "round_name": round_name(now.round, here.language) if now.round else "",
        "whole": whole,
        "next_bands": _next_bands(here, now),
        "columns": [column(row.id, community_name(row, here.language), figures) for row, figures in now.communities],
        "phones": now.phones,
        "heard_since": now.heard_since,
        "left": now.round.deadline - here.at if now.round else 0,
        "late": here.at - now.round.deadline if now.round else 0,
        "elapsed": _elapsed(now, here.at),
        "changes": changes(here, now),
        "comparison": comparison(here, now),
    }
    return here.render("desk/tonight.html", context, live="desk/tonight_live.html")


def column(community_id: Id, name: str, figures: Mapping[str, int]) -> Column:
    """The figures of one area as Tonight shows them."""
    reasons = [(reason, figures[f"owed_{reason}"]) for reason in OWED_REASONS if figures[f"owed_{reason}"]]
    return Column(
        id=community_id,
        name=name,
        figures=figures,
        steps=[(step, figures[step]) for step in STEPS],
        bar=bar(figures),
        reasons=sorted(reasons, key=lambda one: -one[1]),
    )


def bar(figures: Mapping[str, int]) -> Bar | None:
    """Screened lies within contacted, contacted within attempted; what is left nobody has gone to. None: no doors."""
    eligible = figures["eligible"]
    if not eligible:
        return None
    upto = [0, figures["screened"], figures["contacted"], figures["attempted"], eligible]
    names = ("screened", "contacted", "attempted", "untouched")
    pieces = [
        Piece(
            name=name,
            doors=upto[step + 1] - upto[step],
            begin=_percent(upto[step], eligible),
            width=_percent(upto[step + 1] - upto[step], eligible),
        )
        for step, name in enumerate(names)
    ]
    return Bar(pieces=pieces, closed=_percent(figures["closed"], eligible))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _elapsed(now: Standing, at: int) -> float:
    if now.round is None or now.round.deadline <= now.round.opened_at:
        return 0
    spent = (at - now.round.opened_at) / (now.round.deadline - now.round.opened_at)
    return round(100 * min(max(spent, 0), 1), 2)


def _next_bands(here: Page, now: Standing) -> dict[str, str]:
    """By reason: the time band in which most of its doors are best tried next."""
    if now.round is None:
        return {}
    rows = read(here.scope, NextBands(round_id=now.round.id))
    bands: dict[str, str] = {}
    for row in rows:
        if row.next_band and row.reason in KNOCKED:
            bands.setdefault(row.reason, row.next_band)
    return bands


def changes(here: Page, now: Standing) -> Sequence[Change]:
    """What arrived last, newest first."""
    if now.round is None:
        return []
    rows = read(here.scope, Changes(round_id=now.round.id))
    who = names(here.scope, {row.last_by for row in rows if row.last_by})
    return [Change(door=row, who=who.get(row.last_by or "", "")) for row in rows]
