"""Rescue: the region's key pair, to which a phone seals what it cannot send, so that no courier can read it."""

import base64
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.kernel.ids import Id
from bulou.ground.keyfiles import write_secret
from bulou.vault import keyring

INFO: Final = b"bulou rescue 1"
CURVE: Final = ec.SECP256R1()
Base64 = Annotated[str, Meta(max_length=8_000_000)]


class Letter(Struct, frozen=True, kw_only=True):
    """A sealed letter as a courier carries it. Whose it is and how many facts it holds can be read; the facts not."""

    bulou: Literal["rescue"]
    version: Literal[1]
    region: Annotated[str, Meta(max_length=60)]
    device_id: WireId
    count: Annotated[int, Meta(ge=0, le=5000)]
    packed: bool
    ephemeral: Base64
    nonce: Base64
    sealed: Base64

    @property
    def outside(self) -> bytes:
        """What stands readable on the letter; the seal covers it."""
        return f"bulou rescue 1|{self.region}|{self.device_id}|{self.count}|{int(self.packed)}".encode()


class CannotOpen(ValueError):
    """The letter is damaged, or was sealed to another key."""


def public_key(region_id: Id) -> str | None:
    """The public key as base64 of its raw point. None once the region's keys are destroyed: nothing may be sealed."""
    try:
        keyring.key(region_id)
    except keyring.KeyDestroyed:
        return None
    return base64.b64encode(point(_private_key(_file(region_id)).public_key())).decode()


def open_letter(region_id: Id, letter: Letter) -> bytes:
    """What the phone sealed, packed as it was. Raises CannotOpen."""
    return unseal(_private_key(_file(region_id)), letter)


def unseal(private: ec.EllipticCurvePrivateKey, letter: Letter) -> bytes:
    """Opens a letter: ECDH on P-256, HKDF-SHA256, AES-256-GCM (docs/reference/sync.md). Raises CannotOpen."""
    try:
        ephemeral = base64.b64decode(letter.ephemeral, validate=True)
        shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, ephemeral))
        key = derive(shared, salt=ephemeral + point(private.public_key()))
        nonce, sealed = (base64.b64decode(part, validate=True) for part in (letter.nonce, letter.sealed))
        return AESGCM(key).decrypt(nonce, sealed, letter.outside)
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen(str(fault)) from fault


def derive(shared: bytes, *, salt: bytes) -> bytes:
    """The key of one letter from the shared secret; the salt names both ends of it."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=INFO).derive(shared)


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes, uncompressed, which is what browsers call raw."""
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _file(region_id: Id) -> Path:
    return Path(settings.DATA) / "keys" / f"rescue-{region_id}.der"


@lru_cache(maxsize=64)
def _private_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """The private key; made on first use, because a region may be older than it."""
    if not file.exists():
        made = ec.generate_private_key(CURVE).private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(file, made)
    found = serialization.load_der_private_key(file.read_bytes(), password=None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file.name} holds no key on an elliptic curve")
    return found


def forget() -> None:
    """Drops keys from memory, for tests and for destruction."""
    _private_key.cache_clear()
