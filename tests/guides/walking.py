"""Walking through a guide: every step in its order, every word in bold met on the screen, every picture taken."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bulou.ground.words import Language, word
from tests.guides import book

ROOT = Path(__file__).parents[2]
DRAWN = os.environ.get("BULOU_GUIDE_PICTURES", "")
"""Set: the pictures of the guides are drawn anew into docs/images/guide."""
_LOOK = re.compile(r"\{(\w+)\}")
Words = Callable[..., str]


def phone_words(language: str) -> Words:
    """The words of the phone, by key."""
    known = json.loads((ROOT / "client" / "src" / "i18n" / f"{language}.json").read_text(encoding="utf-8"))
    return lambda key, **values: _LOOK.sub(lambda found: str(values[found[1]]), known[key])


def desk_words(language: Language) -> Words:
    """The words of the desk, by key."""
    return lambda key, **values: word(key, language, **values)


class Walk:
    """Somebody who has the guide in one hand."""

    def __init__(self, guide: str, language: str, say: Words) -> None:
        self.guide, self.language, self.say = guide, language, say
        self._ahead = book.steps(guide, language)
        self._here: book.Step | None = None
        self._met: set[str] = set()

    @contextmanager
    def step(self, name: str) -> Iterator[book.Step]:
        """The next step of the guide; when it is done, every word that it has in bold was met."""
        ahead = [one.name for one in self._ahead]
        assert ahead[:1] == [name], f"the guide goes on with {ahead}, not with {name}"
        here = self._here = self._ahead.pop(0)
        self._met = set()
        yield here
        unmet = here.words - self._met
        assert not unmet, f"{self.guide} {name} ({self.language}): in bold but not on the screen: {sorted(unmet)}"

    def met(self, text: str) -> str:
        """A text that the guide has in bold in this step."""
        assert self._here
        assert text in self._here.words, f"{self.guide} {self._here.name} ({self.language}) does not say **{text}**"
        self._met.add(text)
        return text

    def press(self, page: Page, key: str, *, exact: bool = True, **values: object) -> None:
        """Presses the button or link of this name."""
        text = self.met(self.say(key, **values))
        page.get_by_role("button", name=text, exact=exact).or_(
            page.get_by_role("link", name=text, exact=exact)
        ).first.click()

    def fill(self, page: Page, key: str, value: str) -> None:
        """Writes into the field of this label."""
        page.get_by_label(self.met(self.say(key)), exact=True).first.fill(value)

    def sees(self, page: Page | Locator, key: str, **values: object) -> None:
        """The text is on the screen, and the guide says so."""
        self.reads(page, self.met(self.say(key, **values)))

    def reads(self, page: Page | Locator, text: str) -> None:
        """This text is on the screen."""
        expect(page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=15_000)

    def picture(self, page: Page, *, whole: bool = False) -> None:
        """The picture of this step: taken in every run, kept when asked for."""
        assert self._here
        name = book.picture(self.guide, self._here.name, self.language)
        assert name in self._here.pictures, f"the guide does not show {name}"
        taken = page.screenshot(type="jpeg", quality=72, full_page=whole, animations="disabled")
        assert len(taken) > 5_000, "an empty page"
        if DRAWN:
            (book.PICTURES / name).write_bytes(taken)

    def done(self) -> None:
        """The guide has no further step."""
        assert not self._ahead, f"nobody walked {[one.name for one in self._ahead]}"
