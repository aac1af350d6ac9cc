"""When a round may be launched and a community's part of it closed; every answer names what is missing."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Obstacle = Literal["owed", "unowned", "fallback", "devices", "held", "sheets", "unentered"]


class Missing(Struct, frozen=True, kw_only=True):
    """One thing that stands in the way, and how many of it; the number equals the length of the list that it opens."""

    what: Obstacle
    count: int


def missing_before_closing(
    *,
    figures: Mapping[str, int],
    unowned: int,
    devices_unheard: int,
    waived: int,
    held: int,
    sheets: int,
    unentered: int,
) -> list[Missing]:
    """What keeps a community's part of a round from closing with nothing open (C + X = L).

    Open doors may be closed over as a remainder (挂账结轮), signed; phones not heard from may be waived by name. Held
    facts and unowned doors must be settled first: neither can be signed away. Nor can paper: a sheet that is still out
    comes back or is voided by name with a reason, and one that is back is typed in.
    """
    found = [
        Missing(what="owed", count=figures["owed"]),
        Missing(what="unowned", count=unowned),
        Missing(what="devices", count=devices_unheard - waived),
        Missing(what="held", count=held),
        Missing(what="sheets", count=sheets),
        Missing(what="unentered", count=unentered),
    ]
    return [one for one in found if one.count > 0]


def may_close(*, missing: list[Missing], with_remainder: bool) -> bool:
    """Whether the application may be made: nothing is missing, or only open doors that a remainder is signed for."""
    return all(one.what == "owed" and with_remainder for one in missing)


def may_launch(*, unowned: int, fallback: int, fallback_signed: bool) -> Obstacle | None:
    """What forbids launching a round: a listed door without an owner, or fallback doors nobody signed for."""
    if unowned:
        return "unowned"
    return "fallback" if fallback and not fallback_signed else None
