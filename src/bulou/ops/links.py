"""Links: one-time addresses for the desk and for phones, with a QR code that the terminal can show."""

import click
import segno

from bulou.access import accounts, devices
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground.words import lines
from bulou.intake.writer import write
from bulou.ledger.regions import Region


def desk_link(account_id: Id, *, address: str, now: Instant) -> str:
    """Signs in at the desk, once."""
    return f"{address}/in/{write(lambda: accounts.make_link(account_id, now=now))}"


def phone_link(region: Region, person_id: Id, *, address: str, now: Instant) -> str:
    """Makes a phone this person's. The token stands behind #, where no preview and no log sees it."""
    token = write(lambda: devices.make_link(region.region_id, person_id, by=region.region_id, now=now))
    return f"{address}/phone/#/enrol/{region.code}/{token}"


def show(key: str, link: str, **values: object) -> None:
    """Prints what the link is for in both languages, the link, and its QR code."""
    say(key, **values)
    click.echo(f"  {link}")
    segno.make(link, error="l", micro=False).terminal(compact=True, border=2)


def say(key: str, **values: object) -> None:
    """Prints a text in both languages, the Chinese first."""
    click.echo(lines(key, **values))
