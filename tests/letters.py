"""Letters as a phone seals them, written from docs/reference/sync.md with the standard tools."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def raw(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def seal(
    content: bytes,
    *,
    rescue_key: str,
    region: str,
    device_id: str,
    count: int,
    packed: bool = False,
    ephemeral: ec.EllipticCurvePrivateKey | None = None,
    nonce: bytes = b"\x07" * 12,
) -> dict[str, Any]:
    mine = ephemeral or ec.generate_private_key(ec.SECP256R1())
    theirs = base64.b64decode(rescue_key)
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    ends = raw(mine.public_key()) + theirs
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=ends, info=b"bulou rescue 1").derive(shared)
    outside = f"bulou rescue 1|{region}|{device_id}|{count}|{int(packed)}".encode()
    sealed = AESGCM(key).encrypt(nonce, gzip.compress(content) if packed else content, outside)
    return {
        "bulou": "rescue",
        "version": 1,
        "region": region,
        "device_id": device_id,
        "count": count,
        "packed": packed,
        "ephemeral": base64.b64encode(raw(mine.public_key())).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def case() -> dict[str, Any]:
    """A letter that every implementation must be able to write and to open, byte by byte. Its keys are no secrets."""
    server, phone = (ec.derive_private_key(number, ec.SECP256R1()) for number in (20200130, 19460005))
    content = '{"protocol":1,"device_id":"' + "d" * 32 + '","wrote":1,"unsent":1,"facts":[]}'
    rescue_key = base64.b64encode(raw(server.public_key())).decode()
    letter = seal(
        content.encode(), rescue_key=rescue_key, region="jixian", device_id="d" * 32, count=1, ephemeral=phone
    )
    return {
        "rescue_key": rescue_key,
        "server_private": _jwk(server),
        "phone_private": _jwk(phone),
        "content": content,
        "letter": letter,
    }


def _jwk(private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = private.private_numbers()
    parts = {
        "d": numbers.private_value,
        "x": numbers.public_numbers.x,
        "y": numbers.public_numbers.y,
    }
    told = {
        name: base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        for name, number in parts.items()
    }
    return {"kty": "EC", "crv": "P-256", **told}


def text(letter: dict[str, Any]) -> bytes:
    return json.dumps(letter).encode()
