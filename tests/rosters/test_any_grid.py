"""Any grid of cells at all: nothing crashes, every row has one verdict, every door is counted once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bulou.rosters.blocks import blocks_of, one_a_row
from bulou.rosters.cells import cell_text
from bulou.rosters.headings import Heading
from bulou.rosters.lines import Line
from bulou.rosters.roster import gathered
from bulou.rosters.sheets import Sheet
from bulou.rosters.tables import Table
from bulou.rosters.verdicts import KINDS, counts

HEADINGS = [
    "序号",
    "户号",
    "小区",
    "楼号",
    "单元",
    "楼层",
    "房号",
    "地址",
    "姓名",
    "户主",
    "业主",
    "家庭成员",
    "与户主关系",
    "人数",
    "电话",
    "身份证号",
    "备注",
    "是否空置",
    "类型",
    "社区",
    "户数",
    "性别",
]
VALUES = [
    "",
    "",
    "水利小区",
    "东关街",
    "3号楼",
    "二单元",
    "1-2-301",
    "水利小区3-2-401",
    "东关街12号之3",
    "12号",
    "之1",
    "401",
    "门面",
    "空户",
    "同上",
    "〃",
    "张三",
    "李四、王五（妻）",
    "户主",
    "子",
    "13912345678",
    "141028197001010010",
    "合计",
    "注：",
    "社区（盖章）",
    "5",
    "0",
    "无",
    "/",
    "男",
    "重复",
    "1号楼小计",
    "二、农机小区（50户）",
    "是",
    "３０１室（东）",
    "第1页",
]
cells = st.one_of(st.sampled_from(VALUES), st.sampled_from(HEADINGS), st.text(max_size=8), st.floats(), st.integers())
grids = st.lists(st.lists(cells, max_size=9), max_size=14)


@st.composite
def headed_grids(draw: st.DrawFn) -> list[list[object]]:
    header = draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=8))
    rows = draw(st.lists(st.lists(st.sampled_from(VALUES), max_size=9), max_size=14))
    return [list[object](header), *[list[object](r) for r in rows]]


@settings(max_examples=400)
@given(grid=st.one_of(grids, headed_grids()), compound=st.sampled_from(["", "水利小区"]), data=st.data())
def test_any_grid_is_read_and_its_counts_add_up(grid: list[list[object]], compound: str, data: st.DataObject) -> None:
    rows = [[cell_text(v) for v in row] for row in grid]
    covered = frozenset(data.draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8)), max_size=6)))
    sheet = Sheet("表", rows, covered)
    items = [x for block in blocks_of(sheet) for x in Table(block, Heading(compound=compound, sure=True)).read()]
    doors, every = gathered(items)
    verdicts = one_a_row(every)
    assert [v.row for v in verdicts] == list(range(1, len(rows) + 1))
    found = counts(verdicts)
    assert found["total"] == sum(found[k] for k in KINDS) == len(rows)
    assert sum(v.kind == "created" for v in every) == len(doors) == len({d.key for d in doors})
    assert all(v.reason for v in verdicts)
    assert all((d.use == "home") or d.persons == 0 for d in doors)
    assert sum(isinstance(x, Line) for x in items) == sum(v.kind != "ignored" for v in every)
