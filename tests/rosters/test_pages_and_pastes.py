"""Tables that are no spreadsheet: a web page under a spreadsheet's name, and text pasted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulou.rosters.errors import RosterError
from bulou.rosters.roster import read_roster, read_text

PAGE = """<html><head><style>td{color:red}</style></head><body><table border=1>
<tr><th rowspan=2>小区</th><th colspan=2>住址</th><th rowspan=2>户主</th></tr><tr><th>楼号</th><th>房号</th></tr>
<tr><td rowspan="2">水利小区</td><td rowspan="2">1号楼</td><td>1-101</td><td>王建国</td></tr>
<tr><td>1-102</td><td>李&nbsp;娟</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_under_the_name_of_a_spreadsheet_is_read_with_its_spanning_cells(
    encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "物业导出.xls"
    path.write_bytes(PAGE.encode(encoding))
    doors = read_roster(path).doors
    assert [("/".join(d.key), d.contacts[0].name) for d in doors] == [
        ("水利小区/1/1/101", "王建国"),
        ("水利小区/1/1/102", "李娟"),
    ]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "登录.xls"
    path.write_text("<html><body>请先登录</body></html>", encoding="utf-8")
    with pytest.raises(RosterError) as refused:
        read_roster(path)
    assert refused.value.code == "html"


def test_pasted_text_is_read_as_the_file_would_be(tmp_path: Path) -> None:
    text = "小区\t房号\t户主\t人数\n水利小区\t1-1-101\t王建国\t3\n水利小区\t1-1-102\t空户\t\n"
    (pasted,) = read_text(text, name="东关社区")
    path = tmp_path / "东关社区.txt"
    path.write_text(text, encoding="utf-8")
    filed = read_roster(path)
    assert pasted.community == filed.community == "东关"
    assert pasted.verdicts == filed.verdicts
    assert [(d.use, d.persons) for d in pasted.doors] == [("home", 3), ("vacant", 0)]


def test_nothing_pasted_is_refused_as_empty() -> None:
    with pytest.raises(RosterError) as refused:
        read_text(" \n\n", name="东关社区")
    assert refused.value.code == "empty"
