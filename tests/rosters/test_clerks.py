"""Rosters as different offices keep them: property ledgers, police lists, landlords' books, a town's one big file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bulou.rosters.dry_run import dry_run
from tests.rosters.spreadsheets import Cell, Rows, write_text, write_xlsx

Counts = tuple[int, int, int, int, int]  # doors, occupied, persons, vacant, business
WORDS = ("doors", "occupied", "persons", "vacant", "business")
NAMES = ("王建国", "李秀英", "张志强", "刘丽", "陈娟", "杨鹏飞", "赵玉兰", "黄子涵", "周浩", "吴桂花", "徐明", "孙海燕")


def entries(folder: Path, sheets: Mapping[str, Rows], file: str = "名册") -> list[dict[str, Any]]:
    path = folder / f"{file}.xlsx"
    write_xlsx(path, sheets)
    files: list[dict[str, Any]] = dry_run([path])["files"]
    for found in files:
        rows = found["rows"]
        assert rows["total"] == sum(rows[k] for k in ("created", "merged", "matched", "held", "ignored"))
    return files


def read(folder: Path, *rows: Sequence[Cell], file: str = "名册") -> dict[str, Counts]:
    (found,) = entries(folder, {"Sheet1": rows}, file)
    assert found["rows"]["held"] == 0
    return compounds(found)


def compounds(entry: dict[str, Any]) -> dict[str, Counts]:
    return {name: tuple(row[w] for w in WORDS) for name, row in entry["compounds"].items()}


def test_a_fee_ledger_has_more_months_than_words_and_its_subtotals_are_no_doors(tmp_path: Path) -> None:
    header = [
        "",
        "序号",
        "房号",
        "业主姓名",
        "面积",
        "年应收",
        *[f"{m}月" for m in range(1, 13)],
        "合计",
        "电话",
        "备注",
    ]
    paid: list[Cell] = [79.0] * 12
    found = read(
        tmp_path,
        ["", "蓝天佳苑2019年度物业费收缴台账"],
        header,
        ["", 1, "1-1-101", "王建国", 98.7, 948.0, *paid, 948.0, 13900000001, ""],
        ["", 2, "1-1-102", "李秀英", 98.7, 948.0, *paid, 948.0, "", "空房"],
        ["", "", "1号楼小计", "", 197.4, "", *paid, 1896.0],
        ["", 3, "2-1-101", "张志强", 98.7, 948.0, *paid, 948.0, "", ""],
    )
    assert found == {"蓝天佳苑": (3, 2, 2, 1, 0)}


def test_ticks_under_let_empty_and_shop_say_what_the_door_is(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["蓝天佳苑住户"],
        ["楼号", "单元", "房号", "户主", "人口", "自住", "出租", "空置", "商用"],
        ["1", "1", "101", "王建国", 3, "√", "", "", ""],
        ["1", "1", "102", "李秀英", "", "", "", "√", ""],
        ["2", "1", "101", "张志强", "", "", "", "", "√"],
        ["2", "1", "102", "刘丽", 2, "", "√", "", ""],
    )
    assert found == {"蓝天佳苑": (4, 2, 5, 1, 1)}


def test_a_building_and_stairwell_that_a_spreadsheet_made_a_date_still_begin_a_row_of_data(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["蓝天佳苑住户名单"],
        ["楼-单元", "房号", "户主", "人数"],
        ["2020-01-02", "101", "王建国", 3],
        ["1月2日", "102", "李秀英", 2],
        ["2020-02-01", "101", "张志强", 1],
    )
    assert found == {"蓝天佳苑": (3, 3, 6, 0, 0)}


def test_tables_side_by_side_each_have_their_own_building_above_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["水利小区住户登记表"],
        ["1号楼", "", "", "", "2号楼"],
        ["房号", "户主", "人数", "", "房号", "户主", "人数"],
        ["101", "王建国", 3, "", "101", "李秀英", 2],
        ["102", "张志强", 1, "", "102", "刘丽", 4],
    )
    assert found == {"水利小区": (4, 4, 10, 0, 0)}


def test_a_police_list_is_placed_by_the_only_address_that_it_has(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["户号", "姓名", "与户主关系", "公民身份号码", "户籍地址"],
        ["01001", "王建国", "户主", "14102819700101001X", "吉县吉昌镇东关街水利小区1号楼1单元101号"],
        ["01001", "李秀英", "妻", "141028197001010028", "吉县吉昌镇东关街水利小区1号楼1单元101号"],
        ["01002", "张志强", "户主", "141028197001010036", "吉县吉昌镇东关街水利小区1号楼1单元102号"],
    )
    assert found == {"水利小区": (2, 2, 3, 0, 0)}


def test_the_house_number_in_the_street_and_the_room_have_columns_of_their_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["街路巷", "门牌号", "小区", "楼号", "室号", "姓名"],
        ["东关街", "12号", "水利小区", "1", "101", "王建国"],
        ["东关街", "20号", "东苑小区", "1", "101", "李秀英"],
        ["东关街", "31号", "", "", "", "张志强"],
    )
    assert found == {"水利小区": (1, 1, 1, 0, 0), "东苑小区": (1, 1, 1, 0, 0), "东关街": (1, 1, 1, 0, 0)}


def test_a_landlords_rooms_are_the_houses_of_his_courtyard(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["东关街56号院租客登记（房东老王）"],
        ["房间", "租客", "电话", "月租", "备注"],
        ["1号房", "王建国", "13900000001", 350, ""],
        ["", "李秀英", "13900000002", "", ""],
        ["2号房", "", "", 350, "空"],
    )
    assert found == {"东关街": (2, 1, 2, 1, 0)}


@pytest.mark.parametrize(
    ("compound", "one", "other"),
    [
        ("粮食局家属院", "前楼1单元101", "后楼1单元101"),
        ("粮食局家属院", "新楼301", "老楼301"),
        ("桥南村", "一组12号", "二组12号"),
        ("新华路", "88号", "88号后院"),
        ("北门巷", "7号楼上", "7号楼下"),
        ("文明胡同", "3号", "甲3号"),
        ("东苑小区", "二号楼101", "廿二号楼101"),
    ],
)
def test_a_wing_a_group_or_a_letter_tells_two_doors_apart(compound: str, one: str, other: str, tmp_path: Path) -> None:
    rows = [[name, compound + where] for where, name in ((one, "王建国"), (other, "李秀英"))]
    assert read(tmp_path, ["姓名", "住址"], *rows) == {compound: (2, 2, 2, 0, 0)}


def test_a_zone_is_part_of_the_compounds_name_in_a_column_as_in_an_address(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["小区", "分区", "楼号", "单元", "房号", "户主"],
        ["幸福家园", "A区", "1", "1", "101", "王建国"],
        ["幸福家园", "B区", "1", "1", "101", "李秀英"],
    )
    assert found == {"幸福家园A区": (1, 1, 1, 0, 0), "幸福家园B区": (1, 1, 1, 0, 0)}


@pytest.mark.parametrize("trade", ["超市", "诊所", "理发店", "办公", "经营", "幼儿园", "小卖部"])
def test_a_trade_under_use_is_a_business(trade: str, tmp_path: Path) -> None:
    head: list[Cell] = ["水利小区", "1-1-101", "王建国", 3, "自住"]
    shop: list[Cell] = ["水利小区", "1-1-102", "", "", trade]
    assert read(tmp_path, ["小区", "房号", "户主", "人数", "用途"], head, shop) == {"水利小区": (2, 1, 3, 0, 1)}


def test_a_trade_in_a_note_is_where_somebody_works_and_his_home_is_no_business(tmp_path: Path) -> None:
    rows = [["水利小区", "1-1-101", "王建国", "开出租，在县医院药店"], ["水利小区", "1-1-102", "李秀英", "超市"]]
    assert read(tmp_path, ["小区", "房号", "户主", "备注"], *rows) == {"水利小区": (2, 2, 2, 0, 0)}


def test_a_compound_called_after_a_warehouse_is_no_warehouse(tmp_path: Path) -> None:
    rows = [[name, f"粮食仓库家属院1-1-{101 + i}"] for i, name in enumerate(NAMES[:4])]
    assert read(tmp_path, ["姓名", "住址"], *rows) == {"粮食仓库家属院": (4, 4, 4, 0, 0)}


def test_a_shops_own_name_in_the_place_of_a_head_is_a_business(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["东关街沿街门牌登记"],
        ["门牌号", "户名", "人数"],
        ["1号", "李记饭店", ""],
        ["2号", "农业银行", ""],
        ["3号", "王建国", 3],
        ["4号", "李秀英", 2],
        ["5号", "张志强", 2],
    )
    assert found == {"东关街": (5, 3, 7, 0, 2)}


def test_a_sheet_of_empty_flats_and_a_sheet_of_shops_say_so_of_all_their_rows(tmp_path: Path) -> None:
    (found,) = entries(
        tmp_path,
        {
            "常住": [["小区", "房号", "户主", "人口"], ["水利小区", "1-1-101", "王建国", 3]],
            "空置房": [["小区", "房号", "业主"], ["水利小区", "1-1-102", "李秀英"]],
            "门面": [["小区", "门面号", "店铺名称", "经营者"], ["水利小区", "门面1", "好又来", "张志强"]],
        },
    )
    assert compounds(found) == {"水利小区": (3, 1, 3, 1, 1)}


def test_a_file_of_several_communities_is_one_entry_for_each(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["社区", "小区", "房号", "户主", "人数"],
        ["东关社区", "水利小区", "1-1-101", "王建国", 3],
        ["", "", "1-1-102", "李秀英", 2],
        ["桥南社区", "桥南小区", "1-1-101", "张志强", 1],
    ]
    found = entries(tmp_path, {"Sheet1": rows}, "吉昌镇")
    assert [(f["community"], compounds(f)) for f in found] == [
        ("东关", {"水利小区": (2, 2, 5, 0, 0)}),
        ("桥南", {"桥南小区": (1, 1, 1, 0, 0)}),
    ]
    assert sum(f["rows"]["total"] for f in found) == len(rows)


def test_a_slip_in_one_address_moves_nobody_to_another_community(tmp_path: Path) -> None:
    rows = [[name, f"东关社区水利小区1-1-{101 + i}"] for i, name in enumerate(NAMES)]
    rows[3][1] = "桥南社区水利小区1-1-104"
    found = entries(tmp_path, {"Sheet1": [["姓名", "住址"], *rows]})
    assert [f["community"] for f in found] == ["东关"]


def test_a_cover_names_the_community_of_the_file(tmp_path: Path) -> None:
    cover = [["东关社区"], ["居民信息台账"], ["二〇二〇年一月"]]
    homes = [["楼号", "房号", "户主"], ["1", "1-101", "王建国"]]
    (found,) = entries(tmp_path, {"封面": cover, "水利小区": homes}, "居民台账")
    assert found["community"] == "东关"


def test_a_file_called_after_a_compound_without_an_ending_names_it_once_the_community_is_known(tmp_path: Path) -> None:
    rows = [["房号", "户主"], ["1-1-101", "王建国"]]
    assert read(tmp_path, ["东关社区住户花名册"], *rows, file="柿子滩") == {"柿子滩": (1, 1, 1, 0, 0)}
    (alone,) = entries(tmp_path, {"Sheet1": rows}, "柿子滩")
    assert alone["rows"]["held"] == 1


def test_a_sheet_for_each_stairwell_stands_in_the_building_of_the_file(tmp_path: Path) -> None:
    rows = [["房号", "户主"], ["101", "王建国"], ["102", "李秀英"]]
    (found,) = entries(tmp_path, {"1单元": rows, "2单元": rows}, "水利小区1号楼")
    assert compounds(found) == {"水利小区": (4, 4, 4, 0, 0)}


def test_numbers_that_come_round_with_other_households_are_held_and_not_piled_behind_one_door(tmp_path: Path) -> None:
    rooms = ("101", "102", "201", "202")
    rows: list[Sequence[Cell]] = [[room, NAMES[i * 4 + k], 3] for i in range(3) for k, room in enumerate(rooms)]
    (found,) = entries(tmp_path, {"Sheet1": [["水利小区住户"], ["房号", "户主", "人口"], *rows]})
    assert found["compounds"] == {}
    assert found["rows"]["held"] == len(rows)


def test_two_families_who_share_a_flat_far_apart_in_the_list_are_not_held(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [[f"1-1-{101 + i}", name, 2] for i, name in enumerate(NAMES[:8])]
    found = read(tmp_path, ["水利小区住户"], ["房号", "户主", "人口"], *rows, ["1-1-101", "孙海燕", 1])
    assert found == {"水利小区": (8, 8, 17, 0, 0)}


def test_a_namesake_of_the_head_counts_where_the_members_never_name_the_head(tmp_path: Path) -> None:
    rows = [["水利小区", f"1-1-{101 + i}", "王建国", "李秀英、张志强"] for i in range(24)]
    rows[5][3] = "李秀英、王建国"
    assert read(tmp_path, ["小区", "房号", "户主", "同住人员"], *rows) == {"水利小区": (24, 24, 72, 0, 0)}


def test_cells_with_line_breaks_in_a_csv_do_not_cut_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    cells = (
        ['"小区\n名称"', "房号", '"家庭\n成员"'],
        ["水利小区", "1-1-101", '"王建国\n李秀英\n张志强"'],
        ["水利小区", "1-1-102", '"刘丽\n陈娟"'],
    )
    write_text(path, [list(row) for row in cells], encoding="utf-8-sig")
    (found,) = dry_run([path])["files"]
    assert compounds(found) == {"水利小区": (2, 2, 5, 0, 0)}


def test_a_csv_that_guards_its_noughts_from_a_spreadsheet_is_read_without_the_guards(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    write_text(path, [["小区", "楼号", "房号", "姓名"], ['="水利小区"', '="1"', '="0301"', "王建国"]], encoding="gbk")
    (found,) = dry_run([path])["files"]
    assert compounds(found) == {"水利小区": (1, 1, 1, 0, 0)}


def test_building_and_stairwell_in_one_column_stand_before_the_room_in_another(tmp_path: Path) -> None:
    rows = [["水利小区", f"{b}号楼{s}单元", "101", "王建国"] for b in (1, 2) for s in (1, 2)]
    assert read(tmp_path, ["小区", "楼号单元", "房号", "户主"], *rows) == {"水利小区": (4, 4, 4, 0, 0)}


def test_a_title_of_two_compounds_says_of_no_row_in_which_it_is(tmp_path: Path) -> None:
    title, header = ["水利小区、东苑小区住户登记表"], ["房号", "户主"]
    (found,) = entries(tmp_path, {"Sheet1": [title, header, ["1-1-101", "王建国"]]})
    assert (found["compounds"], found["rows"]["held"]) == ({}, 1)


def test_a_lane_without_an_ending_is_a_section_where_streets_were_sections_before_it(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = []
    for lane in ("东关街", "柴家巷", "北门坡"):
        rows += [[lane], ["1号", "王建国", 3], ["1号附1", "李秀英", 2]]
    found = read(tmp_path, ["东关社区平房住户"], ["门牌号", "户主", "人口"], *rows)
    assert found == dict.fromkeys(("东关街", "柴家巷", "北门坡"), (2, 2, 5, 0, 0))


def test_a_tenant_named_again_among_those_who_live_there_is_one_person(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["小区", "房号", "业主", "租户", "在住人员"],
        ["府东花园", "2-1-101", "赵敏", "孙海、钱芳", "孙海、钱芳"],
        ["府东花园", "2-1-102", "周浩", "吴刚", ""],
    )
    assert found == {"府东花园": (2, 2, 3, 0, 0)}
