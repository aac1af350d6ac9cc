"""Glyphs: which characters a font file can draw, read from the file itself."""

import struct
from functools import cache
from pathlib import Path
from typing import Final

_UNICODE: Final = {(3, 10): 12, (0, 4): 12, (0, 6): 12, (3, 1): 4, (0, 3): 4}
"""By platform and encoding: the format of the character map that is read."""


class UnreadableFont(ValueError):
    """The file is no font that we can read; the text names it."""


@cache
def characters(font: Path) -> frozenset[int]:
    """The code points that a TrueType or OpenType file draws (of a collection: its first font).

    Raises UnreadableFont, OSError.
    """
    content = font.read_bytes()
    try:
        begin = _first_font(content)
        maps = _maps(content, begin)
    except (struct.error, KeyError, IndexError) as broken:
        raise UnreadableFont(str(font)) from broken
    return frozenset(maps)


def _first_font(content: bytes) -> int:
    """Where the table directory begins; a collection says so in its header."""
    return int(struct.unpack_from(">I", content, 12)[0]) if content[:4] == b"ttcf" else 0


def _maps(content: bytes, begin: int) -> set[int]:
    tables = {}
    for number in range(struct.unpack_from(">H", content, begin + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, begin + 12 + 16 * number)
        tables[tag] = offset
    cmap = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", content, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", content, cmap + 4 + 8 * number)
        wanted = _UNICODE.get((platform, encoding))
        kind = struct.unpack_from(">H", content, cmap + offset)[0]
        if kind == wanted == 12:
            found |= _groups(content, cmap + offset)
        elif kind == wanted == 4:
            found |= _segments(content, cmap + offset)
    return found


def _groups(content: bytes, at: int) -> set[int]:
    """Format 12: runs of code points."""
    found: set[int] = set()
    for number in range(struct.unpack_from(">I", content, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", content, at + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found


def _segments(content: bytes, at: int) -> set[int]:
    """Format 4: segments of the basic plane. Its last segment, 0xFFFF, draws nothing."""
    count = struct.unpack_from(">H", content, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", content, at + 14)
    begins = struct.unpack_from(f">{count}H", content, at + 16 + 2 * count)
    return {code for first, last in zip(begins, ends, strict=True) for code in range(first, last + 1)} - {0xFFFF}
