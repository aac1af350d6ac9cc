"""Ids: UUIDv7 written as 32 lower-case hex digits, made where the thing is made."""

from typing import Final

Id = str
"""32 lower-case hex digits of a UUIDv7. Sorts by the millisecond in which it was made; carries no other meaning."""

HEX_DIGITS: Final = "0123456789abcdef"
HEX: Final = frozenset(HEX_DIGITS)
ID_LENGTH: Final = 32


def uuid7(*, now: int, entropy: bytes) -> Id:
    """An id for something made at `now` (milliseconds since 1970 UTC) from ten random bytes (RFC 9562, version 7).

    Raises ValueError when fewer than ten bytes of entropy are given or `now` does not fit 48 bits.
    """
    if len(entropy) < 10 or not 0 <= now < 1 << 48:
        raise ValueError("an id needs ten random bytes and a time between 1970 and 10889")
    random_part = int.from_bytes(entropy[:10], "big")
    value = now << 80 | 7 << 76 | (random_part >> 68) << 64 | 2 << 62 | (random_part & ((1 << 62) - 1))
    return f"{value:032x}"


def is_id(text: str) -> bool:
    """Whether `text` is written as an id; any UUID version is accepted, since phones of strangers make them too."""
    return len(text) == ID_LENGTH and HEX.issuperset(text)
