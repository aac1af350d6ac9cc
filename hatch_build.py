"""The wheel's build hook: builds the phone client, so that an installed `bulou` is complete."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))  # build frontends do not put the checkout on the path

from tools import client, node


class PhoneClient(BuildHookInterface[Any]):
    """Puts the built client where the wheel and the source archive pick it up."""

    def dependencies(self) -> list[str]:
        """Node as a wheel, only where the client is still to be built and there is no Node."""
        return [] if client.is_built() or node.find() else [node.PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the client; an editable install leaves that to `make`, which knows when sources changed."""
        del build_data
        if version != "editable":
            client.build()
