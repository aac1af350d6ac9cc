"""Who listed doors first, when and on which device: an answer for whoever frames what is framed already."""

from collections.abc import Iterable

from msgspec import Struct

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import first
from bulou.core.kernel.scope import Scope
from bulou.ledger import read as ledger
from bulou.projections.read import read
from bulou.projections.views.register import NamedDoors


class ListedBy(Struct, frozen=True, kw_only=True):
    """The first listing of a door; `device_id` is None where it was said at the desk."""

    author_id: Id
    at: Instant
    device_id: Id | None


def listed_by(scope: Scope, doors: Iterable[Id]) -> dict[Id, ListedBy]:
    """The first listing of each of these doors, as far as the reader may see them."""
    asked = tuple(doors)
    seen = [row.id for row in read(scope, NamedDoors(doors=asked))] if asked else []
    entries: dict[Id, list[Entry]] = {}
    for entry in ledger.of_keys(scope.region_id, [f"dwelling:{door}" for door in seen]):
        entries.setdefault(entry.fact.subject.id, []).append(entry)
    found = {}
    for door, some in entries.items():
        begun = first(some, "DwellingListed")
        if begun is not None:
            found[door] = ListedBy(author_id=begun.fact.author_id, at=begun.ordered_at, device_id=begun.fact.device_id)
    return found
