"""The guides tell the same steps in both languages, and every picture that they show is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guides import book


@pytest.mark.parametrize("guide", book.GUIDES)
def test_both_languages_have_the_same_steps(guide: str) -> None:
    zh, en = (book.steps(guide, language) for language in book.LANGUAGES)
    assert [one.name for one in zh] == [one.name for one in en]
    assert len(zh) >= 5


@pytest.mark.parametrize("guide", book.GUIDES)
@pytest.mark.parametrize("language", book.LANGUAGES)
def test_every_picture_is_there_and_is_of_its_step(guide: str, language: str) -> None:
    for step in book.steps(guide, language):
        for shown in step.pictures:
            assert shown == book.picture(guide, step.name, language)
            assert (book.PICTURES / shown).stat().st_size > 5_000


@pytest.mark.parametrize("guide", book.GUIDES)
@pytest.mark.parametrize("language", book.LANGUAGES)
def test_every_page_of_the_guides_is_walked(guide: str, language: str) -> None:
    walked = (Path(__file__).parent / f"test_{guide}.py").read_text(encoding="utf-8")
    assert all(f'step("{step.name}")' in walked for step in book.steps(guide, language))
