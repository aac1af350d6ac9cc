"""Ids of framed places: made from where a place stands and what stands on it, so that two who frame it make one."""

import hashlib
from typing import Final, Literal

from bulou.core.kernel.ids import Id

FramedKind = Literal["building", "stairwell", "lane", "dwelling"]
_STAMP: Final = 12
"""Digits of an id that say its millisecond."""


def framed_id(kind: FramedKind, *, parent: Id, label: str) -> Id:
    """The id of a place that is framed below a known one. `label`: as it stands there, 0101 as 101.

    A UUIDv7 of the parent's millisecond, its chance taken from SHA-256 of kind, parent and label.
    Two clerks, or two phones without network, that frame the same stairwell say the same facts about the same ids.
    """
    plain = label.lstrip("0") or label
    chance = bytearray(hashlib.sha256(f"{kind} {parent} {plain}".encode()).digest()[:10])
    chance[0] = chance[0] & 0x0F | 0x70
    chance[2] = chance[2] & 0x3F | 0x80
    return f"{parent[:_STAMP]}{chance.hex()}"
