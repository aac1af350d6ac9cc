"""What becomes of single rows: the judgements that a clerk would want made the same way every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bulou.core.territory.numerals import number_of
from bulou.rosters.contacts import id_is_valid, phones_in
from bulou.rosters.dry_run import dry_run
from bulou.rosters.members import names_in
from bulou.rosters.roster import Roster, read_roster
from tests.rosters.spreadsheets import Cell, write_xlsx

HEADER = ["序号", "小区", "楼号", "单元", "房号", "姓名", "与户主关系", "身份证号", "电话", "备注"]
ZHANG: list[Cell] = [1, "水利小区", "1", "1", "101", "张三", "户主", "141028197001010010", "13900000001"]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


class Reader:
    """Writes a grid into a workbook and reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *rows: Sequence[Cell], sheet: str = "Sheet1", file: str = "东关社区") -> Roster:
        write_xlsx(self.folder / f"{file}.xlsx", {sheet: rows})
        return read_roster(self.folder / f"{file}.xlsx")


def kinds(roster: Roster) -> list[str]:
    return [v.kind for v in roster.verdicts]


def reasons(roster: Roster) -> list[str]:
    return [v.reason for v in roster.verdicts]


def doors(roster: Roster) -> dict[str, tuple[str, int]]:
    return {"/".join(d.key): (d.use, d.persons) for d in roster.doors}


def test_one_name_twice_with_two_identity_numbers_is_two_people(read: Reader) -> None:
    namesake: list[Cell] = ["", "", "", "", "", "张三", "孙子", "141028201501010010", ""]
    roster = read(HEADER, ZHANG, namesake)
    assert kinds(roster)[1:] == ["created", "merged"]
    assert roster.doors[0].persons == 2


def test_the_same_identity_number_again_is_a_repeat_in_whatever_case(read: Reader) -> None:
    first: list[Cell] = [*ZHANG[:7], "14102819700101001X", ""]
    again: list[Cell] = [9, *ZHANG[1:7], "14102819700101001x ", "13900000009"]
    assert kinds(read(HEADER, first, again))[1:] == ["created", "matched"]


def test_one_name_twice_below_a_household_without_any_number_is_two_people(read: Reader) -> None:
    child = ["", "", "", "", "", "张伟", "子"]
    assert read(HEADER, ZHANG, child, child).doors[0].persons == 3


def test_a_row_without_a_room_is_held_and_so_are_the_people_below_it(read: Reader) -> None:
    lost: list[Cell] = [2, "水利小区", "1", "1", "", "李四", "户主", "", "13900000002"]
    roster = read(HEADER, ZHANG, lost, ["", "", "", "", "", "李五", "子"])
    assert kinds(roster)[2:] == ["held", "held"]
    assert reasons(roster)[2:] == ["no_room", "follows_held"]
    assert roster.doors[0].persons == 1


def test_the_next_household_by_number_without_a_door_is_held_and_not_hidden_behind_the_door_above(read: Reader) -> None:
    roster = read(
        HEADER,
        ZHANG,
        ["", "", "", "", "", "李五", "妻"],
        [2, "", "", "", "", "王六", "户主"],
        ["", "", "", "", "", "王七", "子"],
    )
    assert kinds(roster)[1:] == ["created", "merged", "held", "held"]


def test_columns_and_address_that_contradict_each_other_are_held_with_the_cell(read: Reader) -> None:
    roster = read(["小区", "楼号", "房号", "地址", "姓名"], ["水利小区", "1", "101", "水利小区2号楼101", "张三"])
    verdict = roster.verdicts[1]
    assert (verdict.kind, verdict.reason, verdict.cell) == ("held", "contradictory", "水利小区2号楼101")


def test_a_roster_that_never_names_a_compound_is_held(read: Reader) -> None:
    assert reasons(read(["房号", "姓名"], ["1-1-101", "张三"], file="花名册")) == ["header", "no_compound"]


def test_an_owner_of_an_empty_flat_is_a_contact_and_not_a_person(read: Reader) -> None:
    roster = read(
        ["地址", "业主", "电话", "入住情况", "人数"],
        ["水利小区1-1-101", "张三", "13900000001", "空置", ""],
        ["水利小区1-1-102", "李四", "", "自住", 3],
        ["水利小区1-1-103", "王五", "", "门面", ""],
    )
    assert list(doors(roster).values()) == [("vacant", 0), ("home", 3), ("business", 0)]
    assert roster.doors[0].contacts[0].phones == ("13900000001",)


@pytest.mark.parametrize(
    ("head", "members", "count", "persons"),
    [
        ("张三", "李四、王五", 3, 3),  # the head left out
        ("张三", "张三、李四", 2, 2),
        ("张三", "李四、王五", "", 3),
        ("张三", "李四、王五", 2, 2),  # the count says that the members are all
        ("张三", "张三、张三", 3, 3),  # the head left out, and a namesake twice
        ("张三", "张三", 5, 5),  # four unnamed
        ("张三", "张三、李四、王五", 2, 3),  # nobody named is dropped
        ("张三", "", 4, 4),
        ("张三", "", "", 1),
        ("", "李四、王五", "", 2),
    ],
)
def test_the_number_of_persons_when_head_members_and_count_disagree(
    head: str, members: str, count: int | str, persons: int, read: Reader
) -> None:
    roster = read(["户主", "地址", "人数", "家庭成员"], [head, "水利小区1-1-101", count, members])
    assert roster.doors[0].persons == persons


def test_two_households_behind_one_door_are_added_up_and_a_repeated_one_is_not(read: Reader) -> None:
    header = ["地址", "户主", "家庭成员", "人数", "电话"]
    first: list[Cell] = ["水利小区1-1-101", "张三", "李四、王五", 3, "13900000001"]
    restyled: list[Cell] = ["水利小区1号楼1单元101室", "张三", "张三，李四，王五", 3, "13900000001"]
    roster = read(header, first, ["水利小区1-1-101", "赵六", "钱七", 2, ""], first, restyled)
    assert kinds(roster)[1:] == ["created", "merged", "matched", "matched"]
    assert roster.doors[0].persons == 5


def test_rows_that_are_not_data_say_what_they_are(read: Reader) -> None:
    roster = read(
        ["东关社区花名册"],
        ["填报单位（盖章）：", "", "", "2020年1月24日"],
        ["序号", "地址", "姓名", "电话"],
        ["1", "2", "3", "4"],
        ["例：", "水利小区1-1-999", "某某", ""],
        [1, "水利小区1-1-101", "张三", ""],
        [2],
        [],
        ["小计", "", "1户"],
        ["序号", "地址", "姓名", "电话"],
        ["", "农机小区"],
        [3, "1-1-102", "李四", ""],
        ["注：空户不填"],
        ["", "", "填表人：王五", "2020.1.24"],
    )
    assert reasons(roster) == [
        "title",
        "title",
        "header",
        "header",
        "note",
        "door",
        "blank",
        "blank",
        "total",
        "header",
        "section",
        "door",
        "note",
        "stamp",
    ]
    assert list(doors(roster)) == ["水利小区/1/1/101", "农机小区/1/1/102"]


def test_tables_side_by_side_are_read_and_each_source_row_still_has_one_verdict(read: Reader) -> None:
    roster = read(
        ["房号", "姓名", "房号", "姓名"],
        ["1-1-101", "张三", "1-1-201", "李四"],
        ["1-1-102", "王五", "1-1-", "赵六"],
        file="水利小区",
    )
    assert list(doors(roster)) == ["水利小区/1/1/101", "水利小区/1/1/102", "水利小区/1/1/201", "水利小区/1//1"]
    assert len(roster.verdicts) == 3


def test_lines_pasted_into_one_column_are_cut_into_columns(read: Reader) -> None:
    roster = read(["水利小区1号楼1单元101 张三 13900000001"], ["水利小区1号楼1单元102 李四 13900000002"])
    assert [d.contacts[0].name for d in roster.doors] == ["张三", "李四"]


def test_another_file_of_the_same_community_only_adds_whom_it_adds(tmp_path: Path) -> None:
    header = ["地址", "姓名"]
    write_xlsx(tmp_path / "东关社区1.xlsx", {"a": [header, ["水利小区1-1-101", "张三"], ["水利小区1-1-102", "李四"]]})
    write_xlsx(
        tmp_path / "东关社区2.xlsx", {"a": [header, ["水利小区1号楼1单元101", "张三"], ["水利小区1-1-102", "王五"]]}
    )
    second = dry_run([tmp_path / "东关社区1.xlsx", tmp_path / "东关社区2.xlsx"])["files"][1]
    assert second["rows"] == {"total": 3, "created": 0, "merged": 1, "matched": 1, "held": 0, "ignored": 1}


def test_the_community_given_overrides_the_file(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "东关社区.xlsx", {"a": [["地址", "姓名"], ["水利小区1-1-101", "张三"]]})
    assert dry_run([tmp_path / "东关社区.xlsx"], "西关")["files"][0]["community"] == "西关"


def test_progress_ends_at_the_number_of_rows(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "a.xlsx", {"a": [["地址", "姓名"]] + [[f"水利小区1-1-{n}", "张三"] for n in range(101, 1301)]}
    )
    told: list[tuple[int, int]] = []
    read_roster(tmp_path / "a.xlsx", progress=lambda done, total: told.append((done, total)))
    assert told[0] == (500, 1201)
    assert told[-1] == (1201, 1201)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四，王五；赵六", ("张三", "李四", "王五", "赵六")),
        ("张三（户主）、李四(妻)", ("张三", "李四")),
        ("妻子:李四 儿子:张五", ("李四", "张五")),
        ("夏 改 兰", ("夏改兰",)),
        ("张三 李四", ("张三", "李四")),
        ("张三、张三", ("张三", "张三")),
        ("张三13912345678", ("张三",)),
        ("张三等5人", ("张三",)),
        ("无", ()),
        ("空户", ()),
    ],
)
def test_the_names_in_a_cell(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text.translate(str.maketrans("，；（）", ",;()"))) == names


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("13922889381", ("13922889381",)),
        ("139 2288 9381", ("13922889381",)),
        ("139-2288-9381/0357-7921234", ("13922889381", "03577921234")),
        ("13912345678、13812345679", ("13912345678", "13812345679")),
        ("+8613912345678", ("13912345678",)),
        ("无", ()),
    ],
)
def test_the_phones_in_a_cell(text: str, phones: tuple[str, ...]) -> None:
    assert phones_in(text) == phones


def test_an_identity_number_is_checked_by_its_last_digit() -> None:
    assert id_is_valid("11010519491231002X")
    assert not id_is_valid("110105194912310021")


@pytest.mark.parametrize(
    ("word", "digits"),
    [("三", "3"), ("十", "10"), ("十二", "12"), ("二十三", "23"), ("四〇一", "401"), ("一百零二", "102")],
)
def test_a_chinese_numeral_is_read_by_value_or_digit_by_digit(word: str, digits: str) -> None:
    assert number_of(word) == digits


def test_a_pivot_of_counts_is_a_summary_and_holds_no_doors(read: Reader) -> None:
    roster = read(["小区", "1号楼", "2号楼", "合计"], ["水利小区", 24, 24, 48], ["农机小区", 12, 12, 24], sheet="统计")
    assert set(kinds(roster)) == {"ignored"}


def test_whole_numbers_that_a_text_writes_as_floats_are_whole(read: Reader) -> None:
    roster = read(["小区", "楼号", "房号", "姓名", "电话"], ["水利小区", "1.0", "101.0", "张三", "1.3912345678E+10"])
    assert list(doors(roster)) == ["水利小区/1//101"]
    assert roster.doors[0].contacts[0].phones == ("13912345678",)


def test_a_quotation_mark_in_a_csv_repeats_the_cell_above(tmp_path: Path) -> None:
    path = tmp_path / "东关社区.csv"
    path.write_text(
        '小区,楼号,单元,房号,姓名\n水利小区,1,1,101,张三\n",",",102,李四\n",",2,"101, 102",王五\n', encoding="utf-8"
    )
    assert list(doors(read_roster(path)))[:2] == ["水利小区/1/1/101", "水利小区/1/1/102"]


def test_a_phone_is_kept_with_the_person_whose_column_it_stands_beside(read: Reader) -> None:
    roster = read(
        ["小区", "楼号", "房号", "户主", "电话", "姓名", "手机"],
        ["水利小区", "1", "101", "张三", "13900000001", "李四", "13900000002"],
        ["", "", "", "", "", "王五", ""],
    )
    assert {c.name: c.phones for c in roster.doors[0].contacts} == {
        "李四": ("13900000002",),
        "张三": ("13900000001",),
        "王五": (),
    }


def test_a_name_and_a_phone_in_one_cell_are_both_read(read: Reader) -> None:
    roster = read(
        ["房号", "户主及电话"], ["1-1-101", "张三13900000001"], ["1-1-102", "李四 13900000002"], file="水利小区"
    )
    assert [d.persons for d in roster.doors] == [1, 1]
    assert roster.doors[0].contacts == [("张三", ("13900000001",), "")]


def test_the_phone_of_a_household_in_one_row_is_its_heads(read: Reader) -> None:
    roster = read(["户主", "住址", "家庭成员", "电话"], ["张三", "水利小区1-1-101", "李四、王五", "139 0000 0001"])
    assert {c.name: c.phones for c in roster.doors[0].contacts} == {"张三": ("13900000001",), "李四": (), "王五": ()}


def test_the_phone_of_a_head_left_out_of_the_members_is_not_the_only_members(read: Reader) -> None:
    roster = read(["户主", "住址", "家庭成员", "电话"], ["张三", "水利小区1-1-101", "李四", "13900000001"])
    assert {c.name: c.phones for c in roster.doors[0].contacts} == {"李四": (), "张三": ("13900000001",)}


def test_a_sheets_name_gives_community_and_compound(read: Reader) -> None:
    roster = read(["房号", "户主"], ["1-1-101", "张三"], sheet="东关社区-水利小区", file="a")
    assert roster.community == "东关"
    assert list(doors(roster)) == ["水利小区/1/1/101"]
