"""Every word that a page of the desk may need exists, in both languages and with the same values."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.facts import HoldReason
from bulou.core.kernel.instants import BANDS
from bulou.core.people.facts import AreaKind, PostKind
from bulou.core.rounds.figures import OWED_REASONS
from bulou.core.territory.facts import DwellingSource, DwellingUse
from bulou.core.visits.facts import DoorClosedUnresolved, Evidence, Sign, VisitWithdrawn
from bulou.core.visits.outcomes import TRIGGERS
from bulou.core.visits.state import DoorCode
from bulou.desk import marks
from bulou.desk.door import PURPOSES
from bulou.desk.doors import AMONG
from bulou.ground.words import LANGUAGES, catalogue
from bulou.ledger.incidents import IncidentKind
from tests.house import tree

DESK = tree.PACKAGE / "desk"
TEMPLATES = sorted((DESK / "templates").rglob("*.html"))
MODULES = sorted(DESK.glob("*.py"))
IN_TEMPLATE = re.compile(r"""{%\s*(?:t|linked)\s+["']([a-z][\w.]*\w)["'](?!\|)""")
IN_MODULE = re.compile(r"""\bword\(\s*"([a-z][\w.]*\w)\"""")

FAMILIES = {
    "state.": get_args(DoorCode),
    "short.": get_args(DoorCode),
    "reason.": OWED_REASONS,
    "figure.": AMONG,
    "hold.": get_args(HoldReason),
    "trigger.": TRIGGERS,
    "band.": BANDS,
    "tonight.next.": BANDS,
    "post.": get_args(PostKind),
    "area.": get_args(AreaKind),
    "use.": get_args(DwellingUse),
    "story.listed.": get_args(DwellingSource),
    "story.reason.": get_args(VisitWithdrawn.__annotations__["reason"]),
    "story.unresolved.": get_args(DoorClosedUnresolved.__annotations__["reason"]),
    "sign.": get_args(Sign),
    "evidence.": get_args(Evidence),
    "purpose.": PURPOSES,
    "kind.": tuple(CATALOGUE),
    "incident.": get_args(IncidentKind),
}
"""Words that are chosen by a code: for every code that there is, a word must be there."""


def _flat(codes: tuple[object, ...]) -> list[str]:
    return [str(one) for code in codes for one in (get_args(code) or (code,))]


@pytest.mark.parametrize("file", [*TEMPLATES, *MODULES], ids=lambda file: file.name)
def test_every_word_that_a_page_names_exists(file: Path) -> None:
    pattern = IN_TEMPLATE if file.suffix == ".html" else IN_MODULE
    named = set(pattern.findall(file.read_text(encoding="utf-8")))
    assert not named - set(catalogue("zh"))


def test_the_pages_do_name_words() -> None:
    named = {key for file in TEMPLATES for key in IN_TEMPLATE.findall(file.read_text(encoding="utf-8"))}
    assert len(named) > 100


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_has_its_word(family: str) -> None:
    codes = _flat(tuple(FAMILIES[family]))
    assert codes
    for language in LANGUAGES:
        assert not [code for code in codes if f"{family}{code}" not in catalogue(language)]


def test_both_languages_say_the_same_things() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_both_languages_take_the_same_values() -> None:
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name} - {"name"}

    zh, en = catalogue("zh"), catalogue("en")
    optional = {"n", "year", "month"}  # a plural needs its number, a date its month's name, a sum its short form
    different = {key: (zh[key], en[key]) for key in zh if (values(zh[key]) ^ values(en[key])) - optional}
    assert not different


def test_every_state_of_a_door_has_a_mark_that_can_be_drawn() -> None:
    for code in _flat(get_args(DoorCode)):
        assert marks.look_of(code, closed=True).sign in marks.PATHS


def test_an_answer_by_phone_that_is_not_final_does_not_look_done() -> None:
    assert marks.look_of("screened_phone", closed=True).tone == "done"
    assert marks.look_of("screened_phone", closed=False).tone == "open"


def test_no_template_carries_a_script_or_a_style_of_its_own() -> None:
    own = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?!ly=)\w+=")
    assert not [file.name for file in TEMPLATES if own.search(file.read_text(encoding="utf-8"))]
