"""A line: what one source row says, before doors are made of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from bulou.rosters.columns import Columns
from bulou.rosters.headings import Heading
from bulou.rosters.places import Place
from bulou.rosters.synonyms import Role

NO_COLUMNS: Final = Columns()
NOWHERE: Final = Heading()
NOTHING: Final[Mapping[Role, str]] = MappingProxyType({})


class Person(NamedTuple):
    """Somebody named in a row; `traits` are the sex, age, kinship and other cells that tell namesakes apart."""

    name: str
    id_number: str
    phones: tuple[str, ...]
    traits: tuple[str, ...]


@dataclass(slots=True)
class Line:
    """A row that holds data. `place` is None when it is held, with `reason` and the `cell` it stumbled over.

    `starts` when it is a household's head by kinship, `numbered` when it bears a household's serial number.
    `sure_community` when a column or the heading above, not only its address, says of which community it is.
    `head_apart` when its members' column lists nobody but the others.
    `household` tells the households behind one door apart; `own_place` is whether the row itself names its door.
    What a held row needs to be shown and corrected: the `labels` and `columns` over its `cells`, the heading `above`
    it, place texts `carried` on from rows above, the `text` of a message, its `row_id` when it was held before, and
    how a person `settled` it now ("door", or why it is left out).
    """

    sheet: str
    row: int
    place: Place | None
    people: tuple[Person, ...]
    raw: tuple[str, ...]
    household: str = ""
    household_number: str = ""
    head: str = ""
    head_apart: bool = False
    owner: str = ""
    phones: tuple[str, ...] = ()
    count: int | None = None
    vacant: bool = False
    shop: bool = False
    own_place: bool = True
    lists: bool = False
    repeats: bool = False
    relation: bool = False
    starts: bool = False
    numbered: bool = False
    reason: str = ""
    cell: str = ""
    community: str = ""
    sure_community: bool = False
    expects_people: bool = False
    row_id: str = ""
    settled: str = ""
    labels: Sequence[str] = ()
    cells: Sequence[str] = ()
    columns: Columns = field(default_factory=lambda: NO_COLUMNS)
    above: Heading = NOWHERE
    carried: Mapping[Role, str] = field(default_factory=lambda: NOTHING)
    text: str = ""
