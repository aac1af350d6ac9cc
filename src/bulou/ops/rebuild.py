"""Rebuild: every read table anew from the ledger."""

import click

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region


@click.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
def rebuild(code: str | None) -> None:
    """从账本重建 · make every read table anew from the ledger."""
    set_up()
    from rich.progress import Progress  # after Django is set up

    from bulou.ledger import verify
    from bulou.projections.rebuild import rebuild as again

    region = the_region(code)
    with Progress() as progress:
        task = progress.add_task("重建 · rebuilding", total=verify.count(region.region_id))
        facts = again(region.region_id, progress=lambda done: progress.update(task, completed=done))
    click.echo(f"已重建 {facts:,} 条 · rebuilt from {facts:,} facts")
