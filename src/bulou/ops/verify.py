"""Verify: the ledger is whole, and the counters equal what the rows add up to."""

import click

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region


@click.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
def verify(code: str | None) -> None:
    """核验账本 · check every fact, the chain, and the counters."""
    set_up()
    from bulou.ledger import verify as ledger  # after Django is set up
    from bulou.projections.crosscheck import differences

    region = the_region(code)
    faults = [*ledger.faults(region.region_id), *differences(region.region_id)]
    for fault in faults[:50]:
        click.echo(f"! {fault}", err=True)
    if faults:
        raise click.ClickException(f"账本有问题：{len(faults)} 处 · {len(faults)} faults")
    count = ledger.count(region.region_id)
    click.echo(f"账本完整：{count:,} 条 · the ledger is whole: {count:,} facts, every counter equals its rows")
