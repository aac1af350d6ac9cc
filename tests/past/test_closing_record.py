"""A closing's record a year later: the same figures, what arrived late beside them, and lists as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant
from bulou.core.visits.facts import VisitRecorded
from bulou.desk.closing_record import FIGURES
from bulou.ground.words import word
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.rounds import ClosingRow, Closings
from tests.desk.conftest import signed_in
from tests.past.test_pages import HOME, ZH
from tests.town import NOW, Phone, Town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
Clock = Callable[[Instant], None]
LATE = ("水利小区 1-2-101", "水利小区 1-2-102", "水利小区 1-2-201")


@pytest.fixture
def phone(evening: Town) -> Phone:
    """A phone that spoke a moment ago: it does not stand in the way of closing."""
    phone = evening.phone("grid_worker")
    evening.push(phone, [], said=NOW, received=NOW)
    return phone


@pytest.fixture
def closing(evening: Town, phone: Phone) -> ClosingRow:
    signed_in(evening, "secretary").post(f"{HOME}closing/{evening.communities['东关']}", {"remainder": "on"})
    (found,) = read(evening.scope, Closings(round_id=evening.round_id))
    return found


def _a_year_later(town: Town, phone: Phone, set_clock: Clock) -> None:
    """Three facts arrive late, one about the time after the closing, and then life goes on for a year."""
    screened = VisitRecorded(outcome="screened", persons=2)
    late = [(town.doors[name], screened) for name in LATE]
    town.push(phone, late, said=NOW - HOUR, received=NOW + HOUR)
    town.push(phone, [(town.doors["水利小区 1-2-301"], screened)], said=NOW + MINUTE, received=NOW + HOUR)
    set_clock(NOW + 365 * DAY)
    for number in range(1, 6):
        town.visit(f"学背巷 {number}号", screened, at=NOW + 300 * DAY)


def _record(client: Client, closing: ClosingRow) -> str:
    answer = client.get(f"{HOME}closing/{closing.id}/record")
    assert answer.status_code == 200
    return answer.content.decode()


def _figures(html: str) -> dict[str, list[int]]:
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', html)
    return {
        name: [int(number.replace(",", "")) for number in re.findall(r">(\d[\d,]*)</a>", row)] for name, row in rows
    }


def test_what_a_closing_freezes_is_the_picture_as_of_its_pair(evening: Town, closing: ClosingRow) -> None:
    then = AsOf(at=closing.as_of, cutoff=closing.cutoff)
    scope = type(evening.scope)(region_id=evening.region_id, reader_id=evening.region_id, whole_region=True, as_of=then)
    of_then = {row.id: figures for row, figures in standing(scope, at=then.at).communities}[closing.community_id]
    assert json.loads(closing.figures) == of_then
    assert ledger.late_count(evening.region_id, then) == 0


def test_a_year_later_the_record_has_the_same_figures(
    evening: Town, phone: Phone, closing: ClosingRow, director: Client, set_clock: Clock
) -> None:
    frozen = json.loads(closing.figures)
    before = _record(director, closing)
    assert ZH["closing.record.nothing"] in before
    _a_year_later(evening, phone, set_clock)
    after = _figures(_record(director, closing))
    for name in FIGURES:
        assert after[ZH[f"figure.{name}"]][0] == _figures(before)[ZH[f"figure.{name}"]][0] == frozen[name]


def test_what_arrived_late_stands_beside_and_is_listed(
    evening: Town, phone: Phone, closing: ClosingRow, director: Client, set_clock: Clock
) -> None:
    frozen = json.loads(closing.figures)
    _a_year_later(evening, phone, set_clock)
    html = _record(director, closing)
    assert word("closing.record.changed", "zh", n=3) in html
    figures = _figures(html)
    assert figures[ZH["figure.screened"]] == [frozen["screened"], frozen["screened"] + 3]
    assert figures[ZH["figure.owed"]] == [frozen["owed"], frozen["owed"] - 3]
    assert all(evening.doors[name] in html for name in LATE)
    assert evening.doors["水利小区 1-2-301"] not in html


def test_every_figure_of_a_record_opens_its_list_of_then(
    evening: Town, phone: Phone, closing: ClosingRow, director: Client, set_clock: Clock
) -> None:
    _a_year_later(evening, phone, set_clock)
    html = _record(director, closing)
    links = re.findall(r'href="([^"]*gaps[^"]*)">(\d+)</a>', html)
    assert len(links) > 2 * len(FIGURES)
    for link, number in links:
        listed = director.get(link.replace("&amp;", "&"), follow=True).content.decode()
        assert f"{word('gaps.total', 'zh', n=int(number), shown=number)}</span></h1>" in listed, link


def test_late_news_that_changes_no_figure_is_still_told(
    evening: Town, phone: Phone, closing: ClosingRow, director: Client, set_clock: Clock
) -> None:
    again = VisitRecorded(outcome="screened", persons=3)
    evening.push(phone, [(evening.doors["水利小区 1-1-101"], again)], said=NOW - HOUR, received=NOW + HOUR)
    html = _record(director, closing)
    assert word("closing.record.same", "zh", n=1) in html


def test_a_record_is_shown_to_those_who_may_see_its_community(
    evening: Town, closing: ClosingRow, director: Client
) -> None:
    address = f"{HOME}closing/{closing.id}/record"
    assert signed_in(evening, "secretary").get(address).status_code == 200
    assert signed_in(evening, "other_secretary").get(address).status_code == 404
    assert director.get(f"{HOME}closing/nonsense/record").status_code == 404
