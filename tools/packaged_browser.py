"""A Chromium and a Chinese font out of the npm registry, for a machine where nothing may be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools import node

_HOME = node.ROOT / ".browser"
_UNPACKED = _HOME / "unpacked"
_FONTS = _HOME / "fonts"
_FONT_LIST = _HOME / "fonts.conf"
EXECUTABLE = _UNPACKED / "chromium"

_BROWSER_PACKAGE = "@sparticuz/chromium@153.0.0"  # 67 MB; its own start options switch web security off: not used
_FONT_PACKAGE = "@fontsource/noto-sans-sc@5.3.0"
_UNPACK = """
import { inflate } from "@sparticuz/chromium";
for (const archive of process.argv.slice(1)) await inflate(archive);
"""
_FONT_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <dir>{carried}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def fetch() -> None:
    """Bring the browser, unless it is here. Raises CalledProcessError when the registry or the unpacking fails."""
    if EXECUTABLE.exists():
        return
    _install()
    # Unpacked aside and moved in whole: an interrupted run must not leave half a browser that looks like one.
    unpacking = _HOME / "unpacking"
    shutil.rmtree(unpacking, ignore_errors=True)
    unpacking.mkdir()
    archives = _HOME / "node_modules" / "@sparticuz" / "chromium" / "bin"
    names = ("fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br", "chromium.br")
    found = node.find_or_fetch()
    subprocess.run(
        [str(found.executable), "--input-type=module", "--eval", _UNPACK, *(str(archives / name) for name in names)],
        cwd=_HOME,
        env={**found.environment(), "TMPDIR": str(unpacking)},  # where the package unpacks to
        check=True,
    )
    unpacking.rename(_UNPACKED)


def fetch_fonts() -> None:
    """Bring a font with Chinese, as plain TrueType: Chromium cannot use a compressed web font as a system font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  only a machine that lacks a font needs it

    if _FONT_LIST.exists():
        return
    _install()
    _FONTS.mkdir(exist_ok=True)
    for slice_of_font in _font_files():
        font = TTFont(slice_of_font)
        font.flavor = None
        font.save(_FONTS / f"{slice_of_font.stem}.ttf")
    carried = _UNPACKED / "fonts" / "fonts"
    _FONT_LIST.write_text(_FONT_CONFIG.format(fonts=_FONTS, carried=carried, cache=_HOME / "font-cache"))


def font_environment() -> dict[str, str]:
    """What a browser needs in its environment to use the fetched font; empty when none was fetched."""
    return {"FONTCONFIG_FILE": str(_FONT_LIST)} if _FONT_LIST.exists() else {}


def environment() -> dict[str, str]:
    """What the fetched browser needs in its environment: the libraries that it carries, and the font."""
    libraries = [str(_UNPACKED / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)), **font_environment()}


def _font_files() -> list[Path]:
    # The slices together have rare name characters (鄜, 堉) that the package's single-file version lacks.
    files = _HOME / "node_modules" / "@fontsource" / "noto-sans-sc" / "files"
    return sorted(files.glob("noto-sans-sc-*-400-normal.woff"))


def _install() -> None:
    _HOME.mkdir(exist_ok=True)
    (_HOME / "package.json").write_text('{"private": true}\n')
    node.find_or_fetch().run_npm(
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        _BROWSER_PACKAGE,
        _FONT_PACKAGE,
        cwd=_HOME,
    )
