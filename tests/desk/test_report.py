"""The report: the same figures as Tonight, in words that can be copied, for the scope of whoever asks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from bulou.projections.standing import standing
from bulou.reports.fonts import NoChineseFont
from tests.desk.conftest import signed_in
from tests.town import NOW, Town


def _report(client: Client, town: Town, query: str = "") -> tuple[str, str]:
    """The sentence and the whole text."""
    page = client.get(f"/r/{town.region.code}/report{query}").content.decode()
    one = re.search(r'id="told-one"[^>]*>([^<]*)<', page)
    text = re.search(r'id="told-text"[^>]*>([^<]*)<', page)
    assert one is not None
    assert text is not None
    return one[1], text[1]


def test_the_sentence_for_the_telephone_is_tonights_figures(town: Town, director: Client) -> None:
    figures = standing(town.scope, at=NOW).region
    one, _ = _report(director, town)
    assert one == (
        f"截至1月30日19:46，吉县第二轮应排{figures['eligible']}户，已排{figures['screened']}户，"
        f"已结{figures['closed']}户，还差{figures['owed']}户。"
    )


def test_the_whole_text_has_every_community_and_its_reasons_add_up(town: Town, director: Client) -> None:
    now = standing(town.scope, at=NOW)
    _, text = _report(director, town)
    lines = text.splitlines()
    for community, figures in now.communities:
        told = " / ".join(str(figures[name]) for name in ("eligible", "screened", "closed", "owed"))
        assert f"{community.name}  {told}" in lines
    reasons = next(line for line in lines if line.startswith("还差的："))
    assert sum(int(one) for one in re.findall(r"(\d+)户", reasons)) == now.region["owed"]
    assert f"有返乡、发热、接触的{now.region['positive']}户" in text


def test_a_community_is_reported_by_itself_and_a_secretary_sees_no_other(town: Town, director: Client) -> None:
    figures = next(one for row, one in standing(town.scope, at=NOW).communities if row.name == "桥南")
    one, text = _report(director, town, f"?community={town.communities['桥南']}")
    assert f"桥南第二轮应排{figures['eligible']}户" in one
    assert "东关" not in text
    other = signed_in(town, "other_secretary")
    assert "东关" not in "".join(_report(other, town))
    for page in ("report", "report.png"):
        assert other.get(f"/r/{town.region.code}/{page}?community={town.communities['东关']}").status_code == 404


def test_no_name_of_a_door_or_person_is_in_a_report(town: Town, director: Client) -> None:
    assert not re.search("水利|学背巷|王小明|张网格|601", "".join(_report(director, town)))


def test_english_reports_say_the_same_numbers(town: Town) -> None:
    figures = standing(town.scope, at=NOW).region
    one, _ = _report(signed_in(town, "director", language="en"), town)
    assert one.endswith(
        f"{figures['eligible']} doors eligible, {figures['screened']} screened, {figures['closed']} closed,"
        f" {figures['owed']} owed."
    )


def test_the_picture_is_a_png_and_without_a_font_says_what_to_install(
    town: Town, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/r/{town.region.code}/report.png"
    answer = director.get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(answer.content[16:20]) == 750

    def none(*_args: Any, **_more: Any) -> None:  # noqa: ANN401  # whatever is typeset
        raise NoChineseFont

    monkeypatch.setattr("bulou.desk.report.pictures", none)
    assert director.get(address).status_code == 503
