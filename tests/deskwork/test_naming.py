"""Renaming a compound and writing down its other names, on a page of its own."""

from __future__ import annotations

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.ground import database
from tests.town import Town

from .conftest import Desk


def address(town: Town, name: str = "水利小区") -> str:
    return f"/r/jixian/compounds/{town.compounds[name]}/names"


def row(town: Town, table: str, id_: str) -> tuple[str, list[str]]:
    name = "name" if table == "compound" else "label"
    ((now, others),) = database.rows(
        f"SELECT {name}, other_names FROM {table} WHERE region_id = %s AND id = %s", [town.region_id, id_]
    )
    return now, sorted(json.loads(others))


def rename(client: Client, town: Town, **fields: str) -> str:
    compound = town.compounds["水利小区"]
    answer = client.post(address(town), {f"{key}-{compound}": value for key, value in fields.items()})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_compound_is_renamed_and_keeps_its_old_name(desk: Desk, town: Town) -> None:
    clerk = desk("clerk")
    assert "水利小区" in clerk.get(address(town)).content.decode()
    assert rename(clerk, town, name="滨河新苑", others="老电影公司院、电影院宿舍") == ""
    assert row(town, "compound", town.compounds["水利小区"]) == ("滨河新苑", ["水利小区", "电影院宿舍", "老电影公司院"])
    assert "滨河新苑" in clerk.get(f"/r/jixian/compounds/{town.compounds['水利小区']}").content.decode()


def test_a_building_gets_another_number(desk: Desk, town: Town) -> None:
    ((building,),) = database.rows(
        "SELECT id FROM building WHERE region_id = %s AND compound_id = %s",
        [town.region_id, town.compounds["水利小区"]],
    )
    desk("clerk").post(address(town), {f"name-{building}": "1", f"others-{building}": "甲"})
    assert row(town, "building", building) == ("1", ["甲"])


def test_a_name_that_is_taken_is_refused_and_nothing_is_said(desk: Desk, town: Town) -> None:
    page = rename(desk("clerk"), town, name="河边小区", others="甲")
    assert "已经有一个叫“河边小区”的了" in page
    assert row(town, "compound", town.compounds["水利小区"]) == ("水利小区", [])


def test_saving_without_a_change_says_nothing(desk: Desk, town: Town) -> None:
    clerk = desk("clerk")
    count = "SELECT COUNT(*) FROM fact WHERE region_id = %s"
    before = database.rows(count, [town.region_id])
    assert rename(clerk, town, name="水利小区", others="") == ""
    assert database.rows(count, [town.region_id]) == before


def test_only_those_who_list_places_may_name_them(desk: Desk, town: Town) -> None:
    assert desk("clerk").get("/r/jixian/compounds/x/names").status_code == 404
    assert Client().get(address(town)).status_code == 302


def test_the_page_asks_the_database_only_so_often(desk: Desk, town: Town) -> None:
    clerk = desk("clerk")
    with CaptureQueriesContext(connection) as asked:
        clerk.get(address(town))
    assert len(asked) <= 14
