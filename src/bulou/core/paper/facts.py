"""What can be said about a check-off sheet: given out, back, typed in, void, undone, a door added."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId

MOST_DOORS = 200
"""No sheet lists more: a fact stays small, and a lost leaf loses little."""

VoidReason = Literal["lost", "spoilt", "not_needed"]


class SheetIssued(Struct, frozen=True, kw_only=True):
    """A check-off sheet was printed for a person in a round (subject: sheet); `dwellings` in the order of its rows.

    `number` is what stands on it: unique in the region, given under the region's lock.
    """

    number: Annotated[int, Meta(ge=1, le=9_999_999)]
    person_id: WireId
    community_id: WireId
    dwellings: Annotated[tuple[WireId, ...], Meta(min_length=1, max_length=MOST_DOORS)]


class SheetDoorAdded(Struct, frozen=True, kw_only=True):
    """A door that the sheet did not list was written on one of its empty lines; it becomes the sheet's next row."""

    dwelling_id: WireId


class SheetReturned(Struct, frozen=True, kw_only=True):
    """The sheet lies on the desk again; nothing is said yet of what stands on it."""


class SheetEntered(Struct, frozen=True, kw_only=True):
    """Everything on the sheet is typed in: `rows` doors with something, `blank` doors where nothing was written."""

    rows: Annotated[int, Meta(ge=0, le=MOST_DOORS * 2)]
    blank: Annotated[int, Meta(ge=0, le=MOST_DOORS * 2)]


class SheetVoided(Struct, frozen=True, kw_only=True):
    """The sheet will not come back, or does not count (作废); its doors are owed as if it had never been printed."""

    reason: VoidReason


class SheetReopened(Struct, frozen=True, kw_only=True):
    """The step named in `supersedes` was a slip: the sheet stands again where it stood before."""
