"""Renewing: after an upgrade the read tables are made anew by themselves; a downgrade is refused."""

import click
from rich.console import Console
from rich.progress import Progress

from bulou.core.kernel.ids import Id
from bulou.ground.words import lines
from bulou.ledger import regions
from bulou.ledger.verify import count
from bulou.projections import version
from bulou.projections.rebuild import rebuild


def renew() -> None:
    """Makes the rows of every region anew that an older program wrote; says so beside a command's own output."""
    for region in regions.all_regions():
        if version.of_region(region.region_id) == version.current():
            continue
        if regions.position(region.region_id):
            click.echo(lines("ops.renewing", name=f"{region.name_zh} {region.name_en}"), err=True)
            facts = rebuilt(region.region_id, Console(stderr=True))
            click.echo(lines("ops.renewed", facts=f"{facts:,}"), err=True)
        else:
            version.stamp(region.region_id)


def refuse_downgrade() -> None:
    """Raises ClickException when a newer program wrote the rows: this one would read and write them wrongly."""
    for region in regions.all_regions():
        theirs = version.of_region(region.region_id)
        if version.is_newer(theirs):
            raise click.ClickException(lines("ops.newer_data", theirs=theirs, ours=version.current()))


def rebuilt(region_id: Id, console: Console) -> int:
    """Makes a region's rows anew with a bar that moves; from how many facts."""
    with Progress(console=console) as progress:
        task = progress.add_task("重建 · rebuilding", total=count(region_id))
        return rebuild(region_id, progress=lambda done: progress.update(task, completed=done))
