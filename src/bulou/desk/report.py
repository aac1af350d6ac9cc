"""Report: tonight's figures in words to be copied into WeChat, read out on the telephone, or sent as a picture."""

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import local
from bulou.core.rounds.figures import OWED_REASONS
from bulou.desk.days import day_words
from bulou.desk.page import Page, page
from bulou.desk.places import community_name
from bulou.desk.rounds import round_name
from bulou.desk.yesterday import comparison
from bulou.projections.standing import Standing, standing
from bulou.projections.views.territory import CommunityRow
from bulou.reports.fonts import NoChineseFont
from bulou.reports.typesetting import pictures

TOLD: Final = ("eligible", "attempted", "contacted", "screened", "closed", "owed")
"""The counts of a report, in the order in which superiors ask for them."""
COLUMNS: Final = ("eligible", "screened", "closed", "owed")
PPI: Final = 144
"""A picture of 375 points is then 750 pixels wide: sharp on a phone, some 100 kB."""


class Line(Struct, frozen=True, kw_only=True):
    """A community in the table: its name and COLUMNS, and how much of a bar is closed (0 to 100)."""

    name: str
    counts: tuple[int, ...]
    share: float


class Report(Struct, frozen=True, kw_only=True):
    """What is told: every number comes from the standing, none is computed in words."""

    title: str
    time: str
    headline: str
    one: str
    sums: str
    reasons: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    watch: str
    difference: str

    @property
    def text(self) -> str:
        """The whole report as plain text, a line each."""
        table = [f"{line.name}  {' / '.join(map(str, line.counts))}" for line in self.lines]
        told = [self.title, self.time, self.sums, self.reasons]
        if table:
            told += [f"{self.heads[0]}  {' / '.join(self.heads[1:])}", *table]
        return "\n".join(one for one in [*told, self.watch, self.difference] if one)


@page()
def report(here: Page) -> HttpResponse:
    """The sentence, the report and the picture, of everything in the scope or of one community."""
    now = standing(here.scope, at=here.at)
    wanted = _wanted(here, now)
    context = {
        "told": report_of(here, now, wanted) if now.round else None,
        "community": wanted,
        "choices": [(row.id, community_name(row, here.language)) for row, _ in now.communities],
    }
    return here.render("desk/report.html", context)


@page()
def picture(here: Page) -> HttpResponse:
    """The report as a PNG that any phone can pass on."""
    now = standing(here.scope, at=here.at)
    wanted = _wanted(here, now)
    if not now.round:
        raise Http404
    try:
        made = pictures("report", report_of(here, now, wanted), language=here.language, ppi=PPI)
    except NoChineseFont as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made[0], content_type="image/png")
    name = f"{here.region.code}-{local(here.at, here.region.zone):%m%d-%H%M}"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.png"'
    return answer


def _wanted(here: Page, now: Standing) -> Id:
    wanted = here.request.GET.get("community", "")
    if wanted and wanted not in {row.id for row, _ in now.communities}:
        raise Http404
    return wanted


def report_of(here: Page, now: Standing, community: Id = "") -> Report:
    """The report of a community, or of all that the reader sees."""
    own = next(((row, figures) for row, figures in now.communities if row.id == community), None)
    figures = own[1] if own else now.region
    name = community_name(own[0], here.language) if own else here.region_name
    at = local(here.at, here.region.zone)
    round_words = round_name(now.round, here.language) if now.round else ""
    deadline = local(now.round.deadline, here.region.zone) if now.round else at
    said = {key: figures[key] for key in TOLD}
    named = {"name": name, "round": round_words, "day": day_words(at.date(), here.language),
             "clock": f"{at:%H:%M}", "deadline": f"{deadline:%H:%M}"}  # fmt: skip
    return Report(
        title=here.word("report.title_line", **named),
        time=_time(here, named),
        headline=here.word("report.headline", n=figures["owed"], owed=figures["owed"])
        if figures["owed"]
        else here.word("wall.none_owed"),
        one=here.word("report.one", **named, **said),
        sums=here.word("report.sums", **said),
        reasons=_reasons(here, figures),
        heads=(here.word("report.community"), *(here.word(f"figure.{column}") for column in COLUMNS)),
        lines=() if own or len(now.communities) < 2 else tuple(_line(here, row, one) for row, one in now.communities),
        watch=_watch(here, now, figures, whole=not own),
        difference="" if own or here.scope.as_of else _difference(here, now),
    )


def _time(here: Page, named: Mapping[str, str]) -> str:
    """As of when; of the past also with what had arrived, so that the same text can be made again."""
    words = here.word("report.time_line", **named)
    return f"{words} {here.word('report.cutoff', cutoff=here.as_of.cutoff)}" if here.as_of else words


def _line(here: Page, row: CommunityRow, figures: Mapping[str, int]) -> Line:
    share = 100 * figures["closed"] / figures["eligible"] if figures["eligible"] else 100
    return Line(
        name=community_name(row, here.language),
        counts=tuple(figures[column] for column in COLUMNS),
        share=round(share, 1),
    )


def _reasons(here: Page, figures: Mapping[str, int]) -> str:
    owing = [(figures[f"owed_{reason}"], here.word(f"reason.{reason}")) for reason in OWED_REASONS]
    told = [
        here.word("report.reason", reason=words, doors=doors) for doors, words in sorted(owing, reverse=True) if doors
    ]
    return here.word("report.reasons", reasons=here.word("list.comma").join(told)) if told else ""


def _watch(here: Page, now: Standing, figures: Mapping[str, int], *, whole: bool) -> str:
    """What must be seen to. Phones and held facts are counted for the region, not for a community."""
    told = [here.word("report.positive", n=figures["positive"]), here.word("report.unowned", n=figures["unowned"])]
    if whole:
        if here.scope.as_of is None:  # what phones say of themselves is only of now
            told.append(here.word("report.phones", n=now.phones["devices_unheard"]))
        told.append(here.word("report.held", n=now.phones["held"]))
    return here.word("report.semicolon").join(told)


def _difference(here: Page, now: Standing) -> str:
    """Against yesterday as Tonight compares it, where those figures are there."""
    found = comparison(here, now)
    if found is None or not found.known:
        return ""
    at = local(found.at, here.region.zone)
    signed = {name: f"{number:+d}" for name, number in found.whole.items()}
    return here.word("report.difference", day=day_words(at.date(), here.language), clock=f"{at:%H:%M}", **signed)
