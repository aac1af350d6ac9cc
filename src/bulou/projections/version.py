"""Version: as which read tables and folds a region's rows were written, so that an upgrade makes them anew."""

from functools import cache
from pkgutil import iter_modules
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.projections import migrations

FOLDS: Final = 1
"""Raised by whoever changes what a fold makes of the same facts; a migration of a read table counts by itself."""


@cache
def current() -> str:
    """The version of this program: the latest migration of the read tables, and `FOLDS`."""
    return f"{max(module.name for module in iter_modules(migrations.__path__))}+{FOLDS}"


def of_region(region_id: Id) -> str:
    """The version that a region's rows were written as; "" for those older than versions."""
    found = database.one("SELECT read_version FROM head WHERE region_id = %s", [region_id])
    return str(found[0]) if found else ""


def stamp(region_id: Id) -> None:
    """From now on the region's rows are as this program writes them."""
    database.run("UPDATE head SET read_version = %s WHERE region_id = %s", [current(), region_id])


def is_newer(version: str) -> bool:
    """Whether a newer program wrote rows of this version: one with a later migration, or with later folds."""
    return any(theirs > ours for theirs, ours in zip(_numbers(version), _numbers(current()), strict=True))


def _numbers(version: str) -> tuple[int, int]:
    """The number of the migration and that of the folds; (0, 0) for no version."""
    migration, _, folds = version.partition("+")
    return int(migration[:4] or 0), int(folds or 0)
