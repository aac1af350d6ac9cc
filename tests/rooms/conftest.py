"""What the tests of every room start from: the small town, built anew inside the test's transaction."""

from __future__ import annotations

import pytest

from tests.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town(floors=2)
