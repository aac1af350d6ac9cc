"""Blank tables: the schema of every table of a region as plain SQLite statements, for a private database."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models


def schema() -> Iterator[str]:
    """One statement for every table, from the models, so that a new one is never forgotten.

    No index but the key: rows are written once and read a few times, and a whole region is looked through in
    milliseconds.
    """
    for model in apps.get_models():
        if hasattr(model, "tenancy"):
            yield _table(model)


def _table(model: type[models.Model]) -> str:
    meta = model._meta  # Django's public way to a model's columns
    columns = {field.name: field for field in meta.local_fields if field.column}
    rules = [f"PRIMARY KEY ({_names(columns, [field.name for field in meta.pk_fields])})"]
    rules += [
        f"UNIQUE ({_names(columns, one.fields)})"
        for one in meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.condition is None and one.fields
    ]
    told = [*(f'"{field.column}"{_default(field.db_default)}' for field in columns.values()), *rules]
    return f'CREATE TABLE "{meta.db_table}" ({", ".join(told)}) WITHOUT ROWID'


def _default(value: Any) -> str:  # noqa: ANN401  # a number, a text, or Django's mark for "none"
    if isinstance(value, int):
        return f" DEFAULT {int(value)}"
    return f" DEFAULT '{value}'" if isinstance(value, str) else ""


def _names(columns: "dict[str, models.Field[Any, Any]]", names: Sequence[str]) -> str:
    return ", ".join(f'"{columns[name].column}"' for name in names)
