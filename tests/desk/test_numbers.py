"""Every number on Tonight opens a list, and the list is as long as the number says."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

pytestmark = pytest.mark.engine
NUMBER = re.compile(r'<a href="([^"]+)">([\d,]+)</a>')
ROWS = re.compile(r"<tr[ >]")


def _numbers(page: str) -> list[tuple[str, int]]:
    return [(unescape(address), int(number.replace(",", ""))) for address, number in NUMBER.findall(page)]


def _length(page: str) -> int:
    """How many rows the tables of a page show: body rows that are not headings of groups."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page, flags=re.DOTALL)
    return sum(len(ROWS.findall(body)) - body.count('<tr class="group">') for body in bodies)


@pytest.mark.parametrize("person", ["director", "secretary"])
def test_every_number_on_tonight_equals_the_length_of_its_list(town: Town, person: str) -> None:
    reader = signed_in(town, person)
    numbers = _numbers(reader.get(f"/r/{town.region.code}/").content.decode())
    assert len(numbers) > 25
    for address, number in numbers:
        page = reader.get(address)
        assert page.status_code == 200, address
        assert _length(page.content.decode()) == number, address


def test_the_headline_says_what_the_figures_say(town: Town, director: Client) -> None:
    figures = standing(town.scope, at=NOW).region
    page = director.get(f"/r/{town.region.code}/").content.decode()
    headline = re.sub(r"<[^>]+>|\s+", "", page.partition('<h1 id="headline">')[2].partition("</h1>")[0])
    assert headline == f"应排{figures['eligible']}户，已结{figures['closed']}户，还差{figures['owed']}户"


def test_numbers_on_people_and_places_equal_their_lists_too(town: Town, director: Client) -> None:
    for start in ("people", "places"):
        for address, number in _numbers(director.get(f"/r/{town.region.code}/{start}").content.decode()):
            assert _length(director.get(address).content.decode()) == number, address


def test_the_reasons_of_the_gap_list_add_up_to_it(town: Town, director: Client) -> None:
    page = director.get(f"/r/{town.region.code}/gaps").content.decode()
    chips = page.partition('<ul class="why chips">')[2].partition("</ul>")[0]
    assert sum(int(one) for one in re.findall(r"<b>(\d+)</b>", chips)) == _length(page)


def test_filters_narrow_the_gap_list(town: Town, director: Client) -> None:
    base = f"/r/{town.region.code}/gaps"
    owner = town.people["grid_worker"]
    for query, doors in (
        (f"community={town.communities['桥南']}", 4),
        (f"compound={town.compounds['学背巷']}", 4),
        ("reason=refused", 1),
        (f"owner={owner}&community={town.communities['桥南']}", 0),
        ("among=unowned", 4),
        ("among=out_of_scope", 1),
    ):
        assert _length(director.get(f"{base}?{query}").content.decode()) == doors, query


def test_a_secretary_sees_the_own_community_and_nothing_else(town: Town) -> None:
    other = signed_in(town, "other_secretary")
    page = other.get(f"/r/{town.region.code}/").content.decode()
    assert "桥南" in page
    assert "东关" not in page
    own, foreign = town.doors["河边小区 1-1-101"], town.doors["水利小区 1-1-101"]
    assert other.get(f"/r/{town.region.code}/doors/{own}").status_code == 200
    assert other.get(f"/r/{town.region.code}/doors/{foreign}").status_code == 404
    assert other.get(f"/r/{town.region.code}/compounds/{town.compounds['水利小区']}").status_code == 404


def test_a_long_list_comes_in_pages_with_its_total(
    town: Town, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulou.desk.doors.PER_PAGE", 10)
    base = f"/r/{town.region.code}/gaps?among=listed"
    pages = [director.get(f"{base}&page={number}").content.decode() for number in (1, 2, 3, 4)]
    assert [_length(page) for page in pages] == [10, 10, 10, 3]
    assert all("共 33 户" in page for page in pages)
    doors = [address for page in pages for address in re.findall(r'href="([^"]+/doors/[^"]+)"', page)]
    assert len(set(doors)) == 33


def test_a_filter_that_no_page_offers_is_not_found(town: Town, director: Client) -> None:
    for query in ("among=everything", "reason=none", "community=1%27--"):
        assert director.get(f"/r/{town.region.code}/gaps?{query}").status_code == 404
