"""Ids of framed places: made from where a place stands and what stands on it, so that two who frame it make one."""

import hashlib
from typing import Final, Literal

from bulou.core.kernel.ids import Id, uuid7

FramedKind = Literal["building", "stairwell", "lane", "dwelling"]
_STAMP: Final = 12
"""Digits of an id that say its millisecond."""


def framed_id(kind: FramedKind, *, parent: Id, label: str) -> Id:
    """The id of a place that is framed below a known one. `label`: as it stands there, 0101 as 101.

    Two clerks, or two phones without network, that frame the same stairwell say the same facts about the same ids.
    """
    plain = label.lstrip("0") or label
    digest = hashlib.sha256(f"{kind} {parent} {plain}".encode()).digest()
    return uuid7(now=int(parent[:_STAMP], 16), entropy=digest)
