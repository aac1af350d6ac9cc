"""The schema grows from one box to many regions: the rules that make it so, over every model there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import CompositePrimaryKey, UniqueConstraint

from tests import region_fence

EVERY = [m for m in apps.get_models() if m.__module__.startswith("bulou.")]
TENANT = [m for m in EVERY if getattr(m, "tenancy", "") == "tenant"]
ONE_ROW_A_REGION = {"head"}
STANDARD = (
    models.UUIDField, models.CharField, models.TextField, models.IntegerField, models.BigIntegerField,
    models.BooleanField, models.BinaryField, models.DateTimeField, models.JSONField,
)  # fmt: skip


def _name(model: type[models.Model]) -> str:
    return model._meta.db_table


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [f for f in model._meta.local_fields if not isinstance(f, CompositePrimaryKey)]


def test_there_are_tables_of_tenants_to_judge() -> None:
    assert {"fact", "dwelling", "door_round", "device", "vault_sealed"} <= {_name(m) for m in TENANT}


@pytest.mark.parametrize("model", EVERY, ids=_name)
def test_every_table_says_whether_it_is_a_tenants_reference_or_central(model: type[models.Model]) -> None:
    assert getattr(model, "tenancy", None) in {"tenant", "reference", "central"}


@pytest.mark.parametrize("model", TENANT, ids=_name)
def test_a_tenants_key_begins_with_the_region(model: type[models.Model]) -> None:
    if _name(model) in ONE_ROW_A_REGION:
        assert model._meta.pk.name == "region_id"
    else:
        assert isinstance(model._meta.pk, CompositePrimaryKey)
        assert model._meta.pk.field_names[0] == "region_id"


@pytest.mark.parametrize("model", TENANT, ids=_name)
def test_no_unique_rule_of_a_tenant_reaches_over_regions(model: type[models.Model]) -> None:
    rules = [c.fields for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    rules += list(model._meta.unique_together)
    assert all(rule[0] == "region_id" for rule in rules)
    assert not [f.name for f in _columns(model) if f.unique and f.name != "region_id"]


@pytest.mark.parametrize("model", TENANT, ids=_name)
def test_every_index_of_a_tenant_begins_with_the_region(model: type[models.Model]) -> None:
    assert all(index.fields[0] == "region_id" for index in model._meta.indexes)
    assert not [f.name for f in _columns(model) if getattr(f, "db_index", False)]


@pytest.mark.parametrize("model", EVERY, ids=_name)
def test_no_number_comes_from_a_sequence(model: type[models.Model]) -> None:
    assert not [f.name for f in _columns(model) if isinstance(f, models.AutoField)]


@pytest.mark.parametrize("model", EVERY, ids=_name)
def test_columns_have_types_that_every_database_knows(model: type[models.Model]) -> None:
    assert not [f.name for f in _columns(model) if not isinstance(f, STANDARD)]
    assert not [f.name for f in _columns(model) if getattr(f, "db_collation", None)]


@pytest.mark.parametrize("model", EVERY, ids=_name)
def test_no_model_has_a_key_of_one_column_to_a_tenant_and_none_is_set_null(model: type[models.Model]) -> None:
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]
    assert not [f.name for f in keys if f.related_model in TENANT]
    assert not [f.name for f in keys if f.remote_field.on_delete in {models.SET_NULL, models.SET_DEFAULT}]


@pytest.mark.engine
@pytest.mark.django_db
@pytest.mark.parametrize("model", EVERY, ids=_name)
def test_the_keys_in_the_database_itself_are_composite_and_within_tenants(model: type[models.Model]) -> None:
    tenants = {_name(m) for m in TENANT}
    for key in _foreign_keys(_name(model)):
        assert key["parent"] not in tenants or _name(model) in tenants
        assert key["columns"][0] == "region_id"
        assert key["delete"] in {"RESTRICT", "CASCADE", "NO ACTION"}


@pytest.mark.engine
@pytest.mark.django_db
def test_what_is_sealed_belongs_to_a_fact() -> None:
    assert _foreign_keys("vault_sealed") == [
        {"parent": "fact", "columns": ["region_id", "fact_id"], "delete": "RESTRICT"}
    ]


def _foreign_keys(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'PRAGMA foreign_key_list("{table}")')
            keys: dict[int, dict[str, Any]] = {}
            for number, _, parent, column, _, _, delete, _ in cursor.fetchall():
                key = keys.setdefault(number, {"parent": parent, "columns": [], "delete": delete})
                key["columns"].append(column)
            return list(keys.values())
        cursor.execute(
            "SELECT confrelid::regclass::text, confdeltype, (SELECT array_agg(a.attname ORDER BY k.n)"
            " FROM unnest(conkey) WITH ORDINALITY AS k(attnum, n)"
            " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum)::text[]"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [f'"{table}"'],
        )
        named = {"r": "RESTRICT", "c": "CASCADE", "a": "NO ACTION", "n": "SET NULL", "d": "SET DEFAULT"}
        return [
            {"parent": parent, "columns": list(columns), "delete": named[delete]}
            for parent, delete, columns in cursor.fetchall()
        ]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM fact",
        'DELETE FROM "dwelling" WHERE id = %s',
        "UPDATE device SET wrote = 1",
        "SELECT 1 FROM stairwell s JOIN dwelling d ON d.stairwell_id = s.id WHERE s.region_id = %s",
        "SELECT 1 FROM stairwell s LEFT JOIN roll_up t ON t.stairwell_id = s.id"
        " JOIN compound c ON c.region_id = s.region_id WHERE s.region_id = %s",
    ],
)
def test_the_fence_sees_a_statement_that_forgets_the_region(sql: str) -> None:
    assert list(region_fence.faults(sql, region_fence.tenant_tables()))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM fact WHERE region_id = %s",
        "SELECT 1 FROM account WHERE login = %s",
        "SELECT 1 FROM stairwell s JOIN dwelling d ON d.region_id = s.region_id AND d.stairwell_id = s.id"
        " WHERE s.region_id = %s",
        'CREATE TABLE "fact" (id text)',
    ],
)
def test_the_fence_lets_the_others_pass(sql: str) -> None:
    assert not list(region_fence.faults(sql, region_fence.tenant_tables()))


@pytest.mark.engine
@pytest.mark.django_db
def test_the_fence_stands_in_every_test() -> None:
    with pytest.raises(region_fence.RegionMissing), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fact")
