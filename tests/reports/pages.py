"""Pages: what a PDF really holds - its text, its pages, and the glyphs of the fonts inside it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet
from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """The text of every page, as another program would copy it."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def number_of_pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def drawn(pdf: bytes) -> dict[str, int]:
    """By character: how many drawing commands the embedded font has for it; .notdef is never among them."""
    found: dict[str, int] = {}
    pages: Any = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            found |= _of_font(font.get_object())
    return found


def _of_font(font: Any) -> dict[str, int]:  # noqa: ANN401  # a dictionary of the PDF
    descendant = font["/DescendantFonts"][0].get_object()
    program = descendant["/FontDescriptor"]["/FontFile3"].get_object().get_data()
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    glyphs = fonts[0].CharStrings
    by_code = _unicode(font["/ToUnicode"].get_object().get_data().decode())
    names = fonts[0].charset
    found = {}
    for code, character in by_code.items():
        name = f"cid{code:05d}" if f"cid{code:05d}" in names else names[code]
        charstring = glyphs[name]
        charstring.decompile()
        if name != ".notdef":
            found[character] = len(charstring.program)
    return found


def _unicode(cmap: str) -> dict[int, str]:
    """What the PDF says its codes mean."""
    meant = {}
    for line in cmap.splitlines():
        parts = [part.strip("<>") for part in line.split()]
        if line.startswith("<") and len(parts) == 2:
            meant[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return meant
