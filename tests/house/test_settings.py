"""The settings pass the framework's own examination."""

from __future__ import annotations

import pytest
from django.core.management import call_command


def test_django_finds_nothing_wrong_with_the_settings() -> None:
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_table_waits_for_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
