"""A supervisor at the desk: return visits, a second look by phone, an outcome overruled, a building closed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Enter, Office
from tests.journeys.looking import look


def test_from_the_list_of_return_visits_to_a_door_confirmed_overruled_and_closed(evening: Office, enter: Enter) -> None:
    page = enter(evening, "director")
    page.goto(evening.of_region("revisits?why=appointments"))
    look(page, "revisits-appointments")
    page.goto(evening.of_region("revisits?why=second_look"))
    look(page, "revisits-second-look")
    page.get_by_role("rowheader", name=re.compile("501")).get_by_role("link").click()
    page.get_by_label("房主电话里说的").check()
    page.get_by_role("button", name="核实：确实没人住").click()
    expect(page.locator("h1")).to_contain_text("空房（两人核实）")
    page.goto(evening.of_region("gaps?among=screened"))
    page.get_by_role("link", name="101", exact=True).first.click()
    page.get_by_text("推翻这条结果").first.click()
    page.get_by_label("理由").first.select_option("not_visited")
    page.get_by_role("button", name="推翻，重新上门").first.click()
    expect(page.locator("h1")).to_contain_text("已推翻，要重新上门")
    look(page, "door-overruled")

    page.goto(evening.of_region("lights"))
    page.get_by_label("小区").select_option(label="水利小区")
    expect(page.locator(".lights-building")).to_have_count(2)
    look(page, "lights")
    page.goto(evening.of_region("closing"))
    page.get_by_role("heading", name="东关").get_by_role("link").click()
    page.get_by_role("link", name=re.compile("由负责人挂账")).click()
    page.locator("select[name=compound]").select_option(label="水利小区")
    page.wait_for_url("**compound=**")
    page.get_by_label(re.compile("全选")).check()
    page.locator("select[name=because]").select_option("demolished")
    page.get_by_role("button", name="挂账所勾选的户").click()
    expect(page.get_by_role("status")).to_contain_text("已挂账")
    look(page, "closing-doors")
    page.get_by_role("button", name=re.compile("撤销这")).click()
    expect(page.get_by_role("status")).to_contain_text("已撤销")
    page.goto(evening.of_region("remainder"))
    look(page, "remainder-empty")


def test_the_ways_of_working_of_the_next_round_are_written_before_it_begins(evening: Office, enter: Enter) -> None:
    page = enter(evening, "director")
    page.goto(evening.of_region("ways"))
    page.get_by_label("两人一组上门").check()
    page.get_by_label("戴口罩").check()
    page.get_by_label("空房：至少几样依据").fill("2")
    page.get_by_label(re.compile("上门前要看的话")).fill("不出门、不串门、不聚集打牌")
    page.get_by_role("button", name="发布第1版").click()
    expect(page.get_by_role("status")).to_contain_text("第1版做法已发布")
    look(page, "ways")
    page.goto(evening.of_region("rounds/new"))
    expect(page.locator("select[name=ways] option").first).to_have_text("第1版做法")
    expect(page.locator("main")).to_contain_text("两人一组上门")
    look(page, "round-new")
    page.get_by_role("button", name="启动这一轮").click()
    expect(page.locator("main")).to_contain_text("和上一轮比，变了什么")
    look(page, "round-changed")
