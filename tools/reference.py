"""The reference: facts, settings and commands, written from the code; `python -m tools.reference` writes them anew."""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from tools import node

FOLDER = node.ROOT / "docs" / "reference"
PACKAGE = node.ROOT / "src" / "bulou"
SETTINGS = (PACKAGE / "site" / "settings.py", PACKAGE / "ground" / "clock.py")
WRITTEN = "*Written from the code by `python -m tools.reference`; change it there.*"


class Undocumented(ValueError):
    """Something of the code says nothing about itself; the text names it."""


def documents() -> Iterator[tuple[Path, str]]:
    """Every document of the reference with its text. Raises Undocumented."""
    yield FOLDER / "facts.md", facts()
    yield FOLDER / "settings.md", settings()
    yield FOLDER / "commands.md", commands()


def facts() -> str:
    """Every kind of fact by its noun: what it says, about what, by whose right, and its fields."""
    from bulou.core.catalogue import CATALOGUE  # noqa: PLC0415  # the settings and commands need no core

    lines = [
        "# Facts: what can be said",
        WRITTEN,
        "",
        "The envelope, and how a fact travels, is in [sync.md](sync.md); for machines: `contracts/facts.schema.json`.",
        "Names, phones, numbers and free text are never in these bodies: they travel in the private part.",
    ]
    nouns: dict[str, list[str]] = {}
    for kind in CATALOGUE.values():
        nouns.setdefault(kind.body.__module__.split(".")[2], []).extend(_fact(kind))
    for noun in sorted(nouns):
        lines += ["", f"## {noun}", *nouns[noun]]
    return _text(lines)


def _fact(kind: Any) -> list[str]:  # noqa: ANN401  # a FactKind, whose module is imported only when asked for
    said = inspect.cleandoc(kind.body.__dict__.get("__doc__") or "")
    if not said:
        raise Undocumented(f"the fact {kind.name} has no docstring")
    where = " in a round" if kind.in_round else ""
    lines = ["", f"### {kind.name}", "", said, ""]
    lines.append(f"Subject: {kind.subject}{where}. Right: `{kind.right}`. Version {kind.version}.")
    fields = list(_fields(kind.body))
    if fields:
        lines += ["", "| field | shape | if absent |", "|---|---|---|"]
        lines += [f"| `{name}` | `{_cell(shape)}` | {default} |" for name, shape, default in fields]
    return lines


def _fields(body: type) -> Iterator[tuple[str, str, str]]:
    """Name, shape and default of each field, as the code writes them."""
    declared = ast.parse(inspect.getsource(body)).body[0]
    if not isinstance(declared, ast.ClassDef):
        return
    for one in declared.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            default = f"`{_cell(ast.unparse(one.value))}`" if one.value else "must be there"
            yield one.target.id, ast.unparse(one.annotation), default


def settings() -> str:
    """Every environment variable that an operator may set, then what is fixed and why."""
    chosen, fixed = [], []
    for name, default, said in _documented_settings():
        if "BULOU_" in said:
            variable, _, meaning = said.partition(":")
            chosen.append(f"| {_variable(variable)} | {_cell(meaning.strip())} |")
        else:
            fixed.append(f"| `{name}` | `{_cell(default)}` | {_cell(said)} |")
    return _text([
        "# Settings",
        WRITTEN,
        "",
        "An operator sets environment variables and nothing else; `--data DIR` on a command is `BULOU_DATA`.",
        "",
        "| variable | meaning |",
        "|---|---|",
        *chosen,
        "",
        "## Fixed, and why",
        "",
        "| setting | value | why |",
        "|---|---|---|",
        *fixed,
    ])  # fmt: skip


def _variable(said: str) -> str:
    name, _, rest = said.strip().partition(" ")
    return f"`{name}` {rest}".strip()


def _documented_settings() -> Iterator[tuple[str, str, str]]:
    """Name, value and docstring of the settings that have one."""
    for module in SETTINGS:
        for one, after in pairwise(ast.parse(module.read_text(encoding="utf-8")).body):
            said = _docstring(after)
            if said and isinstance(one, (ast.Assign, ast.AnnAssign)) and one.value:
                name = one.target if isinstance(one, ast.AnnAssign) else one.targets[0]
                yield ast.unparse(name), ast.unparse(one.value), said


def _docstring(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""


def commands() -> str:
    """Every command with its arguments and options."""
    from bulou.ops.cli import COMMANDS, main  # noqa: PLC0415  # facts and settings need no commands

    context = click.Context(main, info_name="bulou")
    lines = ["# Commands", WRITTEN, "", "`bulou --help` and `bulou COMMAND --help` say the same in the terminal."]
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        if command is not None:
            lines += _command(command, f"bulou {name}")
    return _text(lines)


def _command(command: click.Command, called: str) -> list[str]:
    if not command.help:
        raise Undocumented(f"`{called}` has no help")
    if isinstance(command, click.Group):
        return [line for name, one in sorted(command.commands.items()) for line in _command(one, f"{called} {name}")]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    usage = " ".join([called, *(one.make_metavar(click.Context(command)) for one in arguments)])
    lines = ["", f"## `{usage}`", "", inspect.cleandoc(command.help)]
    if options:
        lines += ["", "| option | meaning | default |", "|---|---|---|", *(_option(one, called) for one in options)]
    return lines


def _option(option: click.Option, called: str) -> str:
    if not option.help:
        raise Undocumented(f"the option {option.opts[-1]} of `{called}` has no help")
    shape = "" if option.is_flag else option.metavar or option.type.name.upper().removesuffix(" RANGE")
    if isinstance(option.type, click.Choice):
        shape = "/".join(map(str, option.type.choices))
    plain = option.show_default and isinstance(option.default, (str, int, float))
    must = "must be given" if option.required else ""
    written = " ".join([*option.opts, shape]).strip()
    return f"| `{written}` | {_cell(option.help)} | {option.default if plain else must} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip() + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bulou.site.settings")
    for path, text in documents():
        path.write_text(text, encoding="utf-8")
