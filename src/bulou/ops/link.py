"""A new one-time link for somebody who has an account: to the desk, or for a phone."""

import click

from bulou.ops.cli import address_option, data_option
from bulou.ops.setup import set_up


@click.command()
@data_option
@click.argument("login")
@click.option("--phone", is_flag=True, help="Enrol a phone, even if this person signs in at the desk.")
@address_option
def link(login: str, address: str, *, phone: bool) -> None:
    """新的一次性链接 · a new one-time link for LOGIN."""
    set_up()
    from bulou.access import accounts
    from bulou.access.scope import posts_of, works_at_desk
    from bulou.ground import clock
    from bulou.ledger import regions
    from bulou.ops import links

    account = accounts.by_login(login)
    if account is None or account.disabled:
        raise click.ClickException(f"没有这个登录名 · no such login: {login}")
    now = clock.now()
    posts = posts_of(account.region_id, account.person_id, at=now)
    if works_at_desk(posts) and not phone:
        links.show("ops.desk_link", links.desk_link(account.id, address=address, now=now), name=login)
        return
    region = next(one for one in regions.all_regions() if one.region_id == account.region_id)
    links.show("ops.phone_link", links.phone_link(region, account.person_id, address=address, now=now), name=login)
