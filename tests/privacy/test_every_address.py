"""Every address: the browser is told what it may do, nobody is let in by default, no form works from elsewhere."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bulou.access.headers import POLICY
from bulou.ops import serve
from tests.town import Town

DOOR_OF_PHONES = "/sync/"


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, here)
        else:
            yield "/" + re.sub(r"<[^>]*>", "x", here.replace("<slug:region>", "jixian"))


ADDRESSES = sorted(_addresses(get_resolver().url_patterns))


def _told_to_the_browser(address: str) -> dict[str, str]:
    answer = Client().get(address)
    b"".join(getattr(answer, "streaming_content", ()))
    answer.close()
    return {name.lower(): value for name, value in answer.items()}


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", "/static/phone/icon.svg"])
def test_every_answer_tells_the_browser_what_it_may_do(town: Town, address: str) -> None:
    told = _told_to_the_browser(address)
    assert told["content-security-policy"].startswith("default-src")
    assert "unsafe" not in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"] == "same-origin"
    assert told["cross-origin-opener-policy"] == "same-origin"


def test_the_policy_names_no_other_host() -> None:
    sources = {source for part in POLICY.split(";") for source in part.split()[1:]}
    assert sources <= {"'self'", "'none'", "data:"}


@pytest.mark.parametrize("address", [one for one in ADDRESSES if DOOR_OF_PHONES not in one])
def test_no_form_of_the_desk_works_without_its_token(town: Town, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"x": "1"}).status_code in {403, 404, 405}


def test_csrf_stands_in_front_of_everything_and_only_the_phones_door_is_exempt() -> None:
    assert f"{CsrfViewMiddleware.__module__}.{CsrfViewMiddleware.__name__}" in settings.MIDDLEWARE
    exempt = [one.callback for one in _patterns(get_resolver().url_patterns) if getattr(one.callback, "csrf_exempt", 0)]
    assert {callback.__module__ for callback in exempt} == {"bulou.sync.door"}


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.startswith("/r/") and DOOR_OF_PHONES not in one])
def test_no_page_of_a_region_opens_without_signing_in(town: Town, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in {302, 403, 404, 405}
    if answer.status_code == 302:
        assert "sign-in" in answer.headers["Location"]


def test_the_server_listens_on_loopback_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in (("BULOU_DATA", str(tmp_path)), ("BULOU_HOSTS", "")):
        monkeypatch.setenv(name, value)
    heard: list[str] = []
    monkeypatch.setattr(serve, "set_up", lambda: None)
    monkeypatch.setattr(serve, "start", lambda *, host, **_: heard.append(host))
    assert CliRunner().invoke(serve.serve).exit_code == 0
    assert CliRunner().invoke(serve.serve, ["--lan", "--plain-http"]).exit_code == 0
    assert heard == ["127.0.0.1", "0.0.0.0"]  # noqa: S104  # --lan says so
    assert inspect.signature(serve.start).parameters["host"].default is inspect.Parameter.empty
    assert [
        name for name in settings.ALLOWED_HOSTS if name not in {"127.0.0.1", "localhost", "[::1]", "testserver"}
    ] == []


def test_cookies_cannot_be_read_by_scripts_nor_sent_from_elsewhere() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert not settings.DEBUG
