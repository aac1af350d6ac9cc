"""Navigation: the pages of a region, each shown to those who have its right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from bulou.core.catalogue import Right
    from bulou.desk.page import Page


class Entry(Struct, frozen=True):
    """A page in the navigation: the name of its address, and the right that it needs; its word is nav.<name>."""

    name: str
    right: Right | None = None


ENTRIES: Final[tuple[Entry, ...]] = (
    Entry("tonight"),
    Entry("gaps"),
    Entry("places"),
    Entry("people"),
    Entry("phones"),
    Entry("held", right="judge_facts"),
    Entry("closing"),
    Entry("rounds"),
    Entry("grids", right="draw_grids"),
    Entry("import", right="import"),
)


class Link(Struct, frozen=True, kw_only=True):
    """A page that this reader may open."""

    address: str
    word: str
    here: bool


def links(here: Page) -> list[Link]:
    """The navigation of this reader; the entry whose address begins the current one is marked."""
    path = here.request.path
    home = here.to("tonight")
    found = []
    for entry in ENTRIES:
        if entry.right is not None and not here.may(entry.right):
            continue
        address = here.to(entry.name)
        current = path == address or (address != home and path.startswith(address))
        found.append(Link(address=address, word=here.word(f"nav.{entry.name}"), here=current))
    return found
