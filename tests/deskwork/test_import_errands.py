"""A long import is shown row by row, can be stopped, and survives its server."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.desk import errands, uploads
from bulou.ground import database
from bulou.rosters import writing
from tests.town import Town

from .conftest import Desk
from .test_importing import doors, upload

HEAD = "小区,楼号,单元,房号,姓名\n"
MIXED = HEAD + "水利小区,1,1,101,王小明\n水利小区,1,1,701,甲某\n水利小区,2,1,,乙某\n合计,,,,\n"


class PlugPulled(BaseException):
    """The server is gone in the middle of a step."""


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The clerk, signed in, with no uploads left over."""
    shutil.rmtree(Path(settings.DATA) / "imports", ignore_errors=True)
    return desk("clerk")


def many(number: int) -> str:
    return HEAD + "".join(f"水利小区,9,1,{100 + n},住户\n" for n in range(number))


def totals(page: str) -> list[int]:
    return [int(text.replace(",", "")) for text in re.findall(r"<dd><a href=[^>]*>([\d,]+)</a></dd>", page)]


def test_every_number_opens_its_rows(clerk: Client) -> None:
    address = upload(clerk, MIXED)
    page = clerk.get(address).content.decode()
    links = re.findall(r'<dd><a href="([^"]*)">([\d,]+)</a></dd>', page)
    assert len(links) == 6
    for link, number in links:
        rows = clerk.get(link.replace("&amp;", "&")).content.decode()
        assert rows.count('<th scope="row"') == int(number)
    total, *kinds = totals(page)
    assert total == sum(kinds) == 5


def test_a_held_row_names_its_sheet_row_reason_and_remedy(clerk: Client) -> None:
    address = upload(clerk, MIXED)
    page = clerk.get(f"{address}/rows/0?kind=held").content.decode()
    for words in ("乙某", "没有房号", "补上房号或门牌号"):
        assert words in page
    assert "王小明" not in page


def test_identity_numbers_and_phones_are_masked_in_the_rows(clerk: Client) -> None:
    rows = "小区,楼号,单元,房号,姓名,身份证号,电话\n水利小区,1,1,101,王小明,142623198001011231,13800000001\n"
    page = clerk.get(f"{upload(clerk, rows)}/rows/0").content.decode()
    assert "王小明 · ******1231 · 138****0001" in page
    assert "142623198001011231" not in page


def test_rows_come_in_pages_and_a_strange_page_number_is_the_first_or_last(clerk: Client) -> None:
    address = upload(clerk, many(250))
    for asked, first in (("1", "1—100"), ("3", "201—250"), ("99", "201—250"), ("x", "1—100")):
        assert first in clerk.get(f"{address}/rows/0?kind=created&page={asked}").content.decode().replace("第", "")


def test_the_rows_of_an_upload_are_nobody_elses(clerk: Client, desk: Desk) -> None:
    address = upload(clerk, MIXED)
    director = desk("director")
    for path in ("", "/rows/0", "/progress"):
        assert director.get(address + path).status_code == 404
    assert clerk.get(f"{address}/rows/7").status_code == 404


def test_a_page_of_rows_asks_the_database_as_often_for_many_rows_as_for_few(clerk: Client) -> None:
    asked = []
    for number in (3, 300):
        address = upload(clerk, many(number), name=f"{number}.csv")
        for path in ("", "/rows/0", "/progress"):
            with CaptureQueriesContext(connection) as statements:
                assert clerk.get(address + path).status_code == 200
            asked.append((path, len(statements)))
    assert asked[:3] == asked[3:]
    assert max(number for _, number in asked) <= 14


def test_when_it_is_written_the_rows_stay_without_what_stood_in_them(clerk: Client) -> None:
    address = upload(clerk, MIXED)
    clerk.post(address, {"write": ""})
    page = clerk.get(f"{address}/rows/0").content.decode()
    assert "没有房号" in page
    assert "乙某" not in page


def test_a_server_that_dies_while_it_writes_goes_on_when_the_page_is_opened_again(
    clerk: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = doors(town)
    address = upload(clerk, many(5))
    monkeypatch.setattr(writing, "CHUNK", 2)
    _die_after(monkeypatch, doors_written=2)
    with pytest.raises(PlugPulled):
        clerk.post(address, {"write": ""})
    assert doors(town) == before + 2
    monkeypatch.setattr(errands, "_tell", lambda *_: None)
    page = clerk.get(address).content.decode()
    assert "新建5户" in page
    assert doors(town) == before + 5
    assert database.rows("SELECT COUNT(*) FROM import WHERE region_id = %s", [town.region_id]) == [(1,)]


def test_a_stopped_import_is_gone_on_with_or_undone(clerk: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    before = doors(town)
    address = upload(clerk, many(5))
    monkeypatch.setattr(writing, "CHUNK", 2)
    with monkeypatch.context() as stopping:
        _at_door(stopping, 2, errands.stop)
        clerk.post(address, {"write": ""})
    page = clerk.get(address).content.decode()
    assert "写到一半停下了" in page
    assert doors(town) == before + 4
    undo = re.findall(r'href="(/r/jixian/imports/\w+)"', page)[0]
    clerk.post(undo)
    assert doors(town) == before
    clerk.post(address, {"again": ""})
    assert doors(town) == before + 5


def test_reading_that_was_stopped_has_written_nothing(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = errands._tell

    def stop_at_once(upload: uploads.Upload, now: errands.Progress) -> None:
        tell(upload, now)
        errands.stop(upload)

    monkeypatch.setattr(errands, "_tell", stop_at_once)
    address = upload(clerk, many(1200))
    assert "什么都没有写入" in clerk.get(address).content.decode()
    assert clerk.get(f"{address}/progress").json()["busy"] is False


def test_an_upload_that_is_not_wanted_is_deleted(clerk: Client) -> None:
    address = upload(clerk, MIXED)
    assert "等您核对" in clerk.get("/r/jixian/import").content.decode()
    clerk.post(address, {"forget": ""})
    assert clerk.get(address).status_code == 404
    assert "等您核对" not in clerk.get("/r/jixian/import").content.decode()


def _die_after(monkeypatch: pytest.MonkeyPatch, *, doors_written: int) -> None:
    def die(_upload: uploads.Upload) -> None:
        raise PlugPulled

    _at_door(monkeypatch, doors_written, die)


def _at_door(monkeypatch: pytest.MonkeyPatch, number: int, act: object) -> None:
    tell = errands._tell

    def watch(upload: uploads.Upload, now: errands.Progress) -> None:
        tell(upload, now)
        if now.unit == "doors" and now.done >= number:
            act(upload)  # type: ignore[operator]  # one of the two above

    monkeypatch.setattr(errands, "_tell", watch)
