"""The envelope: what every fact says beside its body, and the exact bytes that its hash covers."""

import hashlib
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw, Struct

from bulou.core.kernel.ids import HEX_DIGITS
from bulou.core.kernel.instants import Instant, parse_instant

FACT_BYTES_LIMIT: Final = 256 * 1024
"""A larger fact is answered `too_large`, never marked safe."""
KIND_LENGTH: Final = 40

WireId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
_Id = Annotated[str, Meta(min_length=32, max_length=32)]
"""An id of the envelope; `decode` looks at the digits of all of them at once, which is five times faster."""


class Subject(Struct, frozen=True, gc=False):
    """What a fact is about: one thing, by kind and id."""

    kind: str
    id: _Id


class Fact(Struct, frozen=True, kw_only=True, gc=False):
    """One fact as it was written. `body` keeps the writer's exact bytes; see docs/reference/sync.md for every field."""

    region_id: _Id
    fact_id: _Id
    act_id: _Id
    author_id: _Id
    kind: str
    version: Annotated[int, Meta(ge=1, le=1000)]
    subject: Subject
    occurred_at: Annotated[str, Meta(max_length=40)]
    body: Raw
    device_id: _Id | None = None
    device_seq: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    round_id: _Id | None = None
    skew_ms: Annotated[int, Meta(ge=-(2**48), le=2**48)] | None = None
    supersedes: Annotated[tuple[WireId, ...], Meta(max_length=50)] = ()
    private_commitment: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)] | None = None


_decoder = msgspec.json.Decoder(Fact)


def decode(written: bytes) -> Fact:
    """The fact in the bytes that somebody wrote. Raises msgspec.ValidationError or DecodeError with the field named."""
    fact = recall(written)
    always = f"{fact.region_id}{fact.fact_id}{fact.act_id}{fact.author_id}{fact.subject.id}"
    if f"{always}{fact.device_id or ''}{fact.round_id or ''}".strip(HEX_DIGITS):
        raise msgspec.ValidationError(f"Expected 32 lower-case hex digits - at `$.{_faulty_id(fact)}`")
    if not (_is_name(fact.kind) and _is_name(fact.subject.kind)):
        raise msgspec.ValidationError("kind: Expected a name of letters, digits and underscores")
    parse_instant_or_refuse(fact.occurred_at)
    return fact


def _faulty_id(fact: Fact) -> str:
    ids = {
        "region_id": fact.region_id, "fact_id": fact.fact_id, "act_id": fact.act_id, "author_id": fact.author_id,
        "subject.id": fact.subject.id, "device_id": fact.device_id, "round_id": fact.round_id,
    }  # fmt: skip
    return next(name for name, value in ids.items() if value and value.strip(HEX_DIGITS))


@lru_cache(maxsize=256)
def _is_name(word: str) -> bool:
    return len(word) <= KIND_LENGTH and word.isascii() and word.isidentifier()


def recall(written: bytes | str) -> Fact:
    """The fact in bytes or text that `decode` has accepted before."""
    return _decoder.decode(written)


@lru_cache(maxsize=4096)
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
    """When the fact counts as having happened: the device's clock with its known skew, never later than its arrival.

    A clock or skew that points before 1970 counts as 1970: it sorts first and stays a date that calendars know.
    """
    return max(0, min(occurred_at + (skew_ms or 0), recorded_at))
