"""`python -m bench`: every figure on this machine, printed as a table and kept in bench/results."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, keep, table

RESULTS = Path(__file__).parent / "results"


def run(turns: int, folder: Path) -> list[Figure]:
    """Measures everything in a county of its own, which is thrown away."""
    os.environ["BULOU_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bulou.site.settings"
    os.environ.pop("BULOU_DATABASE_URL", None)
    import django  # noqa: PLC0415  # after the data folder is named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from bench import batchwork, desk, past, sync, together  # noqa: PLC0415  # after Django is set up
    from bench.county import County  # noqa: PLC0415
    from bulou.ground import clock  # noqa: PLC0415

    county = County(clock.now())
    figures = sync.in_process(county, folder, turns)
    figures += sync.served(county, folder, turns)
    figures += together.pushes(county, folder, min(turns, 5))
    figures += batchwork.rosters(min(turns, 5))
    figures += batchwork.from_the_ledger(county, 1)
    large = County(clock.now(), code="past", workers=past.WORKERS)
    past.fill(large)
    figures += past.pictures(large, min(turns, 5))
    return figures + desk.figures(folder / "demo", turns)


def main() -> None:
    """Runs with what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--turns", type=int, default=9, help="interleaved turns; the table shows their median")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bulou-bench-") as folder:
        figures = run(asked.turns, Path(folder))
    sys.stdout.write(f"{table(figures)}\n\n{keep(figures, RESULTS)}\n")


if __name__ == "__main__":
    main()
