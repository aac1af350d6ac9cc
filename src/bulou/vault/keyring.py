"""The keyring: one key per region and campaign, in a file outside the database and its backups."""

import secrets
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.ground.keyfiles import write_secret


class Key(Struct, frozen=True):
    """A sealing key and an index key for keyed hashes, under the key id that sealed rows carry."""

    key_id: str
    sealing: bytes
    index: bytes

    @property
    def cipher(self) -> AESGCM:
        """AES-256-GCM under the sealing key."""
        return AESGCM(self.sealing)


class KeyDestroyed(LookupError):
    """The key of this region is gone; what it sealed can never be read again."""


def _file(region_id: Id) -> Path:
    return Path(settings.DATA) / "keys" / f"vault-{region_id}.json"


@lru_cache(maxsize=64)
def _load(file: Path) -> Key:
    return msgspec.json.decode(file.read_bytes(), type=Key)


def key(region_id: Id) -> Key:
    """The region's current key. Raises KeyDestroyed when its file is not there."""
    try:
        return _load(_file(region_id))
    except FileNotFoundError as gone:
        raise KeyDestroyed(region_id) from gone


def make(region_id: Id) -> Key:
    """Makes the region's key when it is founded; an existing one is kept."""
    made = Key(secrets.token_hex(8), secrets.token_bytes(32), secrets.token_bytes(32))
    write_secret(_file(region_id), msgspec.json.encode(made))
    return key(region_id)


def forget() -> None:
    """Drops keys from memory, for tests and for destruction."""
    _load.cache_clear()
