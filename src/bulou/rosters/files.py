"""A roster's file: its true format told by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import Path

from bulou.rosters.delimited import read_delimited, sheets_of_text, unpasted
from bulou.rosters.encodings import decoded
from bulou.rosters.errors import RosterError
from bulou.rosters.packages import look_into
from bulou.rosters.sheets import Sheet
from bulou.rosters.webpages import sheets_of_page
from bulou.rosters.workbooks import read_workbook

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"SQLite format",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"OggS",
    b"\x7fELF",
    b"MZ",
)
_OTHER_OFFICE = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_sheets(path: Path) -> list[Sheet]:
    """The file's sheets. Raises RosterError, and nothing else, for every file that cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        code = "missing" if isinstance(error, FileNotFoundError) else "unsupported"
        raise RosterError(path, code, repr(error)) from error
    except ValueError as error:
        raise RosterError(path, "missing", repr(error)) from error
    if not raw.strip(b"\x00\r\n\t ,;\xef\xbb\xbf"):
        raise RosterError(path, "empty")
    sheets = [unpasted(s.trimmed()) for s in _by_format(path, raw)]
    if not any(s.rows for s in sheets):
        raise RosterError(path, "empty")
    return sheets


def pasted_sheets(text: str, name: str) -> list[Sheet]:
    """The sheets of a pasted text. Raises RosterError when there is nothing in it."""
    if not text.strip():
        raise RosterError(Path(name), "empty")
    return [unpasted(sheet.trimmed()) for sheet in sheets_of_text(Path(name), text)]


def _by_format(path: Path, raw: bytes) -> list[Sheet]:
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path, raw)
    if raw.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in raw:
            raise RosterError(path, "password")
        if any(name in raw for name in _OTHER_OFFICE):
            raise RosterError(path, "unsupported")
        return read_workbook(path)
    if raw.startswith(_FOREIGN) or raw[4:8] == b"ftyp":
        raise RosterError(path, "unsupported")
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"mime-version")):
        return _page(path, raw)
    if path.suffix.lower() in (".xls", ".xlsx", ".xlsb", ".ods") and b"\x00" in raw[:2000]:
        raise RosterError(path, "corrupt")
    return read_delimited(path, raw)


def _page(path: Path, raw: bytes) -> list[Sheet]:
    """Property offices' systems export web pages under the name of .xls; a page without a table is refused."""
    sheets = sheets_of_page(decoded(path, raw)) if b"<table" in raw.lower() else []
    if not sheets:
        raise RosterError(path, "html")
    return sheets


def _zipped(path: Path, raw: bytes) -> list[Sheet]:
    if b"word/document.xml" in raw or b"ppt/presentation.xml" in raw:
        raise RosterError(path, "unsupported")
    if b"opendocument.text" in raw[:200]:
        raise RosterError(path, "unsupported")
    is_book = b"xl/" in raw or b"opendocument.spreadsheet" in raw or b"content.xml" in raw
    if not is_book:
        raise RosterError(path, "unsupported")
    formulas = look_into(path)
    sheets = read_workbook(path)
    if formulas and formulas >= sum(1 for sheet in sheets for row in sheet.rows for cell in row if cell):
        raise RosterError(path, "formulas", f"{formulas} formulas")
    return sheets
