"""Held rows are settled on the page, or downloaded, corrected and imported again; the list empties by itself."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from bulou.ground import database
from tests.town import Town

from .conftest import Desk
from .test_importing import doors, upload

HEAD = "小区,楼号,单元,房号,姓名,电话\n"
HELD = HEAD + ",,,101,赵六,13800000003\n水利小区,1,1,701,甲某,\n水利小区,2,1,,乙某,\n"
LIST = "/r/jixian/import/held"


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The clerk, signed in, with no uploads left over."""
    shutil.rmtree(Path(settings.DATA) / "imports", ignore_errors=True)
    return desk("clerk")


def states(town: Town) -> list[str]:
    rows = database.rows("SELECT state FROM held_row WHERE region_id = %s ORDER BY state", [town.region_id])
    return [row[0] for row in rows]


def test_a_held_row_is_put_behind_a_door_made_new_or_left_out(clerk: Client, town: Town) -> None:
    before = doors(town)
    address = upload(clerk, HELD)
    rows = f"{address}/rows/0?kind=held"
    page = clerk.get(rows).content.decode()
    assert "水利小区 1-1-101" in page  # the register's own doors are offered
    answer = clerk.post(rows, {"row": ["2 ", "4 "], "door": ["水利小区 1-1-101", ""], "why": ["", "moved_away"]})
    assert answer.status_code == 302
    assert "逐行处理过2行" in clerk.get(address).content.decode()
    clerk.post(address, {"write": ""})
    assert doors(town) == before + 1
    assert states(town) == ["imported", "skipped"]
    assert "没有待核的行" in clerk.get(LIST).content.decode()


def test_a_door_that_nobody_can_read_is_shown_again_and_changes_nothing(clerk: Client) -> None:
    address = upload(clerk, HELD)
    page = clerk.post(f"{address}/rows/0?kind=held", {"row": ["2 "], "door": ["不知道"], "why": [""]}).content.decode()
    assert "看不懂" in page
    assert 'value="不知道"' in page
    assert "逐行处理过" not in clerk.get(address).content.decode()


def test_what_was_settled_can_be_started_over(clerk: Client) -> None:
    address = upload(clerk, HELD)
    clerk.post(f"{address}/rows/0?kind=held", {"row": ["2 "], "door": ["水利小区 1-1-101"], "why": [""]})
    clerk.post(address, {"unsettle": ""})
    assert clerk.get(f"{address}/rows/0?kind=held").content.decode().count('name="door"') == 2


def test_the_downloaded_file_is_imported_again_by_itself(clerk: Client, town: Town) -> None:
    address = upload(clerk, HELD)
    clerk.post(address, {"write": ""})
    assert "还有2行待核" in clerk.get("/r/jixian/import").content.decode()
    assert "赵六 · 138****0003" in clerk.get(LIST).content.decode()
    file = _body(clerk.get(f"{LIST}/file"))
    assert "看不出是哪个小区" in _cells(file)
    answer = clerk.post("/r/jixian/import", {"files": [SimpleUploadedFile("待核.xlsx", file)]})
    clerk.post(answer.headers["Location"], {"write": ""})
    assert states(town) == ["open", "open"]


def test_held_rows_are_taken_up_on_the_page_after_the_file_is_gone(clerk: Client, town: Town) -> None:
    before = doors(town)
    clerk.post(upload(clerk, HELD), {"write": ""})
    address = clerk.post(LIST).headers["Location"]
    keys = ["2 不漏1", "3 不漏1"]
    said = {"row": keys, "door": ["水利小区 9-1-901", "水利小区 9-1-902"], "why": ["", ""]}
    clerk.post(f"{address}/rows/0?kind=held", said)
    clerk.post(address, {"write": ""})
    assert doors(town) == before + 3
    assert states(town) == ["imported", "imported"]


def test_before_writing_the_file_has_the_whole_rows(clerk: Client) -> None:
    address = upload(clerk, HELD)
    file = _body(clerk.get(f"{address}/held/0"))
    assert {"赵六", "13800000003", "乙某"} <= _cells(file)
    clerk.post(address, {"write": ""})
    assert clerk.get(f"{address}/held/0").status_code == 404


def test_reading_held_rows_is_in_the_log_of_openings(clerk: Client, town: Town) -> None:
    clerk.post(upload(clerk, HELD), {"write": ""})
    clerk.get(LIST)
    purposes = database.rows("SELECT purpose FROM vault_opening WHERE region_id = %s", [town.region_id])
    assert ("held_rows",) in purposes


def test_the_list_asks_the_database_as_often_for_many_rows_as_for_few(clerk: Client) -> None:
    asked = []
    for number in (3, 60):
        text = HEAD + "".join(f",,,{100 + n},住户{n}{number},\n" for n in range(number))
        clerk.post(upload(clerk, text, name=f"{number}.csv"), {"write": ""})
        with CaptureQueriesContext(connection) as statements:
            assert clerk.get(LIST).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 16


def test_a_secretary_sees_no_held_rows(desk: Desk) -> None:
    assert desk("secretary").get(LIST).status_code == 403
    assert desk("secretary").get(f"{LIST}/file").status_code == 403


def _body(answer: HttpResponseBase) -> bytes:
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer)


def _cells(file: bytes) -> set[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    return {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
