"""Setting up: Django, the data folder and its tables, before a command does its work."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bulou.ledger.regions import Region


def set_up(*, need_data: bool = True, renew: bool = True) -> None:
    """Sets Django up. With `need_data` the data folder is made and its tables brought up to date.

    With `renew` the rows of read tables, too, where an older program wrote them. Raises ClickException when a newer
    one did.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "bulou.site.settings"
    folder = Path(os.environ.get("BULOU_DATA", "data")).resolve()
    if need_data:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise click.ClickException(
                f"数据目录建不了 · cannot make the data folder {folder}: {fault.strerror}"
            ) from fault
    import django  # after the data folder is known

    django.setup()
    if need_data:
        from django.core.management import call_command

        from bulou.ops import campaign, renewing

        call_command("migrate", verbosity=0, interactive=False)
        renewing.refuse_downgrade()
        if renew:
            renewing.renew()
        campaign.follow()


def the_region(code: str | None) -> "Region":
    """The region of this code, or the only one there is. Raises ClickException that says what to do."""
    from bulou.ledger import regions

    everything = regions.all_regions()
    wanted = [region for region in everything if code in {None, region.code}]
    if len(wanted) == 1:
        return wanted[0]
    if not everything:
        raise click.ClickException("还没有地区，先运行 bulou found · no region yet: run `bulou found` first")
    codes = ", ".join(region.code for region in everything)
    raise click.ClickException(f"请用 --region 指明地区 · name one with --region: {codes}")
