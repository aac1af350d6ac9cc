"""The operator's commands: found a region, engage the first people, hand out links; no default password anywhere."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bulou.access import accounts
from bulou.access.scope import posts_of, works_at_desk
from bulou.ground import clock, database
from bulou.ledger import regions
from bulou.ops import campaign
from bulou.ops.found import found
from bulou.ops.link import link
from bulou.ops.person import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_demo_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "folder", lambda: tmp_path)


def call(command: object, *words: str) -> Result:
    return CliRunner().invoke(command, list(words))  # type: ignore[arg-type]  # any click command


def a_region() -> Result:
    return call(found, "--code", "jixian", "--name-zh", "吉县", "--name-en", "Ji County", "--timezone", "Asia/Shanghai")


def engage(login: str, post: str, area: str) -> Result:
    return call(person, "add", "--login", login, "--name", "李四", "--post", post, "--area", area)


def test_a_region_is_founded_once() -> None:
    assert a_region().exit_code == 0
    assert [region.code for region in regions.all_regions()] == ["jixian"]
    assert a_region().exit_code != 0


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    refused = call(found, "--code", "x", "--name-zh", "甲", "--name-en", "A", "--timezone", "Asia/Nowhere")
    assert refused.exit_code != 0
    assert regions.all_regions() == []


def test_the_first_director_signs_in_by_the_printed_link_and_has_no_password() -> None:
    a_region()
    printed = engage("director", "director", "region").output
    token = printed.partition("/in/")[2].split()[0]
    opened = accounts.use_link(token, now=clock.now())
    assert isinstance(opened, accounts.Account)
    assert works_at_desk(posts_of(opened.region_id, opened.person_id, at=clock.now()))
    assert database.rows("SELECT password FROM account") == [("",)]
    assert accounts.use_link(token, now=clock.now()) == "used"


def test_a_login_is_given_once() -> None:
    a_region()
    engage("director", "director", "region")
    assert engage("director", "clerk", "region").exit_code != 0


def test_an_area_that_nobody_listed_is_refused_and_nobody_is_engaged() -> None:
    a_region()
    assert engage("grid01", "grid_worker", "grid:1").exit_code != 0
    assert accounts.by_login("grid01") is None


def test_a_new_link_goes_to_the_desk_or_with_phone_to_a_handset() -> None:
    a_region()
    engage("director", "director", "region")
    assert "/in/" in call(link, "director").output
    assert "/phone/#/enrol/jixian/" in call(link, "director", "--phone").output
    assert call(link, "nobody").exit_code != 0
