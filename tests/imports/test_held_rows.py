"""Rows that could not be placed: kept sealed, downloaded, corrected, imported again; nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bulou.ground import database
from bulou.ledger import verify
from bulou.projections.read import read
from bulou.projections.rebuild import rebuild
from bulou.projections.standing import standing
from bulou.projections.views.register import HeldRows
from bulou.rosters.heldfile import held_file
from bulou.rosters.heldrows import HeldRow, opened
from bulou.rosters.preview import Preview, previews
from bulou.rosters.settling import Settled, place_in, row_key, words_of
from bulou.rosters.undoing import undo, undoing
from bulou.rosters.workbooks import read_workbook
from bulou.rosters.writing import write
from bulou.vault import sealing

from .conftest import NOW, Roster, Town

GOOD = ("水利小区", "3", "2", "401", "李四", "14262319800101123X", "13800000001")
NO_ROOM = ("水利小区", "4", "", "", "王五", "142623199002022342", "13800000002")
NO_COMPOUND = ("", "", "", "501", "赵六", "", "13800000003")
FIRST = [NO_COMPOUND, GOOD, NO_ROOM]


def take(town: Town, file: Path, settled: Mapping[str, Settled] | None = None) -> Preview:
    town.now += 60_000
    (found,) = previews(file, scope=town.scope, now=town.now, settled=settled)
    write(found.matched, author=town.author, file_hash=found.file_hash, rows=found.row_sayings)
    return found


def states(town: Town) -> list[str]:
    return sorted(row.state for row in read(town.scope, HeldRows()))


def listed(town: Town) -> tuple[int, int]:
    region = standing(town.scope, at=NOW).region
    return region["listed"], region["residents"]


def downloaded(town: Town, tmp_path: Path, found: Preview) -> Path:
    file = tmp_path / "待核行.xlsx"
    file.write_bytes(held_file(found.held_rows()))
    return file


def corrected(file: Path, changes: Mapping[str, Mapping[str, str]]) -> Path:
    """The downloaded file with cells put right: by the person's name, the heading and what should stand there."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  only here

    target = file.with_name("改好的.xlsx")
    book = xlsxwriter.Workbook(str(target))
    for sheet in read_workbook(file):
        out = book.add_worksheet(sheet.name)
        heading, *rows = sheet.rows
        for at, row in enumerate([heading, *rows]):
            cells = dict(zip(heading, row, strict=True))
            for name, change in changes.items():
                if at and name in row:
                    cells |= change
            for column, title in enumerate(heading):
                out.write_string(at, column, title if at == 0 else cells[title])
    book.close()
    return target


@pytest.mark.engine
def test_what_cannot_be_placed_is_kept_sealed_without_the_identity_number(town: Town, roster: Roster) -> None:
    found = take(town, roster(FIRST))
    assert (found.rows["created"], found.rows["held"]) == (1, 2)
    rows = read(town.scope, HeldRows(state="open"))
    parts = sealing.open_parts(
        town.region.region_id,
        [row.fact_id for row in rows],
        by=town.region.region_id,
        purpose="t",
        subject="t",
        now=NOW,
    )
    kept = {row.reason: str(opened(row, parts[row.fact_id].content)) for row in rows}
    assert "王五" in kept["no_room"]
    assert "13800000002" in kept["no_room"]
    assert "142623199002022342" not in kept["no_room"]
    rebuild(town.region.region_id)
    assert states(town) == ["open", "open"]


def test_the_downloaded_file_says_why_and_is_imported_as_it_stands_without_loss(
    town: Town, roster: Roster, tmp_path: Path
) -> None:
    found = take(town, roster(FIRST))
    (sheet,) = read_workbook(downloaded(town, tmp_path, found))
    assert sheet.rows[0][:2] == ["不漏·原因", "不漏·怎么改"]
    assert "看不出是哪个小区" in sheet.rows[1]
    facts = verify.count(town.region.region_id)
    again = take(town, downloaded(town, tmp_path, found))
    assert again.rows["held"] == 2
    assert again.rows["created"] == 0
    assert states(town) == ["open", "open"]
    assert verify.count(town.region.region_id) == facts


def test_the_corrected_file_settles_its_rows(town: Town, roster: Roster, tmp_path: Path) -> None:
    file = roster(FIRST)
    found = take(town, file)
    right = corrected(
        downloaded(town, tmp_path, found),
        {"赵六": {"小区": "水利小区", "楼号": "3", "单元": "1"}, "王五": {"单元": "1", "房号": "201"}},
    )
    again = take(town, right)
    assert (again.rows["created"], again.rows["held"]) == (2, 0)
    assert listed(town) == (3, 3)
    assert states(town) == ["imported", "imported"]
    once_more = take(town, file)
    assert once_more.rows["held"] == 0
    assert [v.reason for v in once_more.matched.verdicts if v.kind == "matched"].count("settled_before") == 2
    assert listed(town) == (3, 3)


def test_a_row_that_is_half_corrected_is_held_again_as_it_stands_now(
    town: Town, roster: Roster, tmp_path: Path
) -> None:
    found = take(town, roster(FIRST))
    half = corrected(downloaded(town, tmp_path, found), {"赵六": {"楼号": "9"}, "王五": {"单元": "1", "房号": "201"}})
    again = take(town, half)
    assert again.rows["held"] == 1
    assert states(town) == ["imported", "open"]
    (row,) = read(town.scope, HeldRows(state="open"))
    part = sealing.open_parts(
        town.region.region_id, [row.fact_id], by=town.region.region_id, purpose="t", subject="t", now=NOW
    )[row.fact_id]
    assert ["building", "楼号", "9"] in [list(one) for one in part.content["columns"]]


def test_a_door_named_by_hand_and_a_row_left_out_are_remembered(town: Town, roster: Roster) -> None:
    file = roster(FIRST)
    settled = {
        row_key("", 2): Settled(door="水利小区 3-2-501"),
        row_key("", 4): Settled(why="moved_away"),
    }
    found = take(town, file, settled)
    assert found.rows == {"total": 4, "created": 2, "merged": 0, "matched": 0, "held": 0, "ignored": 2}
    assert listed(town) == (2, 2)
    assert states(town) == ["imported", "skipped"]
    again = take(town, file)
    assert again.rows["held"] == 0
    assert listed(town) == (2, 2)


def test_people_below_a_held_row_go_where_it_goes(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "东关.csv"
    file.write_text(
        "小区,楼号,单元,房号,姓名,与户主关系\n水利小区,1,1,101,甲某,户主\n水利小区,9,,,乙某,户主\n,,,,丙某,妻\n",
        encoding="utf-8",
    )
    (before,) = previews(file, scope=town.scope, now=town.now)
    assert [v.reason for v in before.held] == ["no_room", "follows_held"]
    take(town, file, {row_key("", 3): Settled(door="水利小区 9-1-101")})
    assert listed(town) == (2, 3)


def test_undoing_the_import_takes_its_held_rows_along_and_opens_those_it_settled(
    town: Town, roster: Roster, tmp_path: Path
) -> None:
    found = take(town, roster(FIRST))
    right = corrected(downloaded(town, tmp_path, found), {"王五": {"单元": "1", "房号": "201"}})
    take(town, right)
    assert states(town) == ["imported", "open"]
    first, second = (
        row[0]
        for row in database.rows("SELECT id FROM import WHERE region_id = %s ORDER BY at", [town.region.region_id])
    )
    for import_id, after in ((second, ["open", "open"]), (first, ["undone", "undone"])):
        town.now += 60_000
        plan = undoing(town.region.region_id, import_id)
        undo(plan, import_id=import_id, author=town.author)
        assert states(town) == after
        assert not undoing(town.region.region_id, import_id).says_anything()
    take(town, roster(FIRST))
    assert states(town) == ["open", "open"]


def test_messages_that_were_not_understood_come_back_as_a_table(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "东关.txt"
    file.write_text(
        "#接龙 水利小区3号楼\n1. 3-2-401 王某 4人\n2. 明天下午打疫苗在哪里排队\n3. 老赵家 3口人\n", encoding="utf-8"
    )
    found = take(town, file)
    assert found.rows["held"] == 2
    (sheet,) = read_workbook(downloaded(town, tmp_path, found))
    assert "2. 明天下午打疫苗在哪里排队" in [cell for row in sheet.rows for cell in row]
    headings = sheet.rows[0]
    assert {"小区", "地址", "不漏·原文", "不漏·行编号"} <= set(headings)
    right = corrected(downloaded(town, tmp_path, found), {"3. 老赵家 3口人": {"地址": "3-2-402"}})
    again = take(town, right)
    assert again.rows["created"] == 1
    assert listed(town) == (2, 7)


def test_every_door_of_the_register_can_be_written_as_it_is_read(town: Town) -> None:
    data = Path(__file__).parent.parent / "data" / "rosters"
    for name in ("小府.xlsx", "桥南.csv"):
        for door in town.look(data / name).matched.new:
            words = words_of(door)
            place = place_in(words)
            assert not isinstance(place, str)
            assert place.key() == door


def test_rows_of_different_layouts_come_in_sheets_of_their_own() -> None:
    one = HeldRow(
        id="a" * 32, content="b" * 16, file="甲.xlsx", sheet="1", row=2, reason="no_room",
        columns=[("compound", "小区", "水利小区"), ("room", "房号", "")],
    )  # fmt: skip
    other = HeldRow(
        id="c" * 32, content="d" * 16, file="乙.xlsx", sheet="2", row=9, reason="no_compound",
        columns=[("address", "地址", "=cmd|x"), ("", "", "说明")],
    )  # fmt: skip
    assert held_file([one, other])[:2] == b"PK"
    assert held_file([])[:2] == b"PK"
