"""The clerk's page: rehearse, decide, write; the file itself does not stay."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.projections.standing import standing
from tests.town import NOW, Town

from .conftest import Desk

ROWS = "小区,楼号,单元,房号,姓名\n水利小区,1,1,101,王小明\n水利小区,1,1,701,新来的\n"


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The clerk, signed in, with no uploads left over."""
    shutil.rmtree(Path(settings.DATA) / "imports", ignore_errors=True)
    return desk("clerk")


def upload(client: Client, text: str = ROWS, name: str = "东关.csv") -> str:
    answer = client.post("/r/jixian/import", {"files": [SimpleUploadedFile(name, text.encode())]})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def share_of(client: Client, address: str) -> str:
    """The key of the first section of the page, as its form sends it; empty when the page has none any more."""
    found = re.search(r'name="share" value="([^"]+)"', client.get(address).content.decode())
    return found[1] if found else ""


def doors(town: Town) -> int:
    return standing(town.scope, at=NOW).region["listed"]


def kept_files() -> list[Path]:
    return [path for path in (Path(settings.DATA) / "imports" / "uploads").glob("*/*") if not path.name.startswith(".")]


def test_a_rehearsal_shows_what_would_be_written_and_writes_nothing(clerk: Client, town: Town) -> None:
    before = doors(town)
    page = clerk.get(upload(clerk)).content.decode()
    assert "水利小区" in page
    assert doors(town) == before


def test_writing_adds_the_new_door_and_deletes_the_file(clerk: Client, town: Town) -> None:
    before = doors(town)
    address = upload(clerk)
    assert kept_files()
    assert all(os.stat(path).st_mode & 0o077 == 0 for path in kept_files())  # noqa: PTH116  the mode is the point
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    assert doors(town) == before + 1
    assert not kept_files()
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    assert doors(town) == before + 1


def test_a_resembling_name_is_decided_on_the_page(clerk: Client, town: Town) -> None:
    before = doors(town)
    address = upload(clerk, ROWS.replace("水利", "水力"))
    assert "就是水利小区" in clerk.get(address).content.decode()
    clerk.post(
        address,
        {"share": share_of(clerk, address), "community-0": "东关", "doubt-0": "水力小区", "means-0": "水利小区"},
    )
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    assert doors(town) == before + 1


def test_an_upload_is_nobody_elses(clerk: Client, desk: Desk) -> None:
    address = upload(clerk)
    assert desk("director").get(address).status_code == 404


def test_a_file_name_leads_nowhere(clerk: Client) -> None:
    upload(clerk, name="../../../东关.csv")
    assert [path.name for path in kept_files()][-1] == "东关.csv"


def test_an_unreadable_file_says_what_to_do(clerk: Client) -> None:
    page = clerk.get(upload(clerk, "%PDF-1.4", name="名册.pdf")).content.decode()
    assert "另存为" in page


def test_a_secretary_may_not_import(desk: Desk) -> None:
    assert desk("secretary").get("/r/jixian/import").status_code == 403


def test_what_was_imported_is_listed(clerk: Client, town: Town) -> None:
    clerk.post(upload(clerk), {"write": ""})
    page = clerk.get("/r/jixian/import").content.decode()
    assert "小陈" in page
    imported = database.rows("SELECT community FROM import WHERE region_id = %s", [town.region_id])
    assert imported == [("东关",)]


def test_a_file_of_two_communities_is_written_to_both(clerk: Client, town: Town) -> None:
    rows = "社区,小区,楼号,单元,房号,姓名\n东关社区,水利小区,1,1,701,甲某\n桥南社区,河边小区,1,1,901,乙某\n"
    address = upload(clerk, rows, "全县.csv")
    page = clerk.get(address).content.decode()
    assert page.count('name="share"') == 2
    before = doors(town)
    clerk.post(address, {"write": ""})
    assert doors(town) == before + 2
    imported = database.rows("SELECT community FROM import WHERE region_id = %s", [town.region_id])
    assert sorted(imported) == [("东关",), ("桥南",)]


def test_a_file_that_cannot_be_read_does_not_shift_what_is_said_of_the_next(clerk: Client, town: Town) -> None:
    files = [SimpleUploadedFile("坏.pdf", b"%PDF-1.4"), SimpleUploadedFile("名册.csv", ROWS.encode())]
    address = clerk.post("/r/jixian/import", {"files": files}).headers["Location"]
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    imported = database.rows("SELECT community FROM import WHERE region_id = %s", [town.region_id])
    assert imported == [("东关",)]


def test_pasted_text_is_rehearsed_like_a_file(clerk: Client, town: Town) -> None:
    text = "#接龙 水利小区1号楼\n1. 1-1-701 王小明 4人\n2. 随便说一句\n"
    answer = clerk.post("/r/jixian/import", {"text": text, "text-community": "东关"})
    address = str(answer.headers["Location"])
    before = doors(town)
    assert "这句话没读懂" in clerk.get(address).content.decode()
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    assert doors(town) == before + 1


def _written(clerk: Client, town: Town, text: str = ROWS) -> str:
    """Imports a roster and gives the address of what was imported."""
    address = upload(clerk, text)
    clerk.post(address, {"share": share_of(clerk, address), "community-0": "东关", "write": ""})
    ((import_id,),) = database.rows("SELECT id FROM import WHERE region_id = %s", [town.region_id])
    return f"/r/jixian/imports/{import_id}"


def test_an_import_is_taken_back_on_its_page(clerk: Client, town: Town) -> None:
    before = doors(town)
    address = _written(clerk, town)
    assert doors(town) == before + 1
    assert "撤下1户" in clerk.get(address).content.decode()
    clerk.post(address)
    assert doors(town) == before
    assert "小陈撤销了这次导入" in clerk.get(address).content.decode()
    assert "已撤销" in clerk.get("/r/jixian/import").content.decode()


def test_a_door_where_somebody_knocked_stays_and_is_listed(clerk: Client, town: Town) -> None:
    before = doors(town)
    address = _written(clerk, town)
    ((door,),) = database.rows("SELECT id FROM dwelling WHERE region_id = %s AND label = '701'", [town.region_id])
    town.doors["701"] = door
    town.visit("701", VisitRecorded(outcome="no_answer"), by="director")
    page = clerk.get(address).content.decode()
    assert "有人上过门" in page
    assert f"/doors/{door}" in page
    clerk.post(address)
    assert doors(town) == before + 1


def test_a_secretary_may_not_take_an_import_back(clerk: Client, desk: Desk, town: Town) -> None:
    address = _written(clerk, town)
    assert desk("secretary").post(address).status_code == 403
