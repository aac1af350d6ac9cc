"""Figures: what one kind of work cost, as a median and a minimum over interleaved turns, and the table of them all."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Figure:
    """One kind of work: a sample a turn. `ceiling` names the figure that was measured in the same turns."""

    name: str
    unit: str
    samples: list[float] = field(default_factory=list)
    ceiling: str = ""
    required: float | None = None
    aim: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.samples)


def ratio(figure: Figure, among: Sequence[Figure]) -> float | None:
    """How many times its ceiling a figure is: the median over turns, so that a slow minute slows both."""
    ceiling = next((one for one in among if one.name == figure.ceiling), None)
    if ceiling is None:
        return None
    turns = zip(figure.samples, ceiling.samples, strict=True)
    return statistics.median(mine / bare for mine, bare in turns if bare)


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, one line each."""
    lines = [f"{'':44} {'median':>9} {'min':>9} {'max':>9} {'x bare':>7} {'aim':>5} {'limit':>6}  unit"]
    for one in figures:
        times = ratio(one, figures)
        lines.append(
            f"{one.name:44} {one.median:9.2f} {min(one.samples):9.2f} {max(one.samples):9.2f}"
            f" {f'{times:.1f}' if times else '':>7} {one.aim or '':>5} {one.required or '':>6}  {one.unit}"
        )
    return "\n".join(lines)


def keep(figures: Sequence[Figure], folder: Path) -> Path:
    """Writes every sample to a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC)
    file = folder / f"{at:%Y%m%dT%H%M%SZ}.json"
    machine = {
        "at": at.isoformat(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg(),
    }
    told = {"machine": machine, "figures": [{**asdict(one), "ratio": ratio(one, figures)} for one in figures]}
    file.write_text(json.dumps(told, indent=1))
    return file
