"""Batch work: reading a roster, rebuilding the read tables, verifying the ledger."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.county import County
from bench.figures import Figure
from bulou.ledger import verify
from bulou.projections.rebuild import rebuild
from bulou.rosters.roster import read_roster

ROSTERS = Path(__file__).resolve().parents[1] / "tests" / "data" / "rosters"


def rosters(turns: int) -> list[Figure]:
    """Rows a second of CPU, from file to doors with a verdict on every row; bare: the same cells, read only."""
    figures = []
    for file in sorted(ROSTERS.glob("*.[xc]*")):
        floor = Figure(f"roster {file.name}, cells only", "ms CPU a 1,000 rows")
        whole = Figure(f"roster {file.name}", "ms CPU a 1,000 rows", ceiling=floor.name)
        rows = len(read_roster(file).verdicts)
        for _ in range(turns):
            floor.samples.append(_cpu(lambda file=file: _cells(file)) / rows * 1000)  # type: ignore[misc]
            whole.samples.append(_cpu(lambda file=file: read_roster(file)) / rows * 1000)  # type: ignore[misc]
        figures += [floor, whole]
    return figures


def from_the_ledger(county: County, turns: int) -> list[Figure]:
    """Microseconds of CPU for each fact of the whole ledger."""
    region_id = county.region.region_id
    facts = verify.count(region_id)
    figures = [
        Figure(f"rebuild from {facts:,} facts", "us CPU a fact"),
        Figure(f"verify {facts:,} facts", "us CPU a fact"),
    ]
    for _ in range(turns):
        figures[0].samples.append(_cpu(lambda: rebuild(region_id)) / facts * 1000)
        figures[1].samples.append(_cpu(lambda: list(verify.faults(region_id))) / facts * 1000)
    return figures


def _cells(file: Path) -> int:
    if file.suffix == ".csv":
        raw = file.read_bytes()
        return sum(len(row) for row in csv.reader(raw.decode("gb18030", errors="replace").splitlines()))
    book = CalamineWorkbook.from_path(str(file))
    return sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000
