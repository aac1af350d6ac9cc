"""What can be said about the people behind a door: a count with sealed contacts, and persons found after a trigger."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.visits.outcomes import Trigger

Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class HouseholdCounted(Struct, frozen=True, kw_only=True):
    """How many people a list or a visit says live behind this door (subject: dwelling).

    The private part may hold `contacts`: [{name, phones, number_last4, number_hash}], a sealed household contact
    entry, which is not a person record.
    """

    persons: Annotated[int, Meta(ge=0, le=999)]
    households: Annotated[int, Meta(ge=1, le=50)] = 1
    source: Literal["roster", "visit", "desk"] = "roster"
    import_id: WireId | None = None


class HouseholdWithdrawn(Struct, frozen=True, kw_only=True):
    """A count of people behind this door, named in the envelope's `supersedes`, is withdrawn (undo of an import).

    The count that stood before it stands again.
    """

    import_id: WireId | None = None


class PersonFound(Struct, frozen=True, kw_only=True):
    """A named person after a trigger (subject: person). Name, phone, place and remark are private."""

    dwelling_id: WireId
    triggers: Annotated[tuple[Trigger, ...], Meta(min_length=1)]
    left_on: Date | None = None
    arrived_on: Date | None = None
    from_code: Annotated[str, Meta(max_length=12)] = ""
    fever: bool | None = None


class PersonWithdrawn(Struct, frozen=True, kw_only=True):
    """A person found at this door, named in the envelope's `supersedes`, was entered in error (subject: person).

    What was sealed about the person leaves the vault; the ledger keeps only the commitment.
    """

    dwelling_id: WireId
    reason: Literal["mistake", "wrong_door", "double", "other"] = "mistake"
