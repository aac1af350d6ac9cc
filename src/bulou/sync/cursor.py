"""Cursors: opaque to phones; epoch, position reached, and the area that they were made for."""

import base64
import binascii
import hashlib
from collections.abc import Collection

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope


class Cursor(Struct, frozen=True, array_like=True):
    """How far a phone has pulled."""

    epoch: Id
    area: str
    position: int

    def wire(self) -> str:
        """The cursor as a phone keeps it."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """The cursor of a phone, or None for a first pull or one that cannot be read (the phone then begins anew)."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (msgspec.ValidationError, msgspec.DecodeError, binascii.Error, ValueError):
        return None


def area_of(scope: Scope, *, stairwells: Collection[Id], neighbour: bool) -> str:
    """A digest of what somebody may see; another one means that the rows must be pulled anew."""
    told = [neighbour, scope.whole_region, *sorted(stairwells)]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]
