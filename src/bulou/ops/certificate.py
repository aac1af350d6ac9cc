"""Certificate: https for phones on the local network, from an authority of our own or bought."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bulou.ground.words import lines
from bulou.ops import campaign
from bulou.ops.cli import data_option

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

NAME_FORM = r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"


@click.command()
@data_option
@click.option("--name", "names", multiple=True, help="A name or address of this machine, instead of those found.")
@click.option("--take", type=click.Path(path_type=Path), help="A bought certificate with its chain, as PEM.")
@click.option("--key", type=click.Path(path_type=Path), help="The bought certificate's private key, as PEM.")
@click.option("--show", is_flag=True, help="Change nothing; say what there is.")
def certificate(names: tuple[str, ...], take: Path | None, key: Path | None, *, show: bool) -> None:
    """为局域网办证书，手机才能离线工作 · https for the local network, so that phones can work offline."""
    from bulou.ops.lan import authority  # cryptography is needed by no other command

    data, now = campaign.folder(), datetime.now(UTC)
    if show:
        _say(data, _present(data))
        return
    data.mkdir(parents=True, exist_ok=True)
    if take or key:
        _say(data, _taken(data, take, key, now))
        return
    wanted = [*names, *(() if names else _found())]
    if not wanted:
        raise click.ClickException(lines("certificate.no_address"))
    _check(wanted)
    _say(data, authority.make(data, names=[*dict.fromkeys([*wanted, "localhost", "127.0.0.1"])], now=now))


def _found() -> list[str]:
    from bulou.ops.lan.addresses import lan_addresses

    return lan_addresses()


def _check(names: list[str]) -> None:
    import re

    for name in names:
        if not re.fullmatch(NAME_FORM, name):
            raise click.ClickException(lines("certificate.bad_name", name=name))


def _present(data: Path) -> "Certificate":
    from cryptography import x509

    from bulou.ops.lan import authority

    file = authority.certificate_file(data)
    if not file.exists():
        raise click.ClickException(lines("certificate.none"))
    return x509.load_pem_x509_certificates(file.read_bytes())[0]


def _taken(data: Path, take: Path | None, key: Path | None, now: datetime) -> "Certificate":
    from bulou.ops.lan.bought import NotUsable, take_over

    if not (take and key):
        raise click.UsageError(lines("certificate.both"))
    try:
        return take_over(data, certificate=take, key=key, now=now)
    except NotUsable as why:
        raise click.ClickException(lines(str(why))) from why


def _say(data: Path, issued: "Certificate") -> None:
    from cryptography import x509

    from bulou.ops.lan import authority

    ours = authority.authority_file(data)
    until = f"{issued.not_valid_after_utc:%Y-%m-%d}"
    click.echo(lines("certificate.for", names=", ".join(authority.names_of(issued)), until=until))
    if ours.exists():
        trusted = x509.load_pem_x509_certificate(ours.read_bytes())
        click.echo(lines("certificate.trust", file=ours))
        click.echo(f"  {authority.fingerprint(trusted)}")
    click.echo(lines("certificate.next"))
