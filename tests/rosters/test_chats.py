"""What residents wrote into a group is read like a roster, line by line, and no line is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.rosters.chat import is_chat
from bulou.rosters.doors import Door
from bulou.rosters.roster import read_roster, read_text
from bulou.rosters.verdicts import RowVerdict

CHAIN = """#接龙
水利小区3号楼 人口登记
请大家如实填写
例 3-2-101 李某 2人

1. 3-2-401 王某 4人
2、3-2-402，李娟 3人 13800000001
3）3-1-101 赵六，两口人
4 3-1-102 空户
5.3#1-201钱七
6: 3号楼2单元302 孙八 2大1小 电话139-1234-5678
7. 3单元那家不知道
8. 收到
"""
TALK = """张主任 2020/1/30 10:12:03
@所有人 请各位上报

李姐 2020/1/30 10:13:20
水利小区3-2-401 李四4人，身份证14262319800101123X

王五:
水利小区3-2-402，3口人
王五: 水利小区3-2-501，没人住
王五: 东关街12号之3 陈四 王小明 2人
[图片]
"""


def read(text: str) -> tuple[list[Door], list[RowVerdict]]:
    (found,) = read_text(text, "东关.txt")
    return found.doors, found.verdicts


def said(door: Door) -> tuple[str, str, int, str]:
    return "/".join(door.key), door.use, door.persons, "、".join(c.name for c in door.contacts)


def test_a_sign_up_list_becomes_doors_with_their_people() -> None:
    doors, verdicts = read(CHAIN)
    assert [said(door) for door in doors] == [
        ("水利小区/3/2/401", "home", 4, "王某"),
        ("水利小区/3/2/402", "home", 3, "李娟"),
        ("水利小区/3/1/101", "home", 2, "赵六"),
        ("水利小区/3/1/102", "vacant", 0, ""),
        ("水利小区/3/1/201", "home", 1, "钱七"),
        ("水利小区/3/2/302", "home", 3, "孙八"),
    ]
    assert doors[1].contacts[0].phones == ("13800000001",)
    assert doors[5].contacts[0].phones == ("13912345678",)
    held = [(v.row, v.reason) for v in verdicts if v.kind == "held"]
    assert [row for row, _ in held] == [12]
    assert [v.reason for v in verdicts if v.kind == "ignored"] == ["title", "section", "chat", "chat", "blank", "chat"]


def test_a_talk_is_read_without_its_senders_and_greetings() -> None:
    doors, verdicts = read(TALK)
    assert [said(door) for door in doors] == [
        ("水利小区/3/2/401", "home", 4, "李四"),
        ("水利小区/3/2/402", "home", 3, ""),
        ("水利小区/3/2/501", "vacant", 0, ""),
        ("东关街///12-3", "home", 2, "陈四、王小明"),
    ]
    assert doors[0].contacts[0].id_number == "14262319800101123X"
    assert not [v for v in verdicts if v.kind == "held"]


def test_free_sentences_are_read_whatever_separates_their_parts() -> None:
    text = """水利小区3号楼2单元401，4口人，电话13800000001，王建国
我家住水利小区三号楼二单元402室，家里3口人；业主：李娟
水利小区 3#2-501 没人住
水利小区 地址：3栋2单元502 姓名：周敏 人数：5人
"""
    doors, _ = read(text)
    assert [said(door) for door in doors] == [
        ("水利小区/3/2/401", "home", 4, "王建国"),
        ("水利小区/3/2/402", "home", 3, "李娟"),
        ("水利小区/3/2/501", "vacant", 0, ""),
        ("水利小区/3/2/502", "home", 5, "周敏"),
    ]


def test_somebody_without_an_address_is_held_and_not_put_behind_the_door_above() -> None:
    doors, verdicts = read("#接龙\n1. 水利小区3-2-401 王某 4人\n2. 张三 3人\n3. 我们今天都在家\n")
    assert [door.persons for door in doors] == [4]
    assert [(v.row, v.reason) for v in verdicts if v.kind == "held"] == [(3, "no_place"), (4, "not_understood")]


def test_the_same_text_in_a_file_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "东关.txt").write_text(CHAIN, encoding="gbk")
    filed = read_roster(tmp_path / "东关.txt")
    assert filed.verdicts == read(CHAIN)[1]


@pytest.mark.parametrize(
    "text",
    [
        "小区\t房号\t户主\t人数\n水利小区\t1-1-101\t王建国\t3\n",
        "小区,房号,户主,人数\n水利小区,1-1-101,王建国,3人\n",
        "小区 楼号 单元 房号 姓名\n水利小区 1 1 101 王建国\n",
    ],
)
def test_a_pasted_table_stays_a_table(text: str) -> None:
    assert not is_chat(text)
    assert [said(door)[0] for door in read(text)[0]] == ["水利小区/1/1/101"]


@given(st.lists(st.text("#接龙123-.、,:号楼单元王李人口 \t空电话0@", max_size=20), min_size=1, max_size=12))
def test_every_line_has_one_verdict(lines: list[str]) -> None:
    text = "#接龙\n" + "\n".join(lines)
    rosters = read_text(text, "东关.txt")
    rows = [v.row for roster in rosters for v in roster.verdicts]
    assert sorted(rows) == list(range(1, len(rows) + 1))
    # Lines of nothing but separators at the end are blank rows of a table, which nobody wrote.
    last = max((n for n, line in enumerate(text.split("\n"), 1) if any(map(str.isalnum, line))), default=0)
    assert len(rows) >= last
