"""Layouts: one known town written as clerks of a dozen kinds would keep it."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

from tests.rosters.spreadsheets import Cell, Grid, Merge, write_ods, write_text, write_xlsx
from tests.rosters.town import Home, Resident

Layout = Callable[[list[Home], Path], list[Path]]
LAYOUTS: dict[str, Layout] = {}
_WIDE = str.maketrans("0123456789-ABX", "０１２３４５６７８９－ＡＢＸ")
_WORDS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def layout(write: Layout) -> Layout:
    LAYOUTS[write.__name__] = write
    return write


def lane(home: Home) -> str:
    return f"{home.building}号" + (f"之{home.room}" if home.room else "")


def dashed(home: Home) -> str:
    return lane(home) if home.on_street else f"{home.building}-{home.stairwell}-{home.room}"


def chinese(number: str) -> str:
    n = int(number)
    tens = ("十" if n < 20 else _WORDS[number[0]] + "十") if n >= 10 else ""
    return tens + (_WORDS[number[-1]] if n % 10 or n < 10 else "")


def any_style(home: Home, chance: random.Random) -> str:
    c, b, s, r = home.compound, home.building, home.stairwell, home.room
    if home.on_street:
        sub = r and chance.choice((f"之{r}", f"-{r}", f"附{r}号", f"院之{r}"))
        text = f"{c}{chance.choice(('', ' '))}{b}号{sub}"
    else:
        text = chance.choice(
            (
                f"{c}{b}-{s}-{r}",
                f"{c}{b}号楼{s}单元{r}室",
                f"{c} {b}#楼{s}单元{r}",
                f"{c}{b}#{s}-{r}",
                f"{c}{b}幢{chinese(s)}单元 {r}号",
                f"{c}{chinese(b)}号楼{s}单元0{r}" if len(r) == 3 else f"{c}{b}栋{s}单元{r}",
                f"{c}{b}楼{s}门{r}",
                f"{c} {b} 号楼 {s} 单元 {r} 室",
            )
        )
    prefix = chance.choice(("", "", "吉县", "吉县吉昌镇", "山西省临汾市吉县", "吉县东关社区"))
    return (prefix + text).translate(_WIDE) if chance.random() < 0.2 else prefix + text


def people_rows(home: Home) -> list[Resident | None]:
    return list(home.people) or [None]


def _down_to(column: int, home: Home) -> tuple[str, ...]:
    return (home.compound, home.building, home.stairwell)[: column + 1]


def by_compound(homes: list[Home]) -> list[tuple[str, list[Home]]]:
    return [(name, list(group)) for name, group in groupby(homes, key=lambda h: h.compound)]


@layout
def property_fee_ledger(homes: list[Home], folder: Path) -> list[Path]:
    """A row a door, numbers as floats, two phones in a cell, subtotals, fees, the owner instead of a head."""
    grid: Grid = [
        ["吉县东关社区2020年度物业费收缴台账"],
        [],
        [
            "序号",
            "小区",
            "楼号",
            "单元",
            "房号",
            "业主姓名",
            "联系电话",
            "建筑面积(㎡)",
            "应缴金额",
            "居住人数",
            "使用状态",
            "备注",
        ],
    ]
    chance = random.Random(1)  # noqa: S311
    serial = 0
    for (compound, building), group in groupby(homes, key=lambda h: (h.compound, h.building)):
        doors = list(group)
        for home in doors:
            serial += 1
            phone = home.people[0].phone if home.people else ""
            two = f"{phone}/0357-792{chance.randrange(10**4):04}" if phone and serial % 3 == 0 else phone
            state = {"vacant": "空置", "business": "商铺"}.get(home.use, "出租" if home.rented else "自住")
            owner = home.people[0].name if home.people else ("周业主" if serial % 2 else "")
            row: list[Cell] = [float(serial), compound]
            row += (
                [lane(home), "", ""]
                if home.on_street
                else [float(home.building), float(home.stairwell), float(home.room)]
            )
            row += [owner, two, 96.5, 579.0, float(len(home.people)) if home.people else "", state]
            grid.append(row)
        if not doors[0].on_street:
            grid.append(
                [f"{building}号楼小计", "", "", "", f"{len(doors)}户", "", "", 96.5 * len(doors), 579.0 * len(doors)]
            )
    grid += [
        ["合计", "", "", "", float(len(homes))],
        ["制表人：王会计", "", "", "审核：", "", "", "日期：2020年1月20日"],
    ]
    write_xlsx(folder / "物业费.xlsx", {"Sheet1": grid})
    return [folder / "物业费.xlsx"]


@layout
def a_sheet_per_compound(homes: list[Home], folder: Path) -> list[Path]:
    """The sheet's name is the compound; a summary before, a hidden copy and an empty sheet behind."""
    summary: Grid = [["东关社区汇总表"], ["小区", "楼栋数", "户数", "人数", "空户"]]
    sheets: dict[str, Grid] = {"汇总表": summary}
    for name, doors in by_compound(homes):
        summary.append([name, 3, len(doors), sum(len(h.people) for h in doors), 2])
        grid: Grid = [
            ["东关社区居民花名册"],
            ["序号", "门牌号", "姓名", "性别", "与户主关系", "身份证号", "电话", "备注"],
        ]
        for n, home in enumerate(doors, 1):
            note = {"vacant": "空房", "business": "门面房"}.get(home.use, "")
            for i, p in enumerate(people_rows(home)):
                first: list[Cell] = [n, dashed(home)] if i == 0 else ["", ""]
                cells: list[Cell] = [p.name, p.sex, p.kin, p.number, p.phone] if p else [""] * 5
                grid.append([*first, *cells, note])
        sheets[name] = grid
    summary.append(["合计", "", len(homes), sum(len(h.people) for h in homes)])
    sheets["旧数据"] = [["小区", "房号", "姓名"], ["水利小区", "9-9-901", "旧人"]]
    sheets["Sheet9"] = []
    write_xlsx(folder / "东关社区.xlsx", sheets, hidden=["旧数据"])
    return [folder / "东关社区.xlsx"]


@layout
def compound_and_building_as_section_rows(homes: list[Home], folder: Path) -> list[Path]:
    """Section rows 一、水利小区（120户） and 1号楼, room and stairwell columns, 同上 below the first person."""
    header: list[Cell] = ["序号", "单元", "房号", "姓名", "关系", "联系方式", "情况"]
    grid: Grid = [["东关社区住户登记表（2020年1月）"], header]
    merges: list[Merge] = []
    for k, (name, doors) in enumerate(by_compound(homes)):
        merges.append((len(grid), 0, len(grid), 6))
        grid.append([f"{'一二三'[k]}、{name}（共{len(doors)}户）"])
        for building, group in groupby(doors, key=lambda h: h.building):
            if not doors[0].on_street:
                grid.append([f"{building}号楼"])
            for home in group:
                for i, p in enumerate(people_rows(home)):
                    where: list[Cell]
                    if home.on_street:
                        where = ["", lane(home) if i == 0 else "同上"]
                    else:
                        where = [f"{chinese(home.stairwell)}单元", home.room] if i == 0 else ["〃", "同上"]
                    state = {"vacant": "无人居住", "business": "经营用房"}.get(home.use, "")
                    cells: list[Cell] = [p.name, p.kin, p.phone or "无"] if p else ["", "", ""]
                    grid.append(["", *where, *cells, state])
            grid.append([])
        grid.append([f"{name}小计", "", f"{len(doors)}户"])
    write_xlsx(folder / "东关.xlsx", {"登记表": grid}, {"登记表": merges})
    return [folder / "东关.xlsx"]


@layout
def two_row_header(homes: list[Home], folder: Path) -> list[Path]:
    """Grouped headings, vertical merges over each household, the header repeated on every printed page."""
    top: list[Cell] = ["序号", "居住地址", "", "", "", "户主信息", "", "家庭成员", "", "", "备注"]
    low: list[Cell] = ["", "小区", "楼号", "单元", "房号", "姓名", "联系电话", "姓名", "与户主关系", "身份证号码", ""]
    grid: Grid = [["吉县东关社区入户排查登记表"], ["填报单位：东关社区居委会", "", "", "", "单位：户、人"], top, low]
    merges: list[Merge] = [(0, 0, 0, 10), (2, 0, 3, 0), (2, 1, 2, 4), (2, 5, 2, 6), (2, 7, 2, 9), (2, 10, 3, 10)]
    for n, home in enumerate(homes, 1):
        if n % 40 == 0:
            grid += [top, low]
        start = len(grid)
        note = {"vacant": "长期空置", "business": "商铺"}.get(home.use, "租户" if home.rented else "")
        place: list[Cell]
        if home.on_street:
            place = [home.compound, f"{home.building}号", f"之{home.room}" if home.room else "", ""]
        else:
            place = [home.compound, f"{home.building}号楼", f"{home.stairwell}单元", home.room]
        head: list[Cell] = [home.head.name, home.head.phone] if home.people else ["", ""]
        for i, p in enumerate(people_rows(home)):
            person: list[Cell] = [p.name, p.kin, p.number] if p else ["", "", ""]
            lead = [n, *place, *head] if i == 0 else [""] * 7
            grid.append([*lead, *person, note if i == 0 else ""])
        if len(home.people) > 1:
            merges += [(start, c, len(grid) - 1, c) for c in range(7) if grid[start][c] != ""]
    grid += [["合计", "", "", "", f"{len(homes)}户"], ["社区（盖章）：", "", "", "", "", "审核人："]]
    write_xlsx(folder / "排查.xlsx", {"排查表": grid}, {"排查表": merges})
    return [folder / "排查.xlsx"]


@layout
def tab_separated_with_ditto_marks(homes: list[Home], folder: Path) -> list[Path]:
    """UTF-8 with a mark, tabs, every repeated cell a ditto mark, rows of several people."""
    grid: Grid = [["小区名称", "楼栋", "单元", "室", "姓名", "出生年月", "手机号码", "房屋状态"]]
    before: list[Cell] = []
    for home in homes:
        if home.on_street:
            place: list[Cell] = [home.compound, lane(home), "/", "/"]
        else:
            place = [home.compound, f"{home.building}栋", f"{home.stairwell}单元", f"{home.room}室"]
        state = {"vacant": "空户", "business": "门市"}.get(home.use, "租" if home.rented else "自")
        for p in people_rows(home):
            cells = [("〃" if i < len(before) and v == before[i] else v) for i, v in enumerate(place)]
            person: list[Cell] = [p.name, p.born, p.phone] if p else ["", "", ""]
            grid.append([*cells, *person, state])
            before = place
    write_text(folder / "东关社区.txt", grid, delimiter="\t", encoding="utf-8-sig")
    return [folder / "东关社区.txt"]


@layout
def households_with_members_in_one_cell(homes: list[Home], folder: Path) -> list[Path]:
    """UTF-16, semicolons; members with kinship in brackets; the head is often left out of them."""
    chance = random.Random(3)  # noqa: S311
    grid: Grid = [["编号", "户主姓名", "家庭住址", "人口", "家庭成员（关系）", "电话", "备注"]]
    for n, home in enumerate(homes, 1):
        if not home.people:
            note = {"vacant": "空置房", "business": "门面"}[home.use]
            grid.append([n, "", any_style(home, chance), 0 if n % 2 else "", "", "", note])
            continue
        head, *others = home.people
        names = [f"{p.name}（{p.kin}）" for p in others]
        if chance.random() < 0.5:
            names.insert(0, f"{head.name}(户主)")
        grid.append(
            [n, head.name, any_style(home, chance), len(home.people), chance.choice("、，,/").join(names), head.phone]
        )
    write_text(folder / "东关.csv", grid, delimiter=";", encoding="utf-16")
    return [folder / "东关.csv"]


@layout
def no_header_at_all(homes: list[Home], folder: Path) -> list[Path]:
    """A shuffled list with nothing above it, one row a person."""
    chance = random.Random(4)  # noqa: S311
    rows: Grid = [
        [any_style(h, chance), p.name, p.sex, p.number, p.phone]
        if p
        else [any_style(h, chance), {"vacant": "空户", "business": "商铺"}[h.use], "", "", ""]
        for h in homes
        for p in people_rows(h)
    ]
    chance.shuffle(rows)
    write_text(folder / "东关.csv", rows, encoding="gbk")
    return [folder / "东关.csv"]


@layout
def ods_with_floats_and_repeated_header(homes: list[Home], folder: Path) -> list[Path]:
    """OpenDocument, all numbers floats, names spread out by spaces, households told by 户主 only."""
    header: list[Cell] = [
        "户号",
        "所在小区",
        "楼",
        "单元",
        "门牌",
        "姓 名",
        "与户主关系",
        "年龄",
        "联系电话",
        "人员类别",
    ]
    grid: Grid = [header]
    for n, home in enumerate(homes, 1):
        if n % 50 == 0:
            grid.append(header)
        place: list[Cell]
        if home.on_street:
            place = [home.compound, "", "", lane(home).translate(_WIDE)]
        else:
            place = [home.compound, float(home.building), float(home.stairwell), float(home.room)]
        for i, p in enumerate(people_rows(home)):
            lead: list[Cell] = [float(n), *place] if i == 0 else [""] * 5
            phone: Cell = float(p.phone) if p and p.phone else ""
            person: list[Cell] = (
                [" ".join(p.name), p.kin, 40.0, phone, "常住"]
                if p
                else ["", "", "", "", {"vacant": "空闲", "business": "店铺"}[home.use]]
            )
            grid.append([*lead, *person])
    write_ods(folder / "东关社区名册.ods", {"名册": grid, "Sheet2": []})
    return [folder / "东关社区名册.ods"]


@layout
def a_sheet_per_building(homes: list[Home], folder: Path) -> list[Path]:
    """A file a compound, named in its title; a sheet a building; rooms as 2-301, 2单元301 or 301(2单元)."""
    chance = random.Random(5)  # noqa: S311
    paths = []
    for name, doors in by_compound(homes):
        sheets: dict[str, Grid] = {}
        for home in doors:
            sheet = "门牌" if home.on_street else f"{home.building}号楼"
            grid = sheets.setdefault(
                sheet, [[f"东关社区{name}住户明细"], ["房号", "住户姓名", "居住人数", "同住人员", "电话", "备注"]]
            )
            room = (
                lane(home)
                if home.on_street
                else chance.choice(
                    (
                        f"{home.stairwell}-{home.room}",
                        f"{home.stairwell}单元{home.room}",
                        f"{home.stairwell}单元 {home.room}室",
                    )
                )
            )
            note = {"vacant": "无人", "business": "商用"}.get(home.use, "")
            head = home.people[0].name if home.people else ""
            others = " ".join(p.name for p in home.people[1:])
            grid.append([room, head, len(home.people) or "", others, "", note])
        path = folder / f"{name}.xlsx"
        write_xlsx(path, sheets)
        paths.append(path)
    return paths


@layout
def merged_first_columns_without_flags(homes: list[Home], folder: Path) -> list[Path]:
    """Compound, building and stairwell merged over all their doors; an empty flat is just a blank row."""
    grid: Grid = [["小区", "楼号", "单元", "房号", "户主", "人数", "电话", "类型"]]
    merges: list[Merge] = []
    for column in range(3):
        at = 1
        for value, group in groupby(homes, key=partial(_down_to, column)):
            size = len(list(group))
            if size > 1 and (column == 0 or value[0] != "东关街"):
                merges.append((at, column, at + size - 1, column))
            at += size
    for home in homes:
        place: list[Cell] = [home.compound, f"{home.building}号楼", f"{home.stairwell}单元", home.room]
        if home.on_street:
            place = [home.compound, lane(home), "", ""]
        who: list[Cell] = [home.head.name, len(home.people), home.head.phone] if home.people else ["", "", ""]
        grid.append([*place, *who, "门面" if home.use == "business" else ""])
    for r1, c, r2, _ in merges:
        for r in range(r1 + 1, r2 + 1):
            grid[r][c] = ""
    write_xlsx(folder / "东关社区.xlsx", {"Sheet1": grid}, {"Sheet1": merges})
    return [folder / "东关社区.xlsx"]


@layout
def yes_and_no_columns(homes: list[Home], folder: Path) -> list[Path]:
    """是否空置, 是否出租; building-stairwell-room in one column; members as 妻子:某某; old names of columns."""
    chance = random.Random(6)  # noqa: S311
    grid: Grid = [
        ["说明：本表由各楼长填写，一户一行"],
        [
            "小区（街巷）",
            "楼号-单元-房号",
            "房主",
            "是否空置",
            "是否出租",
            "用途",
            "同住人",
            "常住人口",
            "联系电话1",
            "联系电话2",
        ],
    ]
    for home in homes:
        others = chance.choice(("、", "\n", " ")).join(
            f"{'妻子:' if p.kin == '配偶' else ''}{p.name}" for p in home.people
        )
        who: list[Cell] = [
            home.people[0].name if home.people else "李房主",
            "否" if home.people else "是",
            "是" if home.rented else "否",
        ]
        use = "商铺" if home.use == "business" else "住宅"
        people: list[Cell] = [others, len(home.people), home.people[0].phone if home.people else "13900001111", "无"]
        grid.append([home.compound, dashed(home), *who, use, *people])
    write_xlsx(folder / "2020东关社区摸底表(终版).xlsx", {"Sheet1": grid})
    return [folder / "2020东关社区摸底表(终版).xlsx"]


@layout
def pasted_list_with_blank_separators(homes: list[Home], folder: Path) -> list[Path]:
    """Pipes; a household number instead of repeated addresses; blank lines, notes and page totals between."""
    chance = random.Random(8)  # noqa: S311
    grid: Grid = [["户号", "姓名", "与户主关系", "现住址", "身份证号", "备注"]]
    for n, home in enumerate(homes, 1):
        flag = {"vacant": "空房（业主在外地）", "business": "营业用房"}.get(home.use, "")
        for i, p in enumerate(people_rows(home)):
            person: list[Cell] = [p.name, p.kin] if p else ["", ""]
            grid.append([f"{n:04}", *person, any_style(home, chance) if i == 0 else "", p.number if p else "", flag])
        if n % 7 == 0:
            grid.append([])
        if n % 30 == 0:
            grid += [["本页小计", "", "", "30户"], ["注：空白处为未登记"]]
    write_text(folder / "东关.txt", grid, delimiter="|", end="\n")
    return [folder / "东关.txt"]


@layout
def people_shuffled_with_planted_repeats(homes: list[Home], folder: Path) -> list[Path]:
    """One row a person in any order; some rows stand twice; dates of birth, sexes, and a mixed-up column order."""
    chance = random.Random(9)  # noqa: S311
    rows: Grid = []
    for home in homes:
        for p in people_rows(home):
            if p:
                rows.append([p.phone, p.name, any_style(home, chance), p.sex, p.born, p.number, "常住"])
            else:
                rows.append(
                    [
                        "",
                        {"vacant": "（空置）", "business": "（门面）"}[home.use],
                        any_style(home, chance),
                        "",
                        "",
                        "",
                        "",
                    ]
                )
    known = [r for r in rows if r[5]]
    rows += [list(r) for r in known[::25]]
    chance.shuffle(rows)
    grid: Grid = [["联系方式", "姓名", "居住地址", "性别", "出生日期", "证件号码", "人员类别"], *rows]
    write_xlsx(folder / "东关.xlsx", {"人员": grid})
    return [folder / "东关.xlsx"]
