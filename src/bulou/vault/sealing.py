"""Sealing: private parts go in with the fact that committed to them, and come out only with a logged purpose."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Iterable
from typing import Any

from cryptography.exceptions import InvalidTag
from msgspec import Struct

from bulou.core.kernel.ids import Id, uuid7
from bulou.core.kernel.instants import Instant
from bulou.ground import database
from bulou.vault import keyring

NONCE_BYTES = 12


class Private(Struct, frozen=True, kw_only=True):
    """A private part as it arrived: exact bytes and the salt of its commitment; `subject` is "kind:id"."""

    fact_id: Id
    subject: str
    salt: bytes
    written: bytes


class Opened(Struct, frozen=True, kw_only=True):
    """A private part taken out of the vault."""

    fact_id: Id
    subject: str
    content: dict[str, Any]


def put(region_id: Id, parts: Iterable[Private]) -> None:
    """Seals private parts; the row's place is bound into the seal, so a row cannot be moved to another fact."""
    parts = list(parts)
    if not parts:
        return
    key = keyring.key(region_id)
    values = []
    for part in parts:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + key.cipher.encrypt(nonce, part.salt + part.written, _bound_to(region_id, part.fact_id))
        values.append((region_id, part.fact_id, part.subject, key.key_id, sealed))
    database.insert("vault_sealed", ("region_id", "fact_id", "subject", "key_id", "sealed"), values)


def erase(region_id: Id, fact_ids: Collection[Id]) -> None:
    """Deletes what was sealed with these facts; the ledger keeps their commitments, which tell nothing."""
    for some in database.chunks(sorted(fact_ids)):
        database.run(
            f"DELETE FROM vault_sealed WHERE region_id = %s AND fact_id IN ({database.marks(some)})",
            [region_id, *some],
        )


def open_parts(
    region_id: Id, fact_ids: Collection[Id], *, by: Id, purpose: str, subject: str, now: Instant
) -> dict[Id, Opened]:
    """Opens the private parts of these facts for a person and purpose; one log row for them all."""
    opened = _open(region_id, fact_ids)
    if opened:
        log_opening(region_id, by=by, purpose=purpose, subject=subject, entries=len(opened), now=now)
    return opened


def working_names(region_id: Id, fact_ids: Collection[Id]) -> dict[Id, str]:
    """The names under which staff work, by the fact that engaged them; class 1, known to the street by their duty."""
    return {fact_id: str(part.content.get("name", "")) for fact_id, part in _open(region_id, fact_ids).items()}


def _open(region_id: Id, fact_ids: Collection[Id]) -> dict[Id, Opened]:
    opened: dict[Id, Opened] = {}
    if not fact_ids:
        return opened
    try:
        key = keyring.key(region_id)
    except keyring.KeyDestroyed:
        return opened
    for some in database.chunks(list(fact_ids)):
        for fact_id, subject, key_id, sealed in database.rows(
            "SELECT fact_id, subject, key_id, sealed FROM vault_sealed"
            f" WHERE region_id = %s AND fact_id IN ({database.marks(some)})",
            [region_id, *some],
        ):
            content = _unseal(key, region_id, fact_id, key_id, bytes(sealed))
            if content is not None:
                opened[fact_id] = Opened(fact_id=fact_id, subject=subject, content=content)
    return opened


def _unseal(key: keyring.Key, region_id: Id, fact_id: Id, key_id: str, sealed: bytes) -> dict[str, Any] | None:
    if key_id != key.key_id:
        return None
    try:
        plain = key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(region_id, fact_id))
    except InvalidTag:
        return None
    content = json.loads(plain[SALT_BYTES:])
    return content if isinstance(content, dict) else {"content": content}


SALT_BYTES = 16


def log_opening(region_id: Id, *, by: Id, purpose: str, subject: str, entries: int, now: Instant) -> None:
    """Writes one row of the log of openings."""
    database.insert(
        "vault_opening",
        ("region_id", "id", "at", "reader_id", "purpose", "subject", "entries"),
        [(region_id, uuid7(now=now, entropy=secrets.token_bytes(10)), now, by, purpose, subject[:60], entries)],
    )


def keyed_hash(region_id: Id, text: str) -> str:
    """A hash that only the holder of the region's index key can compute: matches numbers without storing them."""
    return hmac.new(keyring.key(region_id).index, text.encode(), hashlib.sha256).hexdigest()


def _bound_to(region_id: Id, fact_id: Id) -> bytes:
    return f"{region_id}/{fact_id}".encode()
