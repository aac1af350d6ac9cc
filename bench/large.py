"""A county's rosters in one workbook: 200 sheets, 100,000 rows; read, matched, written and matched again.

`python -m bench.large` runs it in a process of its own, so that the peak of its memory is this work's alone.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

SHEETS, ROWS = 200, 500
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉华建国志文"
_HEADINGS = ("序号", "楼号", "单元", "房号", "姓名", "与户主关系", "性别", "身份证号", "电话", "备注")


def workbook(path: Path, *, sheets: int = SHEETS, rows: int = ROWS) -> int:
    """Writes it: a title, headings and households of one to six on every sheet; how many rows there are."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  only here

    chance = random.Random(7)  # noqa: S311  the same county every time
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    for number in range(sheets):
        sheet = book.add_worksheet(f"{number + 1}")
        sheet.write_row(0, 0, [f"新城社区{_name(number)}小区居民花名册"])
        sheet.write_row(1, 0, _HEADINGS)
        for row, cells in enumerate(_people(chance, rows - 2), 2):
            sheet.write_row(row, 0, cells)
    book.close()
    return sheets * rows


def measure(folder: Path, *, sheets: int = SHEETS, rows: int = ROWS) -> dict[str, float]:
    """Rows and doors a second of the clock, CPU seconds, and the peak of memory in MB."""
    from bulou.core.kernel.scope import Scope  # noqa: PLC0415  after Django is set up
    from bulou.ground import clock  # noqa: PLC0415
    from bulou.intake.said import new_id  # noqa: PLC0415
    from bulou.intake.writer import write as transaction  # noqa: PLC0415
    from bulou.ledger import regions  # noqa: PLC0415
    from bulou.rosters.preview import Preview, previews  # noqa: PLC0415
    from bulou.rosters.writing import Author, write  # noqa: PLC0415
    from bulou.vault import keyring  # noqa: PLC0415

    now = clock.now()
    region = regions.Region(region_id=new_id(now), code="large", name_zh="大县", name_en="Large", timezone="UTC")
    transaction(lambda: regions.found(region, epoch=new_id(now)))
    keyring.make(region.region_id)
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True)
    author = Author(region_id=region.region_id, by=region.region_id, now=now, zone=region.zone, trusted=True)
    file = folder / "全县.xlsx"
    total = workbook(file, sheets=sheets, rows=rows)
    told: dict[str, float] = {"rows": total, "sheets": sheets}

    def look(name: str) -> Preview:
        clock_before, cpu_before = time.perf_counter(), time.process_time()
        (found,) = previews(file, scope=scope, now=now)
        told[f"{name}_rows_per_s"] = total / (time.perf_counter() - clock_before)
        told[f"{name}_cpu_s"] = time.process_time() - cpu_before
        told[f"{name}_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return found

    found = look("first")
    doors = len(found.matched.new)
    clock_before, cpu_before = time.perf_counter(), time.process_time()
    write(found.matched, author=author, file_hash=found.file_hash, rows=found.row_sayings)
    told |= {
        "doors": doors,
        "write_doors_per_s": doors / (time.perf_counter() - clock_before),
        "write_rows_per_s": total / (time.perf_counter() - clock_before),
        "write_cpu_s": time.process_time() - cpu_before,
        "write_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    del found
    again = look("again")
    told["unmatched"] = again.rows["created"] + again.rows["held"]
    return told


def main() -> None:
    """Runs in a data folder of its own and prints JSON."""
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as name:
        folder = Path(name)
        os.environ["BULOU_DATA"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "bulou.site.settings"
        os.environ.pop("BULOU_DATABASE_URL", None)
        import django  # noqa: PLC0415  after the data folder is named

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        sheets = int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS
        sys.stdout.write(json.dumps(measure(folder, sheets=sheets)) + "\n")


def _name(number: int) -> str:
    """Compounds that no reader takes for one another: 甲子, 甲丑, ..."""
    stems, branches = "春夏秋冬梅兰竹菊松柏桃李杏荷桂", "晨曦朝阳明月清风和瑞祥福安康宁"
    return stems[number % len(stems)] + branches[number // len(stems)]


def _people(chance: random.Random, rows: int) -> list[list[str | int]]:
    people: list[list[str | int]] = []
    door = 0
    while len(people) < rows:
        building, stairwell, floor, side = door // 36 + 1, door // 12 % 3 + 1, door // 2 % 6 + 1, door % 2 + 1
        place = [f"{building}号楼", f"{stairwell}单元", f"{floor}0{side}"]
        for member in range(min(chance.randint(1, 6), rows - len(people))):
            where = place if member == 0 else ["", "", ""]
            name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))
            born = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
            number = f"142623{born}{chance.randint(0, 9999):04}"
            phone = f"13{chance.randint(0, 999_999_999):09}" if member < 2 else ""
            kin = ("户主", "配偶", "子", "女", "父", "母")[member]
            people.append([len(people) + 1 if member == 0 else "", *where, name, kin, "男", number, phone, ""])
        door += 1
    return people


if __name__ == "__main__":
    main()
