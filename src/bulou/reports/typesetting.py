"""Typesetting: a template and its data become a PDF, or pictures of its pages."""

import json
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import typst

from bulou.core.kernel.instants import Instant
from bulou.ground.words import Language, catalogue
from bulou.reports.fonts import GETA, Case, case

TEMPLATES: Final = Path(__file__).parent / "templates"
WORDS: Final = "paper.print."
"""The words under this prefix are what templates say; they find them without it."""


def pdf(template: str, told: object, *, language: Language, now: Instant) -> bytes:
    """The document as a PDF with its font inside, untagged: tags make a stack of sheets ten times as large.

    Raises NoChineseFont. A server asks the press instead (reports/press.py).
    """
    made = typst.compile(
        TEMPLATES / f"{template}.typ", timestamp=now // 1000, format="pdf", pdf_tags=False, **_input(told, language)
    )
    return cast("bytes", made)


def pictures(template: str, told: object, *, language: Language, ppi: int = 96) -> list[bytes]:
    """Every page as a PNG. Raises NoChineseFont."""
    made = typst.compile(TEMPLATES / f"{template}.typ", format="png", ppi=ppi, **_input(told, language))
    return made if isinstance(made, list) else [cast("bytes", made)]


def _input(told: object, language: Language) -> dict[str, Any]:
    """What the typesetter is given: data as JSON, never as markup, so that no name on a door can become a command."""
    chosen = case()
    begin = len(WORDS)
    words = {key[begin:]: text for key, text in catalogue(language).items() if key.startswith(WORDS)}
    told_words = {"told": msgspec.to_builtins(told), "words": words, "language": language, "families": chosen.families}
    return {
        "root": TEMPLATES,
        "font_paths": chosen.fonts,
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(_drawable(told_words, chosen), ensure_ascii=False)},
    }


def _drawable(value: Any, chosen: Case) -> Any:  # noqa: ANN401  # any JSON
    """The same data with every character that no font draws replaced by a mark and its number: 〓U+2CE93."""
    if isinstance(value, str):
        lacking = chosen.lacks(value)
        return value.translate({ord(one): f"{GETA}U+{ord(one):04X}" for one in lacking}) if lacking else value
    if isinstance(value, dict):
        return {key: _drawable(one, chosen) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(one, chosen) for one in value]
    return value
