"""Words: everything that the server says to people, in zh-CN and English, from two files with the same keys."""

import json
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Every text of one language by its key."""
    files = sorted(Path(__file__).parent.glob(f"*.{language}.json"))
    texts: dict[str, str] = {}
    for file in files:
        texts |= json.loads(file.read_text(encoding="utf-8"))
    return texts


def word(key: str, language: Language = "zh", **values: object) -> str:
    """The text under a key, with values filled in. Raises KeyError: a missing word is a defect, not a blank.

    English with a plural carries both forms as "one|other", chosen by the value `n`.
    """
    text = catalogue(language)[key]
    if "|" in text and "n" in values:
        singular, _, plural = text.partition("|")
        text = singular if values["n"] == 1 else plural
    return text.format(**values) if values else text


def both(key: str, **values: object) -> dict[str, str]:
    """The text in both languages, for answers whose reader's language is not known."""
    return {language: word(key, language, **values) for language in LANGUAGES}


def lines(key: str, **values: object) -> str:
    """The text in both languages, a line each, the Chinese first: what a terminal shows."""
    return "\n".join(both(key, **values)[language] for language in LANGUAGES)
