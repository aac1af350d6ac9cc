"""Who comes in, and what those are told who do not."""

from __future__ import annotations

import pytest
from django.test import Client

from bulou.access import accounts
from bulou.desk import phone
from bulou.ground import database
from bulou.ground.words import catalogue
from bulou.intake.writer import write
from tests.desk.conftest import signed_in
from tests.town import Town

PASSWORD = "correct horse battery"


def _account(town: Town, person: str) -> str:
    town.sign_in_token(person)
    found = next(one for one in _logins(town) if one.startswith(person))
    account = accounts.by_login(found)
    assert account is not None
    write(lambda: accounts.set_password(account.id, PASSWORD))
    return found


def _logins(town: Town) -> list[str]:
    return [row[0] for row in database.rows("SELECT login FROM account WHERE region_id = %s", [town.region_id])]


def test_a_visitor_is_sent_to_sign_in_and_afterwards_to_the_page_that_he_wanted(town: Town, client: Client) -> None:
    wanted = f"/r/{town.region.code}/gaps?reason=refused"
    answer = client.get(wanted)
    assert answer.headers["Location"].startswith("/sign-in?next=")
    answer = client.post("/sign-in", {"login": _account(town, "director"), "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == wanted


def test_a_crafted_link_sends_nobody_to_another_site(town: Town, client: Client) -> None:
    form = {"login": _account(town, "director"), "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/sign-in", form).headers["Location"] == f"/r/{town.region.code}/"


def test_a_wrong_password_says_so_and_five_of_them_lock_the_account(town: Town, client: Client) -> None:
    login = _account(town, "director")
    said = [client.post("/sign-in", {"login": login, "password": "wrong"}).content.decode() for _ in range(5)]
    assert catalogue("zh")["desk.sign_in.wrong"] in said[0]
    assert catalogue("zh")["desk.sign_in.locked"] in said[4]
    right = client.post("/sign-in", {"login": login, "password": PASSWORD})
    assert right.status_code == 403


def test_too_many_tries_from_one_address_are_refused(town: Town, client: Client) -> None:
    answers = [client.post("/sign-in", {"login": "nobody", "password": "x"}).status_code for _ in range(21)]
    assert answers[19] == 403
    assert answers[20] == 429


def test_a_preview_of_a_sign_in_link_does_not_spend_it(town: Town, client: Client) -> None:
    link = f"/in/{town.sign_in_token('director')}"
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert client.post(link).headers["Location"] == f"/r/{town.region.code}/"


def test_a_sign_in_link_works_once(town: Town, client: Client) -> None:
    link = f"/in/{town.sign_in_token('director')}"
    client.post(link)
    again = Client().post(link)
    assert again.status_code == 403
    assert catalogue("zh")["desk.link.used"] in again.content.decode()


def test_whoever_signs_out_is_out(town: Town, director: Client) -> None:
    director.post("/sign-out")
    assert director.get(f"/r/{town.region.code}/").status_code == 302


def test_a_post_without_the_desk_is_told_to_use_the_phone(town: Town) -> None:
    answer = signed_in(town, "grid_worker").get(f"/r/{town.region.code}/")
    assert answer.status_code == 403
    assert catalogue("zh")["desk.denied.phone.what"] in answer.content.decode()
    assert catalogue("en")["desk.denied.phone.what"] in answer.content.decode()


def test_a_right_that_the_post_lacks_shuts_the_page(town: Town) -> None:
    assert signed_in(town, "other_secretary").post(f"/r/{town.region.code}/phones/{'0' * 32}/revoke").status_code == 404
    town.engage("片长", "tract_cadre", "compound", town.compounds["水利小区"], key="cadre")
    cadre = signed_in(town, "cadre")
    assert cadre.post(f"/r/{town.region.code}/phones/{'0' * 32}/revoke").status_code == 403
    assert "/held" not in cadre.get(f"/r/{town.region.code}/").content.decode().partition("<main")[0]


def test_another_region_is_not_there(town: Town, director: Client) -> None:
    assert director.get("/r/elsewhere/").status_code == 404


def test_an_address_that_does_not_exist_says_what_to_do_in_both_languages(client: Client) -> None:
    page = client.get("/nowhere").content.decode()
    assert catalogue("zh")["desk.error.404.do"] in page
    assert catalogue("en")["desk.error.404.do"] in page


def test_a_form_without_its_proof_is_refused_in_words(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert catalogue("zh")["desk.error.csrf.do"] in answer.content.decode()


def test_the_reader_chooses_the_language_and_it_stays(town: Town, director: Client) -> None:
    answer = director.post("/language", {"language": "en", "next": f"/r/{town.region.code}/people"})
    assert answer.headers["Location"] == f"/r/{town.region.code}/people"
    assert '<html lang="en">' in director.get(f"/r/{town.region.code}/people").content.decode()


def test_an_english_browser_is_answered_in_english_before_anybody_chose(client: Client) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert catalogue("en")["desk.sign_in.title"] in page.content.decode()


def test_a_phone_client_that_is_not_built_says_how_to_build_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(phone, "BUILT", tmp_path_factory.mktemp("empty"))
    answer = client.get("/phone/")
    assert answer.status_code == 503
    assert "make client" in answer.content.decode()


def test_the_phone_page_and_its_worker_are_always_asked_for_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built = tmp_path_factory.mktemp("phone")
    (built / "index.html").write_text("<!doctype html>")
    (built / "sw.js").write_text("//")
    monkeypatch.setattr(phone, "BUILT", built)
    for address in ("/phone/", "/phone/sw.js"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"
