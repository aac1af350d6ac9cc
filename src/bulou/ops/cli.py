"""The bulou command: every sub-command in its own module; --data names the data folder on each."""

import os
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "run": "bulou.ops.run:run",
    "serve": "bulou.ops.serve:serve",
    "import": "bulou.ops.importing:import_",
    "status": "bulou.ops.status:status",
    "verify": "bulou.ops.verify:verify",
    "rebuild": "bulou.ops.rebuild:rebuild",
    "demo": "bulou.ops.demo.command:demo",
    "found": "bulou.ops.found:found",
    "person": "bulou.ops.person:person",
    "link": "bulou.ops.link:link",
    "backup": "bulou.ops.backup:backup",
    "certificate": "bulou.ops.certificate:certificate",
}


class Commands(click.Group):
    """Loads a command when it is asked for, after --data is known and before Django is set up."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Every sub-command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The sub-command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        imported = __import__(module, fromlist=[name])
        command: click.Command = getattr(imported, name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bulou")
def main() -> None:
    """Bulou 不漏: a community's door-to-door response, and the proof that no household was missed."""


def data_option(command: Any) -> Any:  # noqa: ANN401  # click's decorators are untyped in this way
    """Adds --data DIR to a command; the environment variable BULOU_DATA says the same."""

    def remember(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        if value:
            os.environ["BULOU_DATA"] = str(Path(value).resolve())
        return value

    return click.option(
        "--data",
        metavar="DIR",
        callback=remember,
        expose_value=False,
        is_eager=True,
        help="The data folder (BULOU_DATA; default ./data).",
    )(command)


address_option = click.option(
    "--address",
    default="http://127.0.0.1:8650",
    show_default=True,
    help="How people reach the server; stands in the link.",
)
