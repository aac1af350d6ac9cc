"""Filled: what a browser would send of a form as the page offers it, before anybody types."""

from html.parser import HTMLParser
from typing import Final

Pair = tuple[str, str]
_UNSENT: Final = {"submit", "button", "reset", "file", "image"}
_TICKED: Final = {"checkbox", "radio"}


def filled(text: str, *, holding: str) -> dict[str, list[str]]:
    """The fields, by name, of the page's form that holds this one. Raises LookupError when no form does."""
    page = _Forms()
    page.feed(text)
    for pairs in page.forms:
        if holding in {name for name, _ in pairs}:
            fields: dict[str, list[str]] = {}
            for name, value in pairs:
                fields.setdefault(name, []).append(value)
            return fields
    raise LookupError(f"no form with {holding}")


class _Forms(HTMLParser):
    """Every form of a page as the fields that it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[Pair]] = []
        self._select: str | None = None
        self._chosen: list[str] = []
        self._first: str | None = None
        self._area: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "input":
            self._input(known)
        elif tag == "select":
            self._select, self._chosen, self._first = known.get("name"), [], None
        elif tag == "option" and self._select:
            self._first = known.get("value", "") if self._first is None else self._first
            self._chosen += [known.get("value", "")] if "selected" in known else []
        elif tag == "textarea":
            self._area, self._words = known.get("name"), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self._first is not None:
            for value in self._chosen or [self._first]:
                self._add(self._select, value)
            self._select = None
        elif tag == "textarea" and self._area:
            self._add(self._area, self._words)
            self._area = None

    def _input(self, known: dict[str, str]) -> None:
        kind = known.get("type", "text")
        if kind in _UNSENT or (kind in _TICKED and "checked" not in known):
            return
        self._add(known.get("name", ""), known.get("value", "on" if kind in _TICKED else ""))

    def _add(self, name: str, value: str) -> None:
        if name and self.forms:
            self.forms[-1].append((name, value))
