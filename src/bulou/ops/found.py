"""Founding: a region with an empty ledger and a vault key of its own."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bulou.ops.cli import data_option
from bulou.ops.setup import set_up

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@click.command()
@data_option
@click.option("--code", required=True, help="Stands in every address: small letters, digits, hyphens.")
@click.option("--name-zh", required=True, help="The region's name in Chinese.")
@click.option("--name-en", required=True, help="The region's name in English.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Where its working days begin.")
def found(code: str, name_zh: str, name_en: str, timezone: str) -> None:
    """新建地区 · found a region."""
    if not CODE.fullmatch(code):
        raise click.ClickException("代码只用小写字母、数字、连字符 · a code has small letters, digits and hyphens")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise click.ClickException(f"没有这个时区 · no such time zone: {timezone}") from fault
    set_up()
    from bulou.ground import clock
    from bulou.intake.said import new_id
    from bulou.intake.writer import write
    from bulou.ledger import regions
    from bulou.ops.links import say
    from bulou.projections import version
    from bulou.vault import keyring

    if any(region.code == code for region in regions.all_regions()):
        raise click.ClickException(f"已有这个代码的地区 · there is a region with this code: {code}")
    now = clock.now()
    region = regions.Region(region_id=new_id(now), code=code, name_zh=name_zh, name_en=name_en, timezone=timezone)
    keyring.make(region.region_id)
    write(lambda: regions.found(region, epoch=new_id(now)))
    write(lambda: version.stamp(region.region_id))
    say("ops.founded", code=code, name_zh=name_zh, name_en=name_en)
