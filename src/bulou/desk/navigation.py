"""Navigation: the pages of a region in groups, each page shown to those who have its right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from bulou.desk.pairs import PAGES

if TYPE_CHECKING:
    from bulou.core.catalogue import Right
    from bulou.desk.page import Page


class Entry(Struct, frozen=True):
    """A page in the navigation: the name of its address, and the right that it needs; its word is nav.<name>.

    `covers` are the first parts of other addresses that lie behind it: a door's story lies behind the gap list.
    """

    name: str
    right: Right | None = None
    covers: tuple[str, ...] = ()


GROUPS: Final[dict[str, tuple[Entry, ...]]] = {
    "evening": (
        Entry("tonight"),
        Entry("report"),
        Entry("wall"),
    ),
    "doors": (
        Entry("gaps", covers=("doors",)),
        Entry("revisits"),
        Entry("lights"),
        Entry("plan"),
        Entry("places", covers=("compounds", "buildings", "stairwells")),
        Entry("frame", right="import"),
        Entry("duplicates", right="import"),
        Entry("held", right="judge_facts"),
    ),
    "staff": (
        Entry("people"),
        Entry("grids", right="draw_grids"),
        Entry("phones"),
    ),
    "rounds": (
        Entry("rounds"),
        Entry("questions"),
        Entry("ways"),
        Entry("closing"),
        Entry("remainder"),
    ),
    "records": (
        Entry("paper", right="enter_for_others"),
        Entry("call", right="enter_for_others"),
        Entry("import", right="import"),
        Entry("audit", right="read_audit"),
    ),
}
"""A new page is one line here, in the group where its readers will look for it; the group's word is nav.group.<name>.
The first page that a reader may open is where the group leads."""
KEYS: Final = {
    "tonight": "t", "report": "r", "wall": "w", "gaps": "g", "places": "p", "plan": "l", "held": "h", "people": "s",
    "phones": "f", "rounds": "o", "closing": "c", "import": "i",
}  # fmt: skip
"""The letter that opens a page after a g, for the pages that are opened all evening."""


class Link(Struct, frozen=True, kw_only=True):
    """A page that this reader may open."""

    name: str
    address: str
    word: str
    here: bool
    key: str


class Group(Struct, frozen=True, kw_only=True):
    """Pages that belong together, as this reader may open them; never empty."""

    word: str
    links: list[Link]

    @property
    def here(self) -> bool:
        """Whether the shown page is one of these."""
        return any(link.here for link in self.links)


def groups(here: Page) -> list[Group]:
    """The navigation of this reader, with the entry that the current address belongs to marked.

    From the past it leads to what can be seen of the past.
    """
    current = _current(here)
    found = []
    for name, entries in GROUPS.items():
        links = [
            Link(
                name=entry.name,
                address=here.to(entry.name),
                word=here.word(f"nav.{entry.name}"),
                here=entry.name == current,
                key=KEYS.get(entry.name, ""),
            )
            for entry in entries
            if (entry.right is None or here.may(entry.right)) and (not here.as_of or entry.name in PAGES)
        ]
        if links:
            found.append(Group(word=here.word(f"nav.group.{name}"), links=links))
    return found


def _current(here: Page) -> str:
    """The entry whose address begins the current one, the longest of them; nothing where there is none."""
    home = _path(here, "tonight")
    path = f"{here.request.path}/"
    begins = {
        f"{prefix}/": entry.name
        for entries in GROUPS.values()
        for entry in entries
        for prefix in (_path(here, entry.name), *(f"{home}{part}" for part in entry.covers))
        if prefix != home
    }
    found = [begin for begin in begins if path.startswith(begin)]
    if found:
        return begins[max(found, key=len)]
    return "tonight" if here.request.path == home else ""


def _path(here: Page, name: str) -> str:
    return here.to(name).partition("?")[0]
