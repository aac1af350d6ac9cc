"""Pages as of a past moment: what they show, that they say so, that links stay there, and that nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant, local
from bulou.core.people.facts import PostLeft
from bulou.core.visits.facts import VisitRecorded
from bulou.desk import pairs
from bulou.desk.urls import region as addresses
from bulou.ground.words import catalogue, word
from bulou.intake.said import Saying
from bulou.ledger import regions
from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.town import NOW, ZONE, Town, an_evening, build_town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
HOME = "/r/jixian/"
ZH = catalogue("zh")


def _query(at: Instant, cutoff: int | str) -> dict[str, str]:
    return {"as_of": local(at, ZONE).isoformat(), "cutoff": str(cutoff)}


def _shown(client: Client, page: str, query: dict[str, str]) -> str:
    answer = client.get(HOME + page, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/r/[^"]*)"', html)]


def _head(town: Town) -> int:
    return regions.position(town.region_id)


def _main(html: str) -> str:
    return html[html.index("<main") :].partition("</aside>")[2]


def _unmarked(html: str) -> str:
    """The page without the marks beside doors of which more arrived since."""
    return re.sub(r' <b class="tone-open nowrap">.*?</b>', "", _main(html))


def _filled(page: str, town: Town) -> str:
    return page.format(
        compound=town.compounds["水利小区"],
        lane=town.stairwells["学背巷"],
        door=town.doors["水利小区 1-1-601"],
        round=town.round_id,
        community=town.communities["东关"],
    )


PAGES = (
    "", "gaps", "gaps?among=screened", "places", "compounds/{compound}", "stairwells/{lane}", "doors/{door}", "rounds",
    "rounds/{round}", "closing", "closing/{community}", "held", "people", "people/chain", "people/fallback", "report",
)  # fmt: skip


def test_every_page_of_the_past_is_an_address(evening: Town) -> None:
    assert {one.name for one in addresses} >= pairs.PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_past_shows_the_same_after_many_later_facts(evening: Town, director: Client, page: str) -> None:
    path, _, rest = _filled(page, evening).partition("?")
    query = {**_query(NOW, _head(evening)), **({"among": "screened"} if rest else {})}
    before = _shown(director, path, query)
    assert 'class="past-banner"' in before
    for label in ("1-2-101", "1-2-102", "1-1-601"):
        body = VisitRecorded(outcome="screened", persons=2)
        evening.visit(f"水利小区 {label}", body, at=NOW - MINUTE)
        evening.visit(f"水利小区 {label}", body, at=NOW + MINUTE)
    after = _shown(director, path, query)
    if page.startswith("doors"):
        assert ZH["story.after"] in after
    else:
        assert _unmarked(after) == _unmarked(before)


def test_figures_as_of_an_hour_are_those_that_were_shown_then(evening: Town, director: Client) -> None:
    then = standing(evening.scope, at=NOW).region
    cutoff = _head(evening)
    for floor in (1, 2, 3):
        evening.visit(f"水利小区 1-2-{floor}01", VisitRecorded(outcome="screened", persons=1), at=NOW)
    assert standing(evening.scope, at=NOW).region["closed"] == then["closed"] + 3
    html = _shown(director, "", _query(NOW, cutoff))
    closed = re.search(r'among=closed"[^>]*>(\d+)</a>', html)
    assert closed is not None
    assert int(closed.group(1)) == then["closed"]
    assert catalogue("zh")["past.late"].format(n=3) in html


@pytest.mark.parametrize("page", PAGES)
def test_links_stay_in_the_past_and_there_is_nothing_to_press(evening: Town, director: Client, page: str) -> None:
    path, _, rest = _filled(page, evening).partition("?")
    cutoff = _head(evening)
    html = _shown(director, path, {**_query(NOW - HOUR, cutoff), **({"among": "screened"} if rest else {})})
    keeping = re.compile(rf"^{HOME}(gaps|places|compounds|stairwells|doors|rounds|closing|\?|$)")
    links = [link for link in _links(_main(html)) if keeping.match(link)]
    for link in links:
        asked = parse_qs(urlsplit(link).query)
        assert asked.get("cutoff") == [str(cutoff)], link
    assert 'method="post"' not in _main(html)


def test_every_number_on_tonight_of_the_past_opens_its_list_of_then(evening: Town, director: Client) -> None:
    cutoff = _head(evening)
    html = _main(_shown(director, "", _query(NOW, cutoff)))
    numbers = re.findall(r'href="([^"]*)">([\d,]+)</a>', html)
    assert len(numbers) > 20
    for link, number in numbers:
        asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        assert asked.get("cutoff") == [str(cutoff)], (link, number)


def test_words_become_numbers_so_that_an_address_means_the_same_for_ever(evening: Town, director: Client) -> None:
    head = _head(evening)
    for said, cutoff in (("then", head), ("now", head), ("", head)):
        answer = director.get(HOME, {"as_of": "2020-01-30T19:46:05", "cutoff": said})
        assert answer.status_code == 302
        asked = parse_qs(urlsplit(answer["Location"]).query)
        assert asked == {"as_of": ["2020-01-30T19:46:05+08:00"], "cutoff": [str(cutoff)]}
    answer = director.get(HOME + "gaps", {"as_of": "2020-01-20 10:00", "cutoff": "then", "among": "closed"})
    assert parse_qs(urlsplit(answer["Location"]).query)["cutoff"] == ["0"]


def test_what_cannot_be_read_is_refused_with_a_form(evening: Town, director: Client) -> None:
    for field, value in (("as_of", "昨晚"), ("as_of", "2020-01-30"), ("cutoff", "-1"), ("cutoff", "9" * 20)):
        answer = director.get(HOME + "gaps", {field: value, "among": "closed"})
        assert answer.status_code == 400
        html = answer.content.decode()
        assert ZH[f"past.unreadable.{field}"] in html
        assert '<input type="hidden" name="among" value="closed">' in html


def test_nothing_can_be_written_from_the_past(evening: Town, director: Client) -> None:
    head = _head(evening)
    pair = "as_of=2020-01-30T19:00:00%2B08:00&cutoff=5"
    door = evening.doors["水利小区 1-1-101"]
    for path in (f"closing/{evening.communities['东关']}", f"doors/{door}/open", "rounds/new"):
        assert director.post(f"{HOME}{path}?{pair}", {"remainder": "on"}).status_code == 403
    assert _head(evening) == head


def test_a_page_that_knows_only_now_says_so(evening: Town, director: Client) -> None:
    answer = director.get(HOME + "grids", _query(NOW, 5), follow=True)
    assert answer.redirect_chain[-1][0] == f"{HOME}grids"
    assert ZH["past.only_now"] in answer.content.decode()


def test_doubts_are_said(evening: Town, director: Client) -> None:
    html = _shown(director, "", _query(NOW, _head(evening) + 9))
    assert ZH["past.doubt.beyond_head"] in html
    html = _shown(director, "", _query(NOW - 400 * DAY, 0))
    assert ZH["past.doubt.before_founding"] in html


def test_what_arrived_late_is_marked_in_lists_and_stories(evening: Town, director: Client) -> None:
    phone = evening.phone("grid_worker")
    door = evening.doors["水利小区 1-2-301"]
    before = _head(evening)
    evening.push(phone, [(door, VisitRecorded(outcome="no_answer"))], said=NOW - 2 * HOUR, received=NOW)
    row = _row(_shown(director, "gaps", {}), door)
    assert ZH["gaps.late"] in row
    row = _row(_shown(director, "gaps", _query(NOW - HOUR, before)), door)
    assert ZH["gaps.after"] in row
    assert ZH["gaps.untried"] in row
    story = _shown(director, f"doors/{door}", _query(NOW - HOUR, before))
    assert ZH["story.after"] in story
    assert ZH["state.no_answer"] in story


def _row(html: str, door: str) -> str:
    begin = html.index(f"doors/{door}")
    return html[begin : html.index("</tr>", begin)]


def test_what_was_held_then_is_listed_as_it_was(evening: Town, director: Client) -> None:
    phone = evening.phone("grid_worker")
    before = _head(evening)
    stray = VisitRecorded(outcome="screened", persons=2)
    evening.push(phone, [(evening.doors["河边小区 1-1-101"], stray)], said=NOW - HOUR, received=NOW)
    after = _head(evening)
    for cutoff, held in ((before, 0), (after, 1)):
        tonight = _shown(director, "", _query(NOW, cutoff))
        assert re.search(rf'href="{HOME}held\?[^"]*cutoff={cutoff}">{held}</a>', tonight)
        listed = _shown(director, "held", _query(NOW, cutoff))
        assert word("held.total", "zh", n=held) in listed
        assert ZH["story.judge"] not in _main(listed).partition("<tbody>")[2]


def test_a_reader_sees_of_the_past_what_the_reader_may_see(evening: Town) -> None:
    secretary = signed_in(evening, "other_secretary")
    html = _shown(secretary, "gaps", {**_query(NOW, _head(evening)), "among": "listed"})
    assert evening.doors["河边小区 1-1-101"] in html
    assert not [door for name, door in evening.doors.items() if name.startswith("水利小区") and door in html]
    door = evening.doors["水利小区 1-1-101"]
    assert secretary.get(f"{HOME}doors/{door}", _query(NOW, 5), follow=True).status_code == 404


def test_moments_are_offered_and_lead_back_to_the_page(evening: Town, director: Client) -> None:
    assert f'class="look-back" href="{HOME}past?back=%2Fr%2Fjixian%2Fgaps%3Famong%3Dclosed"' in _shown(
        director, "gaps", {"among": "closed"}
    )
    html = _shown(director, "past", {"back": f"{HOME}gaps?among=closed"})
    assert f'action="{HOME}gaps"' in html
    offered = [link for link in _links(html) if "as_of=" in link]
    assert offered
    assert all("among=closed" in link for link in offered)
    assert director.get(offered[0], follow=True).status_code == 200
    assert '="https://evil' not in _shown(director, "past", {"back": "https://evil.example/"})


def _statements(town: Town) -> dict[str, int]:
    an_evening(town)
    reader = signed_in(town, "director")
    home = f"/r/{town.region.code}/"
    query = pairs.query_of(AsOf(at=NOW - MINUTE, cutoff=_head(town) - 2), ZONE)
    counts = {}
    for page in ("", "gaps", "compounds/{compound}", "doors/{door}", "closing", "past"):
        path = home + _filled(page, town)
        reader.get(path, {} if page == "past" else query, follow=True)
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(path, {} if page == "past" else query).status_code == 200
        counts[page] = len(asked)
    return counts


def test_a_picture_once_drawn_asks_the_database_as_often_for_any_town(
    db: None, set_clock: Callable[[Instant], None]
) -> None:
    small = _statements(build_town(floors=6, code="small"))
    large = _statements(build_town(floors=30, code="large"))
    assert small == large
    assert max(small.values()) <= 35


def test_who_answered_for_what_is_shown_as_of_then(evening: Town, director: Client) -> None:
    query = _query(NOW, _head(evening))
    evening.say(
        Saying(
            subject_kind="post",
            subject_id=evening.posts["grid_worker"],
            body=PostLeft(until=local(NOW - HOUR, ZONE).isoformat()),
        ),
        by="director",
        at=NOW + MINUTE,
    )
    for page in ("people", "people/chain", f"doors/{evening.doors['学背巷 1号']}"):
        assert "张网格" in _main(_shown(director, page, query))
    assert "张网格" not in director.get(f"{HOME}people/chain").content.decode()


def test_a_report_of_the_past_has_the_figures_of_then_and_says_with_what_had_arrived(evening: Town) -> None:
    client, then = signed_in(evening, "director"), _query(NOW - HOUR, _head(evening))
    before = _shown(client, "report", then)
    evening.visit("水利小区 1-2-601", VisitRecorded(outcome="screened", persons=2, answers={"returnee": False}), at=NOW)
    again, now = _shown(client, "report", then), _shown(client, "report", {})
    told = re.compile(r'<p id="told-one"[^>]*>(.*?)</p>')
    assert told.findall(again) == told.findall(before) != told.findall(now)
    assert f"入库到第{then['cutoff']}条" in again
    assert client.get(HOME + "report.png", then).headers["Content-Type"] == "image/png"
