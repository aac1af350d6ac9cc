"""Rebuild: every read table anew from the ledger."""

import click

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region


@click.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
def rebuild(code: str | None) -> None:
    """从账本重建 · make every read table anew from the ledger."""
    set_up(renew=False)
    from rich.console import Console  # after Django is set up

    from bulou.ops.renewing import rebuilt

    facts = rebuilt(the_region(code).region_id, Console())
    click.echo(f"已重建 {facts:,} 条 · rebuilt from {facts:,} facts")
