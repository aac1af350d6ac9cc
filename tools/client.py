"""The phone client's build: packages, bundle, types and tests, each skipped while nothing it reads has changed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from tools import node

CLIENT = node.ROOT / "client"
OUTPUT = node.ROOT / "src" / "bulou" / "site" / "static" / "phone"
_PACKAGES = CLIENT / "node_modules"
# The stamp travels with the bundle, so that a source archive that carries both installs without Node.
_BUILT_FROM = OUTPUT / "sources.sha256"
_INSTALLED_FROM = _PACKAGES / "packages.sha256"
_NOT_SOURCES = {"node_modules", "dist", "coverage"}


def is_built() -> bool:
    """Whether the bundle in place was made from exactly the sources in place."""
    return _holds(_BUILT_FROM, fingerprint(_sources()))


def build() -> None:
    """Make the bundle, unless it is already the one that these sources make."""
    if is_built():
        return
    print("构建手机端 · building the phone client", flush=True)
    found = install_packages()
    _BUILT_FROM.unlink(missing_ok=True)
    found.run("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", cwd=CLIENT)
    _BUILT_FROM.write_text(fingerprint(_sources()))


def install_packages() -> node.Node:
    """Bring the locked npm packages, unless they are there; the Node to run them with."""
    found = node.find_or_fetch()
    wanted = fingerprint([CLIENT / "package.json", CLIENT / "package-lock.json"])
    if not _holds(_INSTALLED_FROM, wanted):
        # Not `npm ci`: it refuses a lock made where some other platform's optional binaries were not listed.
        found.run_npm("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", cwd=CLIENT)
        _INSTALLED_FROM.write_text(wanted)
    return found


def check_types() -> None:
    """Run the type checker over the client."""
    install_packages().run("node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit", cwd=CLIENT)


def run_tests() -> None:
    """Run the client's own tests."""
    install_packages().run("node_modules/vitest/vitest.mjs", "run", cwd=CLIENT)


def fingerprint(files: list[Path]) -> str:
    """One digest over the names and the contents of these files."""
    digest = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(node.ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _sources() -> list[Path]:
    return sorted(
        file
        for file in CLIENT.rglob("*")
        if file.is_file() and not _NOT_SOURCES.intersection(file.relative_to(CLIENT).parts)
    )


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


if __name__ == "__main__":
    try:
        {"build": build, "packages": install_packages, "types": check_types, "test": run_tests}[sys.argv[1]]()
    except subprocess.CalledProcessError:
        sys.exit("手机端没有做成，原因见上。 The phone client did not come through; the reason stands above.")
