"""Tonight keeps itself up to date, and costs next to nothing while nothing happens."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.core.kernel.instants import MINUTE
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import clock
from tests.town import NOW, Town

ASKS = {"Bulou-Live": "1"}


def _again(director: Client, town: Town, tag: str, **headers: str) -> int:
    address = f"/r/{town.region.code}/"
    return director.get(address, headers={**ASKS, "If-None-Match": tag, **headers}).status_code


def _tag(director: Client, town: Town) -> str:
    return director.get(f"/r/{town.region.code}/", headers=ASKS).headers["ETag"]


def test_only_the_live_region_is_sent_again(town: Town, director: Client) -> None:
    part = director.get(f"/r/{town.region.code}/", headers=ASKS).content.decode()
    assert "<html" not in part
    assert part.strip() in director.get(f"/r/{town.region.code}/").content.decode()


def test_nothing_is_sent_while_nothing_has_changed(town: Town, director: Client) -> None:
    tag = _tag(director, town)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert _again(director, town, tag) == 304
    assert len(asked) <= 5


def test_a_fact_that_arrives_changes_the_page(town: Town, director: Client) -> None:
    tag = _tag(director, town)
    town.visit("学背巷 2号", VisitRecorded(outcome="screened", persons=1), at=NOW)
    assert _again(director, town, tag) == 200


def test_the_time_left_changes_the_page_every_minute(town: Town, director: Client, campaign_clock: Path) -> None:
    tag = _tag(director, town)
    clock.write(campaign_clock, at=NOW + MINUTE, speed=0)
    assert _again(director, town, tag) == 200


def test_an_unchanged_page_still_says_as_of_when_it_stands(town: Town, director: Client, campaign_clock: Path) -> None:
    tag = _tag(director, town)
    clock.write(campaign_clock, at=NOW + 5_000, speed=0)
    answer = director.get(f"/r/{town.region.code}/", headers={**ASKS, "If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.headers["Bulou-As-Of"] == "19:46:10"


def test_a_page_left_open_after_signing_out_is_told_so(town: Town, director: Client) -> None:
    director.post("/sign-out")
    assert director.get(f"/r/{town.region.code}/", headers=ASKS).status_code == 401


def test_another_language_is_another_page(town: Town, director: Client) -> None:
    tag = _tag(director, town)
    director.cookies["language"] = "en"
    assert _again(director, town, tag) == 200
