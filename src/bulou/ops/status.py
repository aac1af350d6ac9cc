"""Status: the region's figures for monitoring, the same as on the desk."""

import json

import click
from rich.console import Console
from rich.table import Table

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region


@click.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
@click.option("--round", "number", type=int, help="The round's number; default the latest.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(code: str | None, number: int | None, *, as_json: bool) -> None:
    """看进度 · how the region and each community stand."""
    set_up()
    from bulou.core.kernel.scope import Scope  # after Django is set up
    from bulou.ground import clock
    from bulou.projections.standing import STATUS, standing

    region = the_region(code)
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True)
    now = standing(scope, at=clock.now(), number=number)
    if number is not None and now.round is None:
        raise click.ClickException(f"没有第{number}轮 · there is no round {number}")
    figures = {name: now.region[name] for name in STATUS}
    communities = {row.name: {name: counts[name] for name in STATUS} for row, counts in now.communities}
    if as_json:
        click.echo(
            json.dumps(
                {
                    "region": {"code": region.code, "name": region.name_zh, **figures},
                    "round": now.round.number if now.round else None,
                    "communities": communities,
                    "phones": now.phones,
                },
                ensure_ascii=False,
            )
        )
        return
    areas = {region.name_zh: figures, **communities}
    table = Table("", *areas)
    for name in STATUS:
        table.add_row(name, *(f"{counts[name]:,}" for counts in areas.values()))
    Console().print(table)
    Console().print("  ".join(f"{name} {number:,}" for name, number in now.phones.items()))
