"""A file that cannot be read says why and what to do, and never brings the import down."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.rosters.dry_run import dry_run
from bulou.rosters.errors import CODES, RosterError
from bulou.rosters.roster import read_roster

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DATA = Path(__file__).parent.parent / "data" / "rosters"


def _zip(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "empty"),
        ("空.csv", b"\xef\xbb\xbf\r\n,,,\r\n", "empty"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        ("加密.xlsx", COMPOUND_FILE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("坏.xls", COMPOUND_FILE + b"\x01\x02" * 400, "corrupt"),
        ("坏.xlsx", b"PK\x03\x04" + b"xl/workbook.xml" + b"\x00" * 300, "corrupt"),
        ("通知.xlsx", b"%PDF-1.7 ...", "unsupported"),
        ("照片.csv", b"\xff\xd8\xff\xe0" + b"\x10" * 50, "unsupported"),
        ("乱码.xls", b"abc\x00\x01\x02\x03" * 30, "corrupt"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RosterError) as refused:
        read_roster(path)
    assert refused.value.code == code
    assert refused.value.zh
    assert refused.value.en


def test_a_document_and_a_broken_workbook_in_a_zip_are_told_apart(tmp_path: Path) -> None:
    _zip(tmp_path / "文.docx", "word/document.xml")
    _zip(tmp_path / "表.xlsx", "xl/workbook.xml")
    codes = [f["error"]["code"] for f in dry_run([tmp_path / "文.docx", tmp_path / "表.xlsx"])["files"]]
    assert codes == ["unsupported", "corrupt"]


def test_a_missing_file_and_a_folder_are_refused_and_the_other_files_still_read(tmp_path: Path) -> None:
    missing, folder, good = dry_run([tmp_path / "无.xlsx", tmp_path, DATA / "桥南.csv"])["files"]
    assert missing["error"]["code"] == "missing"
    assert folder["error"]["code"] == "unsupported"
    assert missing["rows"] == {"total": 0, "created": 0, "merged": 0, "matched": 0, "held": 0, "ignored": 0}
    assert good["rows"]["created"] == 1355


@pytest.mark.parametrize("name", ["小府.xlsx", "东关.xls"])
def test_a_workbook_cut_short_is_refused(name: str, tmp_path: Path) -> None:
    whole = (DATA / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RosterError):
        read_roster(tmp_path / name)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    start=st.sampled_from(
        [b"", b"PK\x03\x04xl/", COMPOUND_FILE, b"\xff\xfe", b"\xef\xbb\xbf", "序号,房号,姓名\n".encode("gbk")]
    ),
    suffix=st.sampled_from([".csv", ".xls", ".xlsx", ".ods", ".txt", ""]),
)
def test_no_bytes_bring_the_import_down(content: bytes, start: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"任意{suffix}"
    path.write_bytes(start + content)
    (found,) = dry_run([path])["files"]
    rows = found["rows"]
    assert rows["total"] == sum(v for k, v in rows.items() if k != "total")
    assert found.get("error", {"code": "empty"})["code"] in CODES
