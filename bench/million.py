"""A million doors: the demo county in the same database a hundred times over, each as a region of its own."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from bulou.intake.said import new_id

COUNTIES = 100
"""A region is one county-size committee; a hundred of them hold a million doors."""
LEFT_OUT = frozenset({"import", "held_fact", "store_loss"})
"""Tables that no figure of an evening reads."""


def multiply(region_id: str, *, counties: int, now: int) -> int:
    """Copies the rows that pages read into other regions until there are so many counties; the number of doors."""
    tables = [_columns(model) for model in apps.get_models() if _is_read(model)]
    with connection.cursor() as cursor:
        for _ in range(counties - 1):
            other = new_id(now)
            for table, columns in tables:
                names = ", ".join(f'"{column}"' for column in columns)
                cursor.execute(
                    f'INSERT INTO "{table}" (region_id, {names}) SELECT %s, {names} FROM "{table}"'  # our own names
                    " WHERE region_id = %s",
                    [other, region_id],
                )
        cursor.execute("ANALYZE")
        cursor.execute("SELECT SUM(doors) FROM stairwell")
        return int(cursor.fetchone()[0])


def _is_read(model: type) -> bool:
    meta = model._meta  # type: ignore[attr-defined]  # Django's public name for it
    of_tenants = getattr(model, "tenancy", "") == "tenant"
    return of_tenants and meta.app_label == "projections" and meta.db_table not in LEFT_OUT


def _columns(model: type) -> tuple[str, list[str]]:
    meta = model._meta  # type: ignore[attr-defined]  # Django's public name for it
    return meta.db_table, [field.column for field in meta.concrete_fields if field.column not in {"region_id", None}]
