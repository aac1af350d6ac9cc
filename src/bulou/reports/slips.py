"""Slips: small papers that are cut out and left with residents - a notice on a door, a receipt that says registered."""

from typing import Final

from msgspec import Struct

NOTICES: Final = 4
RECEIPTS: Final = 8
"""So many of them on one A4."""


class Notice(Struct, frozen=True, kw_only=True):
    """A notice for one door. Whoever reads it in passing learns nothing about the household: no name, not even that
    nobody was in. `number` finds the door when they call; empty: a line to write on.
    """

    number: str = ""
    door: str = ""


class NoticesPaper(Struct, frozen=True, kw_only=True):
    """Notices of one community; without a phone number there is a line to write on."""

    community: str
    phone: str
    hours: str
    notices: tuple[Notice, ...]


class Receipt(Struct, frozen=True, kw_only=True):
    """A receipt for one household. `on` and `by` are empty where whoever goes writes them at the door."""

    number: str
    door: str
    on: str = ""
    by: str = ""


class ReceiptsPaper(Struct, frozen=True, kw_only=True):
    """Receipts of one community in one round."""

    community: str
    round_name: str
    phone: str
    receipts: tuple[Receipt, ...]
