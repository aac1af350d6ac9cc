"""Serve: the server process, on loopback unless told otherwise; --lan opens it to the local network, by https."""

import os
from pathlib import Path

import click

from bulou.ops import campaign
from bulou.ops.cli import data_option
from bulou.ops.setup import set_up

PORT = 8650


@click.command()
@data_option
@click.option("--host", help="The address to listen on; default 127.0.0.1, with --lan every address.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Requests served at once.")
@click.option("--lan", is_flag=True, help="Open to the local network, with the certificate of `bulou certificate`.")
@click.option("--tls", is_flag=True, help="Serve https with that certificate (--lan does).")
@click.option("--plain-http", is_flag=True, help="With --lan and no certificate: phones work only while connected.")
def serve(host: str | None, port: int, threads: int, *, lan: bool, tls: bool, plain_http: bool) -> None:
    """启动服务（默认只听本机） · serve, on loopback unless told otherwise."""
    if plain_http and tls:
        raise click.UsageError("--tls 与 --plain-http 只能选一个 · choose --tls or --plain-http")
    secure = tls or (lan and not plain_http)
    data = campaign.folder()
    if secure:
        _need_certificate(data)
        os.environ["BULOU_HTTPS"] = "1"
    if lan:
        _open_to(_addresses(data, secure=secure))
    set_up()
    if lan:
        _say_where(data, port=port, secure=secure)
    start(host=host or ("0.0.0.0" if lan else "127.0.0.1"), port=port, threads=threads, data=data if secure else None)  # noqa: S104  # --lan says so


def start(*, host: str, port: int, threads: int = 4, data: Path | None = None) -> None:
    """Serves until it is stopped. One worker: an SQLite file has one writer thread.

    With a data folder by https, with the certificate that lies there.
    """
    from granian import Granian  # slow to import, needed by nobody else
    from granian.constants import Interfaces, SSLProtocols

    from bulou.ops.lan import authority

    os.environ["DJANGO_SETTINGS_MODULE"] = "bulou.site.settings"
    Granian(
        "bulou.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        respawn_failed_workers=True,
        ssl_cert=authority.certificate_file(data) if data else None,
        ssl_key=authority.key_file(data) if data else None,
        ssl_protocol_min=SSLProtocols.tls12,  # phones of 2018 speak no newer one
    ).serve()


def _need_certificate(data: Path) -> None:
    from bulou.ops.lan import authority

    if not authority.certificate_file(data).exists():
        raise click.ClickException(
            "还没有证书，先运行 bulou certificate；或加 --plain-http 用降级方式（手机断网时不能用） · "
            "no certificate yet: run `bulou certificate` first, or add --plain-http for the degraded mode "
            "(phones work only while connected)"
        )


def _addresses(data: Path, *, secure: bool) -> list[str]:
    """What people type: the names of the certificate, or the addresses of this machine."""
    from cryptography import x509

    from bulou.ops.lan import addresses, authority

    if not secure:
        return addresses.lan_addresses()
    names = authority.names_of(x509.load_pem_x509_certificates(authority.certificate_file(data).read_bytes())[0])
    return [name for name in names if name not in {"localhost", "127.0.0.1"}]


def _open_to(names: list[str]) -> None:
    """The server answers to these names too."""
    known = filter(None, os.environ.get("BULOU_HOSTS", "").split(","))
    os.environ["BULOU_HOSTS"] = ",".join(dict.fromkeys([*known, *names]))


def _say_where(data: Path, *, port: int, secure: bool) -> None:
    """The addresses for people, and where phones get to know the certificate."""
    from bulou.ops.lan import authority, offering
    from bulou.ops.links import say, show

    names = _addresses(data, secure=secure)
    scheme = "https" if secure else "http"
    for name in names:
        say("ops.lan.address", address=f"{scheme}://{name}:{port}")
    if not secure:
        say("ops.lan.plain")
    elif names and authority.authority_file(data).exists():
        try:
            offering.offer(data, host="0.0.0.0", port=port + 1, address=f"https://{names[0]}:{port}/phone/")  # noqa: S104  # --lan says so
        except OSError:
            say("ops.lan.offering_taken", port=port + 1)
        else:
            show("ops.lan.offering", f"http://{names[0]}:{port + 1}/")
