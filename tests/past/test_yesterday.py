"""Tonight against yesterday: which moments, true differences that open the list of then, and no slower Tonight."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant, parse_instant
from bulou.core.rounds.yesterday import yesterday
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.ground.words import word
from bulou.projections import kept, rebuild
from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.past.test_pages import HOME, ZH
from tests.town import DEADLINE, NOW, ZONE, Town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
Clock = Callable[[Instant], None]


def _at(text: str) -> Instant:
    return parse_instant(f"2020-01-{text}+08:00")


@pytest.mark.parametrize(
    ("at", "deadlines", "hour", "close"),
    [
        ("30T19:46:05", [], "29T19:45", "29T22:00"),
        ("30T19:46:05", ["29T21:00", "29T20:00", "28T22:00", "30T22:00"], "29T19:45", "29T21:00"),
        ("31T01:30:00", ["30T22:00"], "30T01:30", "29T22:00"),
        ("31T04:00:00", ["30T22:00"], "30T04:00", "30T22:00"),
        ("30T19:46:05", ["30T02:00"], "29T19:45", "30T02:00"),
    ],
)
def test_yesterday_is_this_quarter_of_an_hour_and_when_its_work_was_shown(
    at: str, deadlines: list[str], hour: str, close: str
) -> None:
    found = yesterday(_at(at), zone=ZONE, deadlines=[_at(one) for one in deadlines])
    assert found == {"hour": _at(hour), "close": _at(close)}


@pytest.fixture
def next_day(evening: Town, director: Client, set_clock: Clock) -> Town:
    """A day later, when four more doors were screened and two of them had been told of too late for yesterday."""
    screened = VisitRecorded(outcome="screened", persons=2)
    evening.visit("学背巷 3号", screened, at=NOW + 10 * HOUR)
    evening.visit("学背巷 4号", screened, at=NOW + 11 * HOUR)
    phone = evening.phone("grid_worker")
    doors = [(evening.doors[f"水利小区 1-2-{label}"], screened) for label in ("101", "102")]
    evening.push(phone, doors, said=NOW - HOUR, received=NOW + HOUR)
    set_clock(NOW + DAY)
    return evening


def _apart(html: str, community: str) -> dict[str, int]:
    """The differences of a community's column, by the list that each opens."""
    column = html[html.index(f">{community}</a></h3>") :]
    column = column[: column.index("</li>\n")] if "column-reasons" not in column else column
    links = re.findall(r'class="apart" href="[^"]*among=(\w+)[^"]*"><span[^>]*>[^<]*</span>([^<]*)</a>', column)
    found: dict[str, int] = {}
    for name, number in links:
        found.setdefault(name, int(number.replace("±", "").replace("\u2212", "-").replace(",", "")))
    return found


def test_a_difference_is_tonight_less_what_was_shown_yesterday(next_day: Town, director: Client) -> None:
    assert "data-ahead" in director.get(HOME).content.decode()
    html = director.get(f"{HOME}yesterday", follow=True).content.decode()
    assert "data-ahead" not in html
    at = yesterday(NOW + DAY, zone=ZONE, deadlines=[])["hour"]
    (kept_one,) = kept.find(next_day.region_id, [at]).values()
    now = {row.name: figures for row, figures in standing(next_day.scope, at=NOW + DAY).communities}
    then = kept_one.figures[next_day.communities["东关"]]
    apart = _apart(html, "东关")
    assert apart["screened"] == now["东关"]["screened"] - then["screened"] == 4
    assert apart["owed"] == now["东关"]["owed"] - then["owed"] < 0
    assert apart["listed"] == 0


def test_a_difference_opens_the_list_of_yesterday(next_day: Town, director: Client) -> None:
    html = director.get(f"{HOME}yesterday", follow=True).content.decode()
    at = yesterday(NOW + DAY, zone=ZONE, deadlines=[])["hour"]
    (kept_one,) = kept.find(next_day.region_id, [at]).values()
    then = kept_one.figures[next_day.communities["东关"]]
    links = re.findall(r'class="apart" href="([^"]*among=(\w+)[^"]*)"', html)
    for link, name in links[:8]:
        listed = director.get(link.replace("&amp;", "&"), follow=True).content.decode()
        total = word("gaps.total", "zh", n=then[name], shown=then[name])
        assert f"{total}</span></h1>" in listed, name


def test_kept_figures_are_those_of_the_picture_and_stay(next_day: Town) -> None:
    at = NOW - MINUTE
    drawn = kept.draw(next_day.region_id, at)
    kept.keep(next_day.region_id, drawn)
    screened = VisitRecorded(outcome="screened", persons=2)
    next_day.push(
        next_day.phone("volunteer"),
        [(next_day.doors["水利小区 1-2-201"], screened)],
        said=at - HOUR,
        received=NOW + DAY,
    )
    assert kept.find(next_day.region_id, [at]) == {at: drawn}
    assert kept.draw(next_day.region_id, at) == drawn
    scope = type(next_day.scope)(
        region_id=next_day.region_id, reader_id=next_day.region_id, whole_region=True, as_of=drawn.as_of
    )
    assert {row.id: figures for row, figures in standing(scope, at=at).communities} == drawn.figures


def test_against_yesterdays_closing(next_day: Town, director: Client, set_clock: Clock) -> None:
    html = director.get(f"{HOME}yesterday", {"against": "close"}, follow=True).content.decode()
    (kept_one,) = kept.find(next_day.region_id, [DEADLINE]).values()
    assert kept_one.as_of.at == DEADLINE
    assert ZH["yesterday.hour"] in html
    assert _apart(html, "东关")["screened"] == 2
    assert ZH["yesterday.work_out"] not in html


def test_nobody_compares_when_not_asked_to_nor_of_the_past(next_day: Town, director: Client) -> None:
    assert 'class="against"' in director.get(HOME).content.decode()
    assert 'class="against"' not in director.get(HOME, {"against": "none"}).content.decode()
    past = director.get(HOME, {"as_of": "2020-01-30T20:00", "cutoff": "then"}, follow=True).content.decode()
    assert 'class="against"' not in past


def test_a_comparison_costs_tonight_two_statements(next_day: Town, director: Client) -> None:
    def asked(**query: str) -> list[str]:
        with CaptureQueriesContext(connection) as statements:
            director.get(HOME, query)
        return [one["sql"] for one in statements.captured_queries]

    director.get(f"{HOME}yesterday", follow=True)
    without, with_it = asked(against="none"), asked()
    assert len(with_it) == len(without) + 2
    assert not [one for one in with_it if ' FROM "fact" ' in one or " FROM fact " in one]


def test_a_rebuild_forgets_and_old_moments_are_let_go(next_day: Town, director: Client) -> None:
    director.get(f"{HOME}yesterday", follow=True)
    rebuild.rebuild(next_day.region_id)
    assert database.one("SELECT COUNT(*) FROM kept_figures WHERE region_id = %s", [next_day.region_id]) == (0,)
    old = kept.Kept(as_of=AsOf(at=NOW - 20 * DAY, cutoff=1), round=None, figures={})
    kept.keep(next_day.region_id, old)
    kept.keep(next_day.region_id, kept.draw(next_day.region_id, NOW))
    assert kept.find(next_day.region_id, [old.as_of.at, NOW]).keys() == {NOW}


@pytest.fixture
def secretary(evening: Town) -> Client:
    """The browser of the secretary of 东关."""
    return signed_in(evening, "secretary")


def test_a_secretary_compares_the_own_community_only(secretary: Client, director: Client, next_day: Town) -> None:
    director.get(f"{HOME}yesterday", follow=True)
    html = secretary.get(HOME).content.decode()
    assert _apart(html, "东关")["screened"] == 4
    assert next_day.communities["桥南"] not in html


def test_switching_the_language_stays_on_the_page(director: Client) -> None:
    assert f'name="next" value="{HOME}gaps?among=closed"' in director.get(f"{HOME}gaps?among=closed").content.decode()
