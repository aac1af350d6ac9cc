"""The audit: every look is there with its purpose, for those who may see it, and looking there is a look too."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from bulou.core.kernel.instants import DAY, parse_instant, span_of_day
from bulou.ground import database
from bulou.ground.words import LANGUAGES, catalogue
from bulou.vault import sealing
from tests.desk.conftest import signed_in
from tests.desk.test_paper import _issue
from tests.house import tree
from tests.town import ZONE, Town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
HOME = "/r/jixian/"
ZH = catalogue("zh")
POSITIVE = "水利小区 1-1-601"


def _html(client: Client, page: str, **query: str) -> str:
    answer = client.get(HOME + page, query)
    assert answer.status_code == 200
    return answer.content.decode()


def _lines(html: str) -> list[str]:
    return re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)


def _logged(town: Town) -> list[tuple[str, str, str]]:
    return database.rows(
        "SELECT reader_id, purpose, subject FROM vault_opening WHERE region_id = %s ORDER BY at, id", [town.region_id]
    )


def test_an_opening_is_listed_with_who_when_why_and_which_door(town: Town, director: Client) -> None:
    door = town.doors[POSITIVE]
    director.post(f"{HOME}doors/{door}/open", {"purpose": "find_resident"})
    director.post(f"{HOME}doors/{door}/open", {"purpose": "find_resident", "full": "1"})
    html = _html(director, "audit", purpose="find_resident")
    lines = _lines(html)
    assert len(lines) == 2
    assert all("王主任" in line and ZH["purpose.find_resident"] in line and f"doors/{door}" in line for line in lines)
    assert sum(ZH["audit.masked"] in line for line in lines) == 1


def test_reading_triggers_says_at_which_door_compound_or_list(town: Town, director: Client) -> None:
    door, compound = town.doors[POSITIVE], town.compounds["水利小区"]
    for page in (f"doors/{door}", f"compounds/{compound}", "gaps?among=positive"):
        director.get(HOME + page)
    seen = {(purpose, subject) for _, purpose, subject in _logged(town)}
    assert {
        ("door_story", f"dwelling:{door}"),
        ("matrix", f"compound:{compound}"),
        ("list_of_positives", "region"),
    } <= seen


def test_signing_in_is_logged_and_so_is_a_refused_try(town: Town) -> None:
    signed_in(town, "secretary")
    (login,) = [row[0] for row in database.rows("SELECT login FROM account")]
    assert Client().post("/sign-in", {"login": login, "password": "wrong"}).status_code == 403
    Client().post("/sign-in", {"login": "nobody", "password": "wrong"})
    secretary = town.people["secretary"]
    assert sorted(_logged(town)) == [(secretary, "sign_in", "desk"), (secretary, "sign_in_refused", "desk")]


def test_paper_that_leaves_the_building_is_logged_by_its_name(town: Town, director: Client) -> None:
    clerk = signed_in(town, "clerk")
    _issue(town, clerk)
    answer = clerk.get(f"{HOME}paper/print?first=1&last=1")
    assert answer["Content-Type"] == "application/pdf"
    assert (town.people["clerk"], "print", "print:sheets-1-1") in _logged(town)
    assert f"{ZH['audit.about.print']} sheets-1-1" in _html(director, "audit", purpose="print")


def test_looking_at_the_audit_is_logged(town: Town, director: Client) -> None:
    _html(director, "audit")
    assert (town.people["director"], "audit", "audit") in _logged(town)
    door = town.doors[POSITIVE]
    _html(director, f"doors/{door}/openings")
    assert (town.people["director"], "audit", f"dwelling:{door}") in _logged(town)


def test_only_those_with_the_right_look_here(town: Town) -> None:
    clerk = signed_in(town, "clerk")
    for page in ("audit", f"doors/{town.doors[POSITIVE]}/openings"):
        assert clerk.get(HOME + page).status_code == 403
    assert "audit" not in _html(clerk, "")
    assert ZH["audit.door.title"] not in _html(clerk, f"doors/{town.doors[POSITIVE]}")


def test_a_secretary_sees_the_looks_of_people_of_the_own_community(town: Town, director: Client) -> None:
    director.get(f"{HOME}doors/{town.doors[POSITIVE]}")
    mine, other = signed_in(town, "secretary"), signed_in(town, "other_secretary")
    mine.get(f"{HOME}doors/{town.doors[POSITIVE]}")
    seen = _lines(_html(mine, "audit"))
    assert not [line for line in seen if "王主任" in line or "赵书记" in line]
    assert [line for line in seen if "李书记" in line]
    assert not [line for line in _lines(_html(other, "audit")) if "李书记" in line]


def test_a_resident_is_told_of_everybody_who_opened_the_door_whoever_it_was(town: Town, director: Client) -> None:
    door = town.doors[POSITIVE]
    director.post(f"{HOME}doors/{door}/open", {"purpose": "health_follow_up"})
    director.get(f"{HOME}compounds/{town.compounds['水利小区']}")
    secretary = signed_in(town, "secretary")
    html = _html(secretary, f"doors/{door}/openings")
    itself, _, others = html.partition("</table>")
    assert "王主任" in itself
    assert ZH["purpose.health_follow_up"] in itself
    assert ZH["post.director"] in itself
    assert ZH["purpose.matrix"] in others
    assert signed_in(town, "other_secretary").get(f"{HOME}doors/{door}/openings").status_code == 404
    quiet = _html(secretary, f"doors/{town.doors['水利小区 1-2-101']}/openings")
    assert ZH["audit.door.nobody"] in quiet


def test_one_look_is_told_once(town: Town, director: Client) -> None:
    door = town.doors[POSITIVE]
    director.get(f"{HOME}doors/{door}")
    told = _html(director, f"doors/{door}/openings").partition("</table>")[0]
    assert told.count(ZH["purpose.door_story"]) == 1


def test_the_number_of_a_purpose_is_the_length_of_its_list(town: Town, director: Client) -> None:
    for _ in range(3):
        director.get(f"{HOME}doors/{town.doors[POSITIVE]}")
    _html(director, "audit")
    html = _html(director, "audit")
    offered = re.findall(r'purpose=(\w+)"[^>]*>[^<]*<b>([\d,]+)</b>', html)
    assert {"door_story", "sign_in", "audit"} <= {code for code, _ in offered}
    for code, number in offered:
        shown = len(_lines(_html(director, "audit", purpose=code)))
        assert shown >= int(number) if code == "audit" else shown == int(number)


def test_days_are_working_days(town: Town, director: Client) -> None:
    database.run("DELETE FROM vault_opening WHERE region_id = %s", [town.region_id])
    for at in ("30T03:59:59", "30T04:00:00", "31T03:59:59", "31T04:00:00"):
        sealing.log_opening(
            town.region_id, by=town.people["clerk"], purpose="my_doors", subject="x", entries=1,
            now=parse_instant(f"2020-01-{at}+08:00"),
        )  # fmt: skip
    assert len(_lines(_html(director, "audit", day="2020-01-30", purpose="my_doors"))) == 2
    assert len(_lines(_html(director, "audit", day="gestern", purpose="my_doors"))) == 4
    since, until = span_of_day(date(2020, 1, 30), ZONE)
    assert until - since == DAY


def test_what_cannot_be_asked_is_not_found(town: Town, director: Client) -> None:
    assert director.get(f"{HOME}audit", {"person": "nonsense"}).status_code == 404
    assert director.get(f"{HOME}doors/nonsense/openings").status_code == 404
    assert len(_lines(_html(director, "audit?page=99"))) > 0


def test_every_purpose_in_the_program_has_words() -> None:
    said = re.compile(r"purpose=f?\"([a-z_]+)|^[A-Z]*PURPOSE[A-Z]*\b[^=\n]*= \"([a-z_]+)\"", re.MULTILINE)
    found = {
        name
        for module in Path(tree.PACKAGE).rglob("*.py")
        for names in said.findall(module.read_text(encoding="utf-8"))
        for name in names
        if name
    }
    assert {"door_story", "matrix", "import_matching", "sign_in_refused"} <= found
    for language in LANGUAGES:
        assert not {name for name in found if f"purpose.{name}" not in catalogue(language)}
