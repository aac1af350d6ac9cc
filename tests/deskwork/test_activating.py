"""From nothing to the first round: every step says whether it is done, and where it is not, what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bulou.core.kernel.ids import Id
from bulou.core.people.facts import PostKind
from bulou.ground import clock
from bulou.intake.said import new_id
from bulou.ledger import regions
from bulou.projections.standing import round_of, standing
from bulou.projections.views.people import names, posts_at
from bulou.vault import keyring
from tests.town import NOW, OPENED, Town

HOME = "/r/jixian/"
PLACES = "东关社区\n水利小区\n1-2号楼 2单元 6层 一梯两户\n学背巷 1-9号 单号\n新村"
STAFF = "姓名\t电话\t岗位\t责任区\n张三\t13800000001\t网格员\t水利小区、学背巷\n李四\t\t楼长\t水利小区1-2号楼"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A region that was founded this morning: a director and a clerk, and nothing else."""
    at = Path(settings.DATA) / "clock.json"
    clock.write(at, at=NOW, speed=0)
    monkeypatch.setenv(clock.ENVIRONMENT, str(at))
    region = regions.Region(
        region_id=new_id(OPENED), code="jixian", name_zh="吉县", name_en="Ji County", timezone="Asia/Shanghai"
    )
    regions.found(region, epoch=new_id(OPENED))
    keyring.make(region.region_id)
    built = Town(region=region)
    posts: dict[str, PostKind] = {"director": "director", "clerk": "clerk"}
    for name, post in posts.items():
        built.engage(name, post, "region", region.region_id)
    return built


@pytest.fixture
def clerk(town: Town) -> Client:
    client = Client()
    answer = client.post(f"/in/{town.sign_in_token('clerk')}")
    assert answer.headers["Location"] == f"{HOME}activate"
    return client


def open_steps(client: Client) -> int:
    """How many steps are not done yet, as the page says it."""
    page = client.get(f"{HOME}activate").content.decode()
    found = re.search(r"(\d)/7 步已完成", page)
    assert found
    return 7 - int(found[1])


def post(client: Client, path: str, **given: str) -> str:
    return client.post(f"{HOME}{path}", given, follow=True).content.decode()


def test_nothing_is_done_on_the_first_morning_and_the_first_step_is_the_next(clerk: Client) -> None:
    page = clerk.get(f"{HOME}activate").content.decode()
    assert open_steps(clerk) == 7
    assert page.index('aria-current="step"') < page.index("社区和小区</a>")
    assert page.count('aria-current="step"') == 1
    assert f"{HOME}activate" in clerk.get(HOME).content.decode()


def test_the_steps_lead_to_a_launched_round(clerk: Client, town: Town) -> None:
    assert "建好了 53 户" in post(clerk, "frame", lines=PLACES, community="", write="1")
    page = clerk.get(f"{HOME}activate").content.decode()
    assert "还有 1 处未建档" in page
    assert "还有 53 户断区" in page
    assert "录用了 2 人，给了 4 个岗位" in post(clerk, "people/list", lines=STAFF, write="1")
    assert "每一户都有人负责" in post(clerk, "activate")
    assert open_steps(clerk) == 2
    form = clerk.get(f"{HOME}rounds/new").content.decode()
    fields = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form)) | {
        "question_set": re.findall(r'<option value="([0-9a-f]{32})"', form)[0]
    }
    fields.pop("csrfmiddlewaretoken", None)
    post(clerk, "rounds/new", **fields)
    assert round_of(town.scope) is not None
    assert "第一轮已启动" in clerk.get(f"{HOME}activate").content.decode()
    assert clerk.get("/").headers["Location"] == HOME


def test_pressing_the_standard_questions_twice_publishes_them_once(clerk: Client) -> None:
    post(clerk, "activate")
    post(clerk, "activate")
    assert "第 1 版问题表已发布" in clerk.get(f"{HOME}activate").content.decode()


def engaged(town: Town) -> dict[Id, str]:
    return {one: name for one, name in names(town.scope).items() if name in {"张三", "李四"}}


def test_a_list_that_is_pasted_twice_engages_nobody_twice(clerk: Client, town: Town) -> None:
    post(clerk, "frame", lines=PLACES, community="", write="1")
    post(clerk, "people/list", lines=STAFF, write="1")
    assert "都已在册" in post(clerk, "people/list", lines=STAFF, write="1")
    assert sorted(engaged(town).values()) == ["张三", "李四"]
    assert len([one for one in posts_at(town.scope, at=NOW) if one.person_id in engaged(town)]) == 4
    post(clerk, "people/list", lines="张三 网格员 新村", another="张三", write="1")
    assert sorted(engaged(town).values()) == ["张三", "张三", "李四"]


def test_a_line_that_is_not_clear_engages_nobody_and_says_why(clerk: Client, town: Town) -> None:
    post(clerk, "frame", lines=PLACES, community="", write="1")
    said = post(clerk, "people/list", lines=f"{STAFF}\n王五 网格员 没有的巷", write="1")
    assert "没有「没有的巷」这个地方" in said
    assert not engaged(town)


def test_nobody_hands_out_a_post_that_is_above_their_own(clerk: Client, town: Town) -> None:
    post(clerk, "frame", lines=PLACES, community="", write="1")
    assert 'class="note alarm" role="alert"' in post(clerk, "people/list", lines="王五 主任", write="1")
    assert "王五" not in names(town.scope).values()


def test_the_sheet_has_a_code_for_everybody_without_a_phone(clerk: Client, town: Town) -> None:
    post(clerk, "frame", lines=PLACES, community="", write="1")
    post(clerk, "people/list", lines=STAFF, write="1")
    town.people |= {name: one for one, name in engaged(town).items()}
    asked = clerk.get(f"{HOME}phones/sheet").content.decode()
    people = re.findall(r'name="person" value="([0-9a-f]+)"', asked)
    assert sorted(people) == sorted([town.people["张三"], town.people["李四"]])
    cards = clerk.post(f"{HOME}phones/sheet", {"person": people}).content.decode()
    assert cards.count("data:image/svg+xml") == 2
    assert "网格员 水利小区、学背巷" in cards
    town.phone("张三", at=NOW)
    left = clerk.get(f"{HOME}phones/sheet").content.decode()
    assert town.people["张三"] not in left
    assert town.people["李四"] in left


def test_every_door_of_the_first_morning_is_owed_and_none_is_unowned(clerk: Client, town: Town) -> None:
    post(clerk, "frame", lines=PLACES, community="", write="1")
    post(clerk, "people/list", lines=STAFF, write="1")
    region = standing(town.scope, at=NOW).region
    assert (region["listed"], region["owed"], region["unowned"], region["unframed"]) == (53, 53, 0, 1)
