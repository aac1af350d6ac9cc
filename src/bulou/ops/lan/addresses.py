"""Addresses: under which IPv4 addresses of private networks others can reach this machine."""

from collections.abc import Iterable
from ipaddress import IPv4Address

import ifaddr


def lan_addresses() -> list[str]:
    """Addresses of this machine in private networks, without loopback and without self-assigned ones."""
    return private(ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str))


def private(found: Iterable[str]) -> list[str]:
    """Those that a phone on the same network can reach; the usual home and office networks first."""
    usable = {IPv4Address(one) for one in found}
    kept = [one for one in usable if one.is_private and not one.is_loopback and not one.is_link_local]
    return [str(one) for one in sorted(kept, key=lambda one: (not str(one).startswith("192.168."), one))]
