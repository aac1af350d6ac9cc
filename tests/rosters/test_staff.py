"""Pasted lines of staff: name, phone, post and area in whatever order people write them."""

from __future__ import annotations

import pytest

from bulou.rosters.staff import Directory, staff_lines

KNOWN = Directory(
    region_id="r",
    names=frozenset({"吉县", "全区", "全县"}),
    communities={"东关": "m1", "桥南": "m2"},
    compounds={"水利小区": "c1", "学背巷": "c2", "EASTLANE": "c3"},
    grids={("m1", 1): "g1", ("m1", 2): "g2", ("m2", 2): "g3"},
    buildings={("c1", "1"): "b1", ("c1", "2"): "b2", ("c1", "3"): "b3"},
    stairwells={("b3", "1"): "s1", ("b3", "2"): "s2"},
)


@pytest.mark.parametrize(
    ("line", "name", "phone", "post", "areas"),
    [
        ("张三 13800000000 网格员 水利小区", "张三", "13800000000", "grid_worker", [("compound", "c1")]),
        ("3、张三\t网格员\t138-0000-0000\t学背巷", "张三", "13800000000", "grid_worker", [("compound", "c2")]),
        ("张三，水利小区、学背巷，志愿者", "张三", "", "volunteer", [("compound", "c1"), ("compound", "c2")]),
        ("李四 社区书记 东关社区", "李四", "", "community_secretary", [("community", "m1")]),
        ("李四 包片干部 东关1网格", "李四", "", "tract_cadre", [("grid", "g1")]),
        ("李四 网格员 第1网格", "李四", "", "grid_worker", [("grid", "g1")]),
        ("王五 水利小区1-3号楼楼长", "王五", "", "building_head", [("building", f"b{n}") for n in (1, 2, 3)]),
        ("王五 单元长 水利小区三号楼2单元", "王五", "", "building_head", [("stairwell", "s2")]),
        ("赵六 内勤 0357-7921234", "赵六", "0357-7921234", "clerk", [("region", "r")]),
        ("王主任 内勤 全县", "王主任", "", "clerk", [("region", "r")]),
        ("赵六 内勤 全县", "赵六", "", "clerk", [("region", "r")]),
        ("Wang Ming, grid worker, East Lane", "Wang Ming", "", "grid_worker", [("compound", "c3")]),
    ],
)
def test_a_line_is_read_in_whatever_order_it_is_written(
    line: str, name: str, phone: str, post: str, areas: list[tuple[str, str]]
) -> None:
    (read,) = staff_lines(line, KNOWN)
    assert (read.name, read.phone, read.post, read.areas, read.code) == (name, phone, post, areas, "")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("13800000000 网格员", "no_name", ""),
        ("张三 水利小区", "no_post", ""),
        ("张三,1380000000,网格员,水利小区", "bad_phone", "1380000000"),
        ("张三 网格员", "no_area", ""),
        ("张三 网格员 水力小区", "unknown_area", "水力小区"),
        ("张三 网格员 第2网格", "unknown_area", "第2网格"),
        ("张三 网格员 水利小区9号楼", "unknown_area", "水利小区9号楼"),
        ("张三 网格员 水利小区、没有的巷", "unknown_area", "水利小区、没有的巷"),
    ],
)
def test_what_is_missing_is_said(line: str, code: str, words: str) -> None:
    (read,) = staff_lines(line, KNOWN)
    assert (read.code, read.words) == (code, words)


def test_headings_and_blank_lines_engage_nobody() -> None:
    assert list(staff_lines("姓名\t电话\t岗位\t责任区\n\n   \n", KNOWN)) == []
