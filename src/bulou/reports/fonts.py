"""Fonts: the Chinese font that documents are set in, where it is, and what it cannot draw."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst
from msgspec import Struct

from bulou.ground.words import lines
from bulou.reports.glyphs import UnreadableFont, characters

_PACKAGE: Final = "pylopdf_fonts_zh_cn"
_FILE: Final = "NotoSansSC-Regular.otf"
_ELSEWHERE: Final = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimSun", "Songti SC",
)  # fmt: skip
"""What a machine may have installed by itself, the most complete first."""
GETA: Final = "〓"
"""The printer's mark for a sort that is not in the case: a reader sees that something stands here."""


class NoChineseFont(RuntimeError):
    """No font for Chinese on this machine; the text says what to install."""

    def __init__(self) -> None:
        super().__init__(lines("paper.no_font"))


class Case(Struct, frozen=True, kw_only=True):
    """The fonts of this machine as the typesetter wants them: families in order, and the files they were read from."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    files: tuple[Path, ...]

    def lacks(self, text: str) -> set[str]:
        """The characters that would come out as an empty box."""
        drawn = [characters(file) for file in self.files]
        return {one for one in text if not one.isspace() and not any(ord(one) in known for known in drawn)}


def packaged() -> Path | None:
    """The font that comes with an installation; None where somebody left it out."""
    spec = find_spec(_PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return folder / _FILE if folder and (folder / _FILE).is_file() else None


@cache
def case() -> Case:
    """The fonts to set with: the packaged one, else what the system has. Raises NoChineseFont."""
    own = packaged()
    if own is not None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[own.parent])
        return Case(fonts=fonts, families=("Noto Sans SC",), files=(own,))
    fonts = typst.Fonts(include_embedded_fonts=False)
    by_family = {font.family: font.path for font in fonts.fonts() if font.path and _readable(Path(font.path))}
    families = tuple(name for name in _ELSEWHERE if name in by_family)
    if not families:
        raise NoChineseFont
    files = tuple(Path(path) for name in families if (path := by_family[name]))
    return Case(fonts=fonts, families=families, files=files)


def _readable(file: Path) -> bool:
    try:
        return bool(characters(file))
    except (UnreadableFont, OSError):
        return False
