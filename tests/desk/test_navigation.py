"""Navigation: groups by what is done there, every page in one of them, nobody is offered what they may not open."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from bulou.desk.navigation import GROUPS
from bulou.desk.urls import region
from tests.desk.conftest import signed_in
from tests.town import Town

ENTRIES = [entry for entries in GROUPS.values() for entry in entries]


def _current(page: str) -> list[str]:
    return re.findall(r'aria-current="[^"]+">([^<]+)</a>', page.partition("</header>")[0])


def _offered(client: Client, start: str) -> set[str]:
    """Every page that the navigation leads to, group by group."""
    found: set[str] = set()
    ahead = {start}
    while ahead:
        address = ahead.pop()
        found.add(address)
        masthead = client.get(address).content.decode().partition("</header>")[0]
        ahead |= set(re.findall(r'<li><a href="([^"]+)"', masthead)) - found
    return found


def test_every_page_is_offered_once_and_opens(town: Town, director: Client) -> None:
    code = town.region.code
    offered = _offered(director, f"/r/{code}/")
    assert offered == {reverse(f"desk:{entry.name}", args=(code,)) for entry in ENTRIES}
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)


def test_nobody_is_offered_a_page_that_refuses_them(town: Town) -> None:
    town.engage("包片", "tract_cadre", "compound", town.compounds["水利小区"], key="cadre")
    client = signed_in(town, "cadre")
    offered = _offered(client, f"/r/{town.region.code}/")
    assert all(client.get(address).status_code == 200 for address in offered)
    assert not any("/import" in address or "/grids" in address for address in offered)
    assert any(address.endswith("/gaps") for address in offered)


def test_a_page_behind_another_marks_it_and_its_group(town: Town, director: Client) -> None:
    home = f"/r/{town.region.code}/"
    for address, marked in (
        ("", ["今晚", "今晚"]),
        (f"doors/{town.doors['学背巷 1号']}", ["门户", "应排未排"]),
        (f"stairwells/{town.stairwells['学背巷']}", ["门户", "楼院"]),
        (f"people/{town.people['grid_worker']}", ["人员", "人和片区"]),
        ("rounds/new", ["轮次", "轮次"]),
        ("gaps?among=positive", ["门户", "应排未排"]),
    ):
        assert _current(director.get(home + address).content.decode()) == marked, address


def test_what_an_entry_covers_is_an_address() -> None:
    first = {str(one.pattern).partition("/")[0] for one in region}
    assert {part for entry in ENTRIES for part in entry.covers} <= first
