"""A page asks the database as often in a large town as in a small one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from bulou.desk import urls
from bulou.projections.read import read
from bulou.projections.views.sheets import Sheets
from tests.desk.conftest import building_of, signed_in
from tests.town import Town, an_evening, build_town

PAGES = {
    "": 28,
    "gaps": 25,
    "gaps?among=positive": 25,
    "remainder": 16,
    "revisits?why=second_look": 30,
    "lights?compound={compound}": 14,
    "ways": 12,
    "places": 14,
    "frame": 16,
    "activate": 25,
    "people/list": 14,
    "phones/sheet": 20,
    "compounds/{compound}": 16,
    "doors/{door}": 30,
    "people": 25,
    "people/chain": 20,
    "grids/{community}": 20,
    "people/fallback": 25,
    "people/{person}": 33,
    "people/{person}/absence": 30,
    "search": 8,
    "wall": 20,
    "report": 25,
    "plan": 20,
    "buildings/{building}": 16,
    "phones": 20,
    "phones?only=unheard": 20,
    "held": 14,
    "duplicates": 20,
    "past": 14,
    "audit": 20,
    "doors/{door}/openings": 20,
    "paper": 20,
    "paper/{sheet}": 25,
    "paper/print?first=1&last=1": 20,
    "paper/orders": 20,
    "call": 12,
    "call/{door}": 25,
    "stairwells/{stairwell}": 20,
    "compounds/{compound}/names": 20,
    "import": 14,
    "import/held": 14,
    "import/held/file": 14,
    "grids": 20,
    "grids/{community}/notice": 20,
    "rounds": 20,
    "rounds/new": 25,
    "rounds/{round}": 20,
    "questions": 14,
    "closing": 30,
    "closing/{community}": 32,
    "closing/{community}/doors": 30,
    "report.png": 25,
}
"""By page: how many statements it may take."""
UNCOUNTED = {
    "yesterday": "draws the picture of yesterday once and goes on to Tonight",
    "held_fact": "one fact by its id",
    "imported": "one import, told from its own record; its doors are listed to a limit",
    "import_upload": "reads a file, and the register once for all of its rows",
    "upload_held_file": "as import_upload",
    "import_progress": "reads a file's progress, no register",
    "import_columns": "reads a file",
    "import_rows": "as import_upload",
    "closing_record": "one closing, told from its own record; late facts are listed to a limit",
    "door_receipt": "one door, printed",
}
"""By name: pages whose reading does not depend on a town's size, and why."""


def _names_of_pages() -> set[str]:
    """Every address of a region that answers GET."""
    names = set()
    for one in urls.region:
        given = re.findall(r"<(?:\w+:)?(\w+)>", str(one.pattern))
        address = reverse(f"desk:{one.name}", kwargs={"region": "small", **dict.fromkeys(given, "0" * 32)})
        if Client().get(address).status_code != 405:
            names.add(str(one.name))
    return names


@pytest.mark.django_db
def test_every_page_is_counted_or_says_why_not() -> None:
    counted = {resolve(f"/r/small/{re.sub('{.*?}', '0' * 32, page).partition('?')[0]}").url_name for page in PAGES}
    assert _names_of_pages() - counted == set(UNCOUNTED)


def _statements(town: Town) -> dict[str, int]:
    an_evening(town)
    town.phone("grid_worker")
    reader = signed_in(town, "director")
    sheets = {"person": town.people["grid_worker"], "which": "listed"}
    assert reader.post(f"/r/{town.region.code}/paper/issue", sheets).status_code == 302
    names = {
        "sheet": read(town.scope, Sheets(round_id=town.round_id))[0].id,
        "community": town.communities["东关"],
        "compound": town.compounds["水利小区"],
        "building": building_of(town, "水利小区 1-1"),
        "door": town.doors["水利小区 1-1-601"],
        "person": town.people["grid_worker"],
        "stairwell": town.stairwells["水利小区 1-1"],
        "round": town.round_id,
    }
    counts = {}
    for page in PAGES:
        address = f"/r/{town.region.code}/{page.format(**names)}"
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        counts[page] = len(asked)
    return counts


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_number_of_doors() -> None:
    small = _statements(build_town(floors=6, code="small"))
    large = _statements(build_town(floors=30, code="large"))
    assert large == small
    assert not {page: count for page, count in small.items() if count > PAGES[page]}
