"""Status: the region's figures for monitoring, the same as on the desk; now, or as of a past moment."""

import json
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up, the_region

if TYPE_CHECKING:
    from bulou.core.kernel.as_of import AsOf
    from bulou.core.kernel.scope import Scope
    from bulou.ledger.regions import Region


@click.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
@click.option("--round", "number", type=int, help="The round's number; default the latest.")
@click.option("--as-of", "moment", metavar="TIME", help='What had happened by TIME, such as "2020-01-27 21:40".')
@click.option("--cutoff", type=click.IntRange(min=0), help="As far as the record reached up to this position.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(code: str | None, number: int | None, moment: str | None, cutoff: int | None, *, as_json: bool) -> None:
    """看进度 · how the region and each community stand."""
    set_up()
    from bulou.core.kernel.scope import Scope  # after Django is set up
    from bulou.ground import clock
    from bulou.projections.standing import STATUS, standing

    region = the_region(code)
    as_of = _pair(region, moment, cutoff)
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True, as_of=as_of)
    now = standing(scope, at=as_of.at if as_of else clock.now(), number=number)
    if number is not None and now.round is None:
        raise click.ClickException(_no_round(number, past=as_of is not None))
    figures = {name: now.region[name] for name in STATUS}
    communities = {row.name: {name: counts[name] for name in STATUS} for row, counts in now.communities}
    past = _past(region, scope) if as_of else {}
    if as_json:
        told = {
            "region": {"code": region.code, "name": region.name_zh, **figures},
            "round": now.round.number if now.round else None,
            "communities": communities,
            "phones": now.phones,
            **past,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    areas = {region.name_zh: figures, **communities}
    table = Table("", *areas)
    for name in STATUS:
        table.add_row(name, *(f"{counts[name]:,}" for counts in areas.values()))
    Console().print(table)
    Console().print("  ".join(f"{name} {number:,}" for name, number in now.phones.items()))
    if past:
        reproducible = str(past["reproducible"]).lower()
        click.echo(f"as_of {past['as_of']}  cutoff {past['cutoff']}  late {past['late']}  reproducible {reproducible}")
    for doubt in past.get("doubts", ()):
        click.echo(f"! {doubt['zh']}\n! {doubt['en']}")


def _pair(region: "Region", moment: str | None, cutoff: int | None) -> "AsOf | None":
    """The pair that was asked for; T is now and K the head where only the other was. None: neither."""
    from bulou.core.kernel.as_of import AsOf
    from bulou.core.kernel.instants import parse_moment
    from bulou.ground import clock
    from bulou.ledger import regions

    if moment is None and cutoff is None:
        return None
    try:
        at = clock.now() if moment is None else parse_moment(moment, region.zone)
    except (ValueError, OverflowError) as fault:
        raise click.ClickException(
            f'看不懂时间 {moment}：请写成 "2020-01-27 21:40" 或带时区的 ISO 8601 ·'
            f' cannot read the time {moment}: write "2020-01-27 21:40" or ISO 8601 with an offset'
        ) from fault
    return AsOf(at=at, cutoff=regions.position(region.region_id) if cutoff is None else cutoff)


def _no_round(number: int, *, past: bool) -> str:
    if past:
        return f"第{number}轮那时还没有发起 · round {number} had not been launched by then"
    return f"没有第{number}轮 · there is no round {number}"


def _past(region: "Region", scope: "Scope") -> dict[str, Any]:
    """The pair itself, and whether its figures are the same for everybody and for ever."""
    from bulou.core.kernel.instants import local
    from bulou.ground.words import both
    from bulou.ledger import read
    from bulou.projections.reproducible import doubts_of

    if scope.as_of is None:
        return {}
    found = doubts_of(region.region_id, scope.as_of)
    return {
        "as_of": local(scope.as_of.at, region.zone).isoformat(timespec="milliseconds"),
        "cutoff": scope.as_of.cutoff,
        "late": read.late_count(region.region_id, scope.as_of),
        "reproducible": not found,
        "doubts": [{"reason": doubt, **both(f"past.doubt.{doubt}")} for doubt in found],
    }
