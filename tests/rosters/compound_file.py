"""A compound file (OLE) of one stream, written by hand: what Excel 97 and encrypted xlsx files are."""

from __future__ import annotations

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def compound_file(name: str, stream: bytes) -> bytes:
    """Header, one sector of FAT, one of directory, then the stream, padded beyond the size of mini streams."""
    stream = stream.ljust(4096, b"\x00")
    sectors = -(-len(stream) // _SECTOR)
    fat = [_FAT, _END, *range(3, 2 + sectors), _END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", _FREE) * 108
    table = struct.pack(f"<{len(fat)}I", *fat) + struct.pack("<I", _FREE) * (128 - len(fat))
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(name, 2, start=2, size=len(stream))
    directory += _entry("", 0, start=0, size=0) * 2
    return header + table + directory + stream.ljust(sectors * _SECTOR, b"\x00")


def _entry(name: str, kind: int, *, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + (b"\x00\x00" if name else b"")
    head = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)


def encrypted_xls() -> bytes:
    """A workbook's stream as Excel 97 writes it under a password: BOF, FILEPASS (RC4), EOF."""
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0x0600)
    filepass = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + bytes(48)
    return compound_file("Workbook", bof + filepass + struct.pack("<HH", 0x000A, 0))


def encrypted_xlsx() -> bytes:
    """An xlsx under a password: the package itself is the stream EncryptedPackage."""
    return compound_file("EncryptedPackage", b"\x10\x20\x30" * 700)


def word_document() -> bytes:
    """A letter in the format of Word 97."""
    return compound_file("WordDocument", b"\xec\xa5" + bytes(600))
