"""The Chromium that drives the browser tests: the machine's own, else Debian's package, else one from the npm registry.

What is found says how to start it, so that tests, screenshots and demonstrations all start it alike.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

from tools import packaged_browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DEBIAN_PACKAGES = ("chromium", "fonts-wqy-microhei")


@dataclass(frozen=True)
class Browser:
    """A Chromium that starts here: pass these three to Playwright's `chromium.launch`."""

    executable_path: str
    args: list[str]
    env: dict[str, str] = field(repr=False)


def find() -> Browser | None:
    """The browser that is here already; None where there is none. Installs nothing."""
    system = _on_path()
    if system is not None:
        return _started_with(system, packaged_browser.font_environment())
    if packaged_browser.EXECUTABLE.exists():
        return _started_with(str(packaged_browser.EXECUTABLE), packaged_browser.environment())
    return None


def find_or_install() -> Browser | None:
    """As `find`, bringing what is missing first: a browser, and a font that has Chinese."""
    if _on_path() is None or not has_chinese_font():
        _install_from_debian()
    try:
        if _on_path() is None:
            packaged_browser.fetch()
        if not has_chinese_font():
            packaged_browser.fetch_fonts()
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"没能取到浏览器或中文字体 · no browser or no Chinese font to be had: {failure}", file=sys.stderr)
    return find()


def has_chinese_font() -> bool:
    """Whether a browser started here would draw Chinese: a page of empty boxes must not pass for a screenshot."""
    if packaged_browser.font_environment():
        return True
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout.strip())


def _on_path() -> str | None:
    for name in _NAMES:
        path = shutil.which(name)
        # Ubuntu's `chromium-browser` is a stub that only says where to get the real one, so ask it to answer.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def _install_from_debian() -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    print("安装 Chromium 与中文字体 · installing Chromium and a Chinese font", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *_DEBIAN_PACKAGES]):
        done = subprocess.run(
            [apt, "-qq", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            print(f"apt-get {command[0]}: {done.stderr.strip()}", file=sys.stderr)


def _started_with(executable: str, additions: dict[str, str]) -> Browser:
    # Chromium refuses to start as root with its sandbox on; anyone else keeps the sandbox.
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return Browser(executable, args, {**os.environ, **additions})
