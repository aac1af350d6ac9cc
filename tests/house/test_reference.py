"""The reference says what the code does: it is written from the code, and whatever is undocumented fails."""

from __future__ import annotations

import re

import click
import pytest
from msgspec import Struct

from bulou.core.catalogue import FactKind
from tests.house import tree
from tools import reference


def test_the_reference_stands_as_the_code_would_write_it() -> None:
    stale = [path.name for path, text in reference.documents() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"write it anew with `python -m tools.reference`: {stale}"


def test_every_variable_that_the_product_reads_is_in_the_reference() -> None:
    documented = set(re.findall(r"BULOU_[A-Z_]+", reference.settings()))
    read = {
        name
        for module in tree.modules(tree.PACKAGE)
        for name in re.findall(r"BULOU_[A-Z_]+", module.read_text(encoding="utf-8"))
    }
    assert read <= documented, f"say in site/settings.py what they mean: {sorted(read - documented)}"


def test_a_fact_without_a_docstring_fails() -> None:
    class Mute(Struct):
        code: str

    kind = FactKind(name="Mute", body=Mute, subject="door", key=lambda _: "", right="visit")
    with pytest.raises(reference.Undocumented, match="Mute"):
        reference._fact(kind)


def test_an_option_without_help_fails() -> None:
    @click.command(help="Say something.")
    @click.option("--loud", is_flag=True)
    def say(*, loud: bool) -> None: ...

    with pytest.raises(reference.Undocumented, match="--loud"):
        reference._command(say, "bulou say")
