"""A wrongly read column is put right once, and the next roster with these headings needs no correction."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bulou.ground import database
from tests.town import Town

from .conftest import Desk
from .test_importing import upload

# 甲 is the building and 乙 the stairwell: nobody could know.
STRANGE = "小区,甲,乙,房号,住户\n水利小区,1,2,101,王小明\n水利小区,1,2,102,李四\n"
ROLES = ("compound", "building", "stairwell", "room", "name")


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The clerk, signed in, with no uploads left over."""
    shutil.rmtree(Path(settings.DATA) / "imports", ignore_errors=True)
    return desk("clerk")


def columns_page(clerk: Client, address: str) -> str:
    found = re.search(rf'href="({address}/columns/\w+)"', clerk.get(address).content.decode())
    assert found
    return found[1]


def doors_read(clerk: Client, address: str) -> list[str]:
    return re.findall(r"<td>(水利小区 [^<]*)</td>", clerk.get(f"{address}/rows/0").content.decode())


def correct(clerk: Client, address: str, *roles: str) -> None:
    answer = clerk.post(columns_page(clerk, address), {f"column-{i}": role for i, role in enumerate(roles)})
    assert answer.status_code == 302


def test_a_correction_is_remembered_for_every_roster_with_these_headings(clerk: Client) -> None:
    first = upload(clerk, STRANGE, "一.csv")
    assert doors_read(clerk, first) != ["水利小区 1-2-101", "水利小区 1-2-102"]
    correct(clerk, first, *ROLES)
    assert doors_read(clerk, first) == ["水利小区 1-2-101", "水利小区 1-2-102"]
    second = upload(clerk, STRANGE.replace("1,2,", "3,4,"), "二.csv")
    assert doors_read(clerk, second) == ["水利小区 3-4-101", "水利小区 3-4-102"]
    assert "按您改过的读" in clerk.get(second).content.decode()


def test_other_headings_are_read_as_before(clerk: Client) -> None:
    correct(clerk, upload(clerk, STRANGE), *ROLES)
    other = upload(clerk, STRANGE.replace("小区,甲,乙", "小区,楼号,单元"), "别的.csv")
    assert doors_read(clerk, other) == ["水利小区 1-2-101", "水利小区 1-2-102"]
    assert "按您改过的读" not in clerk.get(other).content.decode()


def test_a_correction_can_be_left_to_the_program_again(clerk: Client, town: Town) -> None:
    address = upload(clerk, STRANGE)
    before = doors_read(clerk, address)
    correct(clerk, address, *ROLES)
    clerk.post(columns_page(clerk, address), {"forget": ""})
    assert doors_read(clerk, address) == before
    assert database.rows("SELECT columns FROM layout WHERE region_id = %s", [town.region_id]) == [("",)]


def test_columns_without_a_place_are_not_remembered(clerk: Client, town: Town) -> None:
    address = upload(clerk, STRANGE)
    answer = clerk.post(columns_page(clerk, address), {"column-4": "name"})
    assert "没有一栏说的是住址" in answer.content.decode()
    assert not database.rows("SELECT id FROM layout WHERE region_id = %s", [town.region_id])


def test_a_table_without_headings_can_be_corrected_too(clerk: Client) -> None:
    address = upload(clerk, "水利小区,1,2,101,王小明\n水利小区,1,2,102,李四\n", "没有表头.csv")
    correct(clerk, address, *ROLES)
    assert doors_read(clerk, address) == ["水利小区 1-2-101", "水利小区 1-2-102"]


def test_neither_heading_nor_cell_is_in_the_record(clerk: Client, town: Town) -> None:
    correct(clerk, upload(clerk, STRANGE), *ROLES)
    ((written,),) = database.rows(
        "SELECT written FROM fact WHERE region_id = %s AND kind = 'LayoutMapped'", [town.region_id]
    )
    assert "甲" not in written
    assert "王小明" not in written


def test_samples_on_the_page_are_masked(clerk: Client) -> None:
    rows = "小区,甲,房号,身份证号,电话\n水利小区,1,101,142623198001011231,13800000001\n"
    page = clerk.get(columns_page(clerk, upload(clerk, rows))).content.decode()
    assert "142623198001011231" not in page
    assert "13800000001" not in page
