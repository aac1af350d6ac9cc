"""The envelope: what every fact says beside its body, and the exact bytes that its hash covers."""

import hashlib
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw, Struct

from bulou.core.kernel.instants import Instant, parse_instant

FACT_BYTES_LIMIT: Final = 256 * 1024
"""A larger fact is answered `too_large`, never marked safe."""

WireId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


class Subject(Struct, frozen=True):
    """What a fact is about: one thing, by kind and id."""

    kind: str
    id: WireId


class Fact(Struct, frozen=True, kw_only=True):
    """One fact as it was written. `body` keeps the writer's exact bytes; see docs/reference/sync.md for every field."""

    region_id: WireId
    fact_id: WireId
    act_id: WireId
    author_id: WireId
    kind: str
    version: Annotated[int, Meta(ge=1, le=1000)]
    subject: Subject
    occurred_at: Annotated[str, Meta(max_length=40)]
    body: Raw
    device_id: WireId | None = None
    device_seq: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    round_id: WireId | None = None
    skew_ms: Annotated[int, Meta(ge=-(2**48), le=2**48)] | None = None
    supersedes: Annotated[tuple[WireId, ...], Meta(max_length=50)] = ()
    private_commitment: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None


_decoder = msgspec.json.Decoder(Fact)


def decode(written: bytes) -> Fact:
    """The fact in the bytes that somebody wrote. Raises msgspec.ValidationError or DecodeError with the field named."""
    fact = _decoder.decode(written)
    parse_instant_or_refuse(fact.occurred_at)
    return fact


def parse_instant_or_refuse(text: str) -> Instant:
    """The instant of `occurred_at`; a time that cannot be read is a fault of the envelope like any other."""
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as fault:
        raise msgspec.ValidationError(f"occurred_at: {fault}") from fault


def fact_hash(written: bytes) -> str:
    """SHA-256, in hex, over the exact bytes of the fact, which contain the commitment to its private part."""
    return hashlib.sha256(written).hexdigest()


def commitment(*, salt: bytes, private: bytes) -> str:
    """SHA-256, in hex, over salt and private part: proves later what was sealed without making it guessable."""
    return hashlib.sha256(salt + private).hexdigest()


def ordered_at(*, occurred_at: Instant, skew_ms: int | None, recorded_at: Instant) -> Instant:
    """When the fact counts as having happened: the device's clock with its known skew, never later than its arrival."""
    return min(occurred_at + (skew_ms or 0), recorded_at)
