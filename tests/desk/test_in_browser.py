"""The desk in a real browser: nothing for axe to find, nothing that scrolls sideways, keys that work, a live page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bulou.core.kernel.instants import HOUR
from bulou.core.visits.facts import VisitRecorded
from bulou.ground.words import LANGUAGES, Language, catalogue
from bulou.projections.read import read
from bulou.projections.views.phones import HeldFacts
from tests.desk.conftest import building_of
from tests.house import tree
from tests.town import NOW, Town, an_evening, build_town

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

AXE = tree.ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "", "gaps", "gaps?among=positive", "places", "places?only=unframed", "compounds/{compound}", "compounds/{unframed}",
    "stairwells/{lane}", "doors/{door}", "people", "people/chain", "people/fallback",
    "people/{person}", "people/{person}/absence", "phones", "held", "held/{held}",
    "frame", "activate", "people/list", "phones/sheet", "import",
    "search", "buildings/{building}", "wall", "report", "plan",
    "past", "audit", "doors/{door}/openings",
    "grids", "grids/{community}", "grids/{community}/notice", "rounds", "closing",
)  # fmt: skip


class Office:
    """The town behind a live server, and a browser in which its director has signed in."""

    def __init__(self, server: LiveServer, town: Town, page: Page) -> None:
        self.home = f"{server.url}/r/{town.region.code}/"
        self.server, self.town, self.page = server, town, page
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.goto(f"{server.url}/in/{town.sign_in_token('director')}")
        page.click("button.main")

    def speak(self, language: Language) -> None:
        self.page.context.add_cookies([{"name": "language", "value": language, "url": self.server.url}])

    def open(self, address: str) -> None:
        names = {
            "compound": self.town.compounds["水利小区"],
            "unframed": self.town.compounds["新村"],
            "community": self.town.communities["东关"],
            "lane": self.town.stairwells["学背巷"],
            "building": building_of(self.town, "水利小区 1-1"),
            "door": self.town.doors["水利小区 1-1-601"],
            "person": self.town.people["grid_worker"],
            "held": read(self.town.scope, HeldFacts())[0].fact_id,
        }
        self.page.goto(self.home + address.format(**names))


@pytest.fixture
def office(live_server: LiveServer, page: Page) -> Iterator[Office]:
    town = build_town()
    an_evening(town)
    phone = town.phone("grid_worker")
    stray = VisitRecorded(outcome="screened", persons=2, triggers=("symptom",))
    town.push(phone, [(town.doors["河边小区 1-1-101"], stray)], said=NOW - HOUR, received=NOW)
    office = Office(live_server, town, page)
    yield office
    assert office.complaints == []


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(office: Office, language: Language, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: `make client` brings it")
    office.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    office.speak(language)
    found = {}
    for address in PAGES:
        office.open(address)
        found[address] = _violations(office.page)
    for address in ("/sign-in", "/in/x", "/nowhere"):
        office.page.goto(office.server.url + address)
        found[address] = _violations(office.page)
    office.complaints = [one for one in office.complaints if "404" not in one]
    assert {address: some for address, some in found.items() if some} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_phone(office: Office, language: Language) -> None:
    office.page.set_viewport_size({"width": 390, "height": 844})
    office.speak(language)
    wide = {}
    for address in PAGES:
        office.open(address)
        width = office.page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[address] = width
    assert wide == {}


def test_the_first_key_leads_past_the_navigation(office: Office) -> None:
    office.open("people")
    office.page.keyboard.press("Tab")
    assert office.page.locator(":focus").inner_text() == catalogue("zh")["desk.skip"]
    office.page.keyboard.press("Enter")
    assert office.page.evaluate("document.activeElement.id") == "main"


def test_tonight_shows_what_arrives_without_being_loaded_again(office: Office) -> None:
    office.open("")
    office.page.evaluate("window.sameDocument = true")
    before = office.page.locator("#headline strong").inner_text()
    office.town.visit("学背巷 3号", VisitRecorded(outcome="screened", persons=1), at=NOW)
    office.page.wait_for_function(
        "before => document.querySelector('#headline strong').innerText !== before", arg=before, timeout=15_000
    )
    assert office.page.evaluate("window.sameDocument")
    assert "学背巷 3号" in office.page.locator(".changes").inner_text()


def test_a_server_that_does_not_answer_is_a_calm_notice_and_the_figures_stay(office: Office) -> None:
    office.open("")
    office.page.route("**/*", lambda route: route.abort())
    office.page.wait_for_selector("[data-lost]:not([hidden])", timeout=15_000)
    assert office.page.locator("[data-lost]").inner_text() == catalogue("zh")["desk.lost"]
    assert office.page.locator("#headline").is_visible()
    office.page.unroute("**/*")
    office.page.wait_for_selector("[data-lost]", state="hidden", timeout=15_000)
    office.complaints.clear()


def test_a_director_goes_from_the_number_to_the_list_to_the_story(office: Office, tmp_path: Path) -> None:
    office.open("")
    office.page.click(".why a >> nth=0")
    office.page.click("tbody tr:not(.group) th a >> nth=0")
    assert office.page.locator("ol.story li").count() >= 2
    office.page.select_option("select[name=purpose]", "find_resident")
    office.page.click(".sealed button")
    assert "王*明" in office.page.locator(".contacts").inner_text()


def test_the_box_answers_while_one_types_and_enter_opens_the_first_answer(office: Office) -> None:
    office.open("people")
    page = office.page
    page.fill("#search", "sl")
    page.wait_for_selector("[data-found] a")
    assert _violations(page) == []
    page.keyboard.press("ArrowDown")
    assert "水利小区" in page.locator(":focus").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[data-found]").is_hidden()
    page.fill("#search", "sl 1-2-301")
    page.wait_for_selector("[data-found] a[href*='/doors/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/doors/{office.town.doors['水利小区 1-2-301']}")


def test_without_the_script_the_box_is_a_form(office: Office) -> None:
    office.page.route("**/search.js*", lambda route: route.abort())
    office.open("gaps")
    office.page.fill("#search", "x")
    office.page.keyboard.press("Enter")
    office.page.wait_for_url("**/search")
    assert office.page.locator(".found a").count() > 1
    office.complaints.clear()


def test_what_is_ticked_is_added_up_at_once_and_a_whole_takes_its_parts_along(office: Office) -> None:
    office.open("grids/{community}")
    page = office.page
    chosen, grid = page.locator("[data-sum=doors]"), page.locator("tr[data-grid] td[data-doors]").first
    page.locator("input[name=compound]").first.check()
    assert (chosen.inner_text(), grid.inner_text()) == ("24", "29")
    page.locator("select[name=grid]").select_option("new")
    assert (grid.inner_text(), page.locator("tr[data-grid=new] td[data-doors]").inner_text()) == ("5", "24")
    page.locator("details summary").last.click()
    page.locator("input[name=stairwell]").first.uncheck()
    assert chosen.inner_text() == "12"
    whole = page.locator("input[name=compound]").first
    assert whole.evaluate("box => [box.checked, box.indeterminate]") == [False, True]
    page.locator("[data-board] button.main").click()
    assert page.locator("input[type=hidden][name=stairwell]").count() == 1
    page.locator("main button.main").click()
    assert page.locator("tr[data-grid] td[data-doors]").nth(1).inner_text() == "12"
    page.locator("details summary").first.click()
    page.get_by_role("button", name=catalogue("zh")["grids.take_back"]).click()
    assert page.locator("tr[data-grid] td[data-doors]").first.inner_text() == "29"


@pytest.mark.parametrize("screen", [(2560, 1440), (1920, 1080)])
def test_everything_on_the_wall_is_large_enough_for_three_metres_and_fits_the_screen(
    office: Office, screen: tuple[int, int]
) -> None:
    width, height = screen
    office.page.set_viewport_size({"width": width, "height": height})
    for language in LANGUAGES:
        office.speak(language)
        office.open("wall")
        sizes = office.page.evaluate(
            """[...document.querySelectorAll("[data-live] *, .wall-foot p")]
                 .filter((one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
                 .filter((one) => !one.closest(".unseen"))
                 .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
        )
        assert min(sizes) >= height * 0.0399  # 12 mm: 52 px on 27 inches at 1440 lines, 43 px on 24 inches at 1080
        assert max(sizes) >= height * 0.15
        assert office.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        bottom = office.page.evaluate("document.querySelector('.wall-foot').getBoundingClientRect().bottom")
        assert bottom <= height


def test_a_wall_whose_server_does_not_answer_says_so_in_large_letters_and_dims_its_figures(office: Office) -> None:
    office.page.set_viewport_size({"width": 1920, "height": 1080})
    office.open("wall")
    office.page.route("**/*", lambda route: route.abort())
    office.page.wait_for_selector(".wall.stale .wall-lost:not([hidden])", timeout=15_000)
    assert office.page.locator(".wall-lost").inner_text() == catalogue("zh")["wall.lost"]
    assert office.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.wall-lost')).fontSize)") > 45
    assert office.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    office.page.unroute("**/*")
    office.page.wait_for_selector(".wall:not(.stale)", timeout=15_000)
    office.complaints.clear()
