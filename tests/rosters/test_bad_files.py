"""Every bad file that a clerk may bring: refused with its remedy, or read rightly; never a crash, nothing lost."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from bulou.rosters import packages
from bulou.rosters.errors import RosterError
from bulou.rosters.roster import read_roster
from bulou.rosters.verdicts import counts

from .compound_file import encrypted_xls, encrypted_xlsx, word_document

CSV = "小区,楼号,单元,房号,姓名\n" + "".join(f"水利小区,{n},1,{n}01,王建国\n" for n in range(1, 9))
TRADITIONAL = "小區,樓號,單元,房號,姓名\n" + "".join(f"水利小區,{n}號樓,1單元,{n}01,陳國樑\n" for n in range(1, 9))
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名册")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def with_sheet(path: Path, change: dict[str, str], *, every: bool = False) -> Path:
    """The workbook with parts of its worksheet's XML replaced."""
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    text = parts[SHEET].decode()
    for old, new in change.items():
        assert re.search(old, text)
        text = re.sub(old, new, text, count=0 if every else 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name, part in parts.items():
            after.writestr(name, text if name == SHEET else part)
    return path


def refused(path: Path) -> str:
    with pytest.raises(RosterError) as why:
        read_roster(path)
    assert "请" in why.value.zh or "没有" in why.value.zh
    assert "save" in why.value.en or "choose" in why.value.en or "delete" in why.value.en
    return why.value.code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("名册.xls", encrypted_xls(), "password"),
        ("名册.xlsx", encrypted_xlsx(), "password"),
        ("通知.xls", word_document(), "unsupported"),
        ("照片.xlsx", b"\x00\x00\x00\x18ftypheic" + bytes(200), "unsupported"),
        ("截图.xls", b"\x89PNG\r\n\x1a\n" + bytes(200), "unsupported"),
        ("扫描.xlsx", b"%PDF-1.4\n" + b"0" * 200, "unsupported"),
        ("位图.csv", b"BM" + bytes(200), "unsupported"),
    ],
)
def test_what_is_no_roster_or_is_locked_says_so(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == code


def test_a_workbook_of_formulas_that_were_never_calculated_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "公式.xlsx") as book:
        sheet = book.add_worksheet()
        for at in range(1, 20):
            sheet.write_formula(at, 0, f"=Sheet2!A{at}")
    with_sheet(tmp_path / "公式.xlsx", {"<v>0</v>": ""}, every=True)
    assert refused(tmp_path / "公式.xlsx") == "formulas"


def test_formulas_with_their_values_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "东关.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["小区", "楼号", "单元", "房号"])
        sheet.write_row(1, 0, ["水利小区", 3, 2])
        sheet.write_formula(1, 3, "=400+1", None, 401)
    assert [door.key.room for door in read_roster(tmp_path / "东关.xlsx").doors] == ["401"]


def test_a_zip_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 15_000_000)
    path = workbook(tmp_path / "炸弹.xlsx", [["小区", "房号"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/nothing.bin", bytes(16_000_000))
    assert path.stat().st_size < 100_000
    assert refused(path) == "bomb"


def test_a_stray_value_in_the_last_cell_of_a_sheet_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "远.xlsx", [["小区", "房号"], ["水利小区", "1-1-101"]])
    far = r'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    assert refused(with_sheet(path, {"</sheetData>": far})) == "too_large"


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "宽.csv"
    path.write_text("小区,房号" + "," * 1_000_000 + "\n水利小区,101\n", encoding="utf-8")
    assert refused(path) == "too_large"


def test_merged_ranges_that_overlap_and_reach_beyond_the_sheet_lose_no_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [["小区", "楼号", "单元", "房号", "姓名"]]
    rows += [["水利小区", 1, 1, f"{n}01", "王建国"] for n in range(1, 30)]
    path = workbook(tmp_path / "东关.xlsx", rows)
    chaos = "".join(f'<mergeCell ref="A{n}:XFD{n * 900}"/><mergeCell ref="C{n}:D{n + 3}"/>' for n in range(2, 25))
    with_sheet(path, {"</sheetData>": f'</sheetData><mergeCells count="46">{chaos}</mergeCells>'})
    found = read_roster(path)
    assert counts(found.verdicts)["total"] == 30
    assert len(found.doors) == 29


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_every_usual_encoding_is_read_rightly(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "东关.csv"
    path.write_bytes(CSV.encode(encoding))
    found = read_roster(path)
    assert len(found.doors) == 8
    assert {c.name for door in found.doors for c in door.contacts} == {"王建国"}


def test_traditional_characters_in_big5_are_read_rightly(tmp_path: Path) -> None:
    path = tmp_path / "東關.csv"
    path.write_bytes(TRADITIONAL.encode("big5"))
    found = read_roster(path)
    assert [door.key.room for door in found.doors] == [f"{n}01" for n in range(1, 9)]
    assert {c.name for door in found.doors for c in door.contacts} == {"陳國樑"}


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    lines = CSV.splitlines(keepends=True)
    path = tmp_path / "东关.csv"
    path.write_bytes("".join(lines[:5]).encode() + "".join(lines[5:]).encode("gbk"))
    found = read_roster(path)
    assert len(found.doors) == 8
    assert {c.name for door in found.doors for c in door.contacts} == {"王建国"}


def test_a_row_with_broken_characters_is_held_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "东关.csv"
    path.write_bytes(CSV.encode("gbk").replace("水利小区,4".encode("gbk"), b"\xcb\xae\xff\xff,4", 1))
    found = read_roster(path)
    assert [(v.row, v.reason) for v in found.verdicts if v.kind == "held"] == [(5, "garbled")]
    assert len(found.doors) == 7


@pytest.mark.parametrize("mark", [";", "|", "\t", "，", "、"])
def test_any_separator_is_found_also_when_the_first_line_names_it(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "东关.csv"
    path.write_text(f"sep={mark}\n" + CSV.replace(",", mark), encoding="utf-8")
    found = read_roster(path)
    assert len(found.doors) == 8
    assert [v.row for v in found.verdicts if v.reason == "header"] == [2]
