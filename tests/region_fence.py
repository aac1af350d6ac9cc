"""The region fence: a statement on a tenant table that does not say which region it means fails its test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.apps import apps

_TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)
_JOINED = re.compile(
    r'\bJOIN\s+"?(\w+)"?(.*?)(?=\b(?:LEFT JOIN|JOIN|WHERE|GROUP BY|ORDER BY|UNION)\b|$)', re.IGNORECASE | re.DOTALL
)
_DATA = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
ROLL_UPS: Final[frozenset[str]] = frozenset()
"""Statements that mean every region on purpose: none yet. Write the whole statement here."""


class RegionMissing(AssertionError):
    """A statement that would read or write other regions too."""


def tenant_tables() -> set[str]:
    return {m._meta.db_table for m in apps.get_models() if getattr(m, "tenancy", "") == "tenant"}


def faults(sql: str, tenants: set[str]) -> Iterator[str]:
    """What is wrong with a statement, one sentence a fault."""
    if not _DATA.match(sql) or sql in ROLL_UPS or _empties_a_table(sql):
        return
    touched = set(_TABLE.findall(sql)) & tenants
    if touched and "region_id" not in sql:
        yield f"{sorted(touched)} without a region: {sql}"
    for table, condition in _JOINED.findall(sql):
        if table in tenants and "region_id" not in condition:
            yield f"{table} is joined without comparing regions: {sql}"


def _empties_a_table(sql: str) -> bool:
    """Django's flush between tests that commit."""
    return re.fullmatch(r'DELETE FROM "\w+";?', sql) is not None


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: ANN401
    found = list(faults(sql, tenant_tables()))
    if found:
        raise RegionMissing("; ".join(found))
    return execute(sql, params, many, context)
