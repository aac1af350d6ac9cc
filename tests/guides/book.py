"""The guides as their readers have them: the steps of a file, what each says to press, and its picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
PICTURES = Path(__file__).parents[2] / "docs" / "images" / "guide"
GUIDES = ("clerk", "worker", "director", "secretary", "administrator")
LANGUAGES = ("zh", "en")
_STEP = re.compile(r"^## [^\n]+\n<!-- step: (?P<name>[a-z-]+) -->\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S)
_PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./images/guide/([a-z0-9.-]+)\)")


@dataclass(frozen=True)
class Step:
    """One step of a guide: the words in bold are the words on the screen."""

    name: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\*\*(.+?)\*\*", self.text))

    @property
    def commands(self) -> tuple[str, ...]:
        """What is typed at a command line, a line each."""
        found = re.findall(r"^```sh\n(.*?)^```", self.text, re.M | re.S)
        return tuple(line.partition("  #")[0].strip() for block in found for line in block.splitlines())

    @property
    def pictures(self) -> list[str]:
        return _PICTURE.findall(self.text)


def file(guide: str, language: str) -> Path:
    return FOLDER / f"{guide}{'.zh-CN' if language == 'zh' else ''}.md"


def steps(guide: str, language: str) -> list[Step]:
    text = file(guide, language).read_text(encoding="utf-8")
    found = [Step(one["name"], one["text"]) for one in _STEP.finditer(text)]
    assert len(found) == len(re.findall("^## ", text, re.M)), f"{guide} in {language}: a heading without its step"
    return found


def picture(guide: str, step: str, language: str) -> str:
    return f"{guide}-{step}-{language}.jpg"
