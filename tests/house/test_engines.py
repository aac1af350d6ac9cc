"""The tests run on what they say they run on."""

from __future__ import annotations

import os

import pytest
from django.db import connection


@pytest.mark.engine
@pytest.mark.django_db
def test_the_engine_under_test_is_the_one_that_the_setting_names() -> None:
    wanted = "postgresql" if os.environ.get("BULOU_DATABASE_URL", "").startswith("postgres") else "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)
    assert connection.vendor == wanted
