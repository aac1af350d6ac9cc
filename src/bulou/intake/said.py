"""Said at the server: facts that the desk, an import or the server itself makes, written like any other."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import count
from typing import Any

import msgspec
from msgspec import Raw, Struct

from bulou.core.kernel.envelope import Fact, Subject, commitment, fact_hash
from bulou.core.kernel.ids import Id, uuid7
from bulou.core.kernel.instants import Instant
from bulou.intake.incoming import Checked
from bulou.vault.sealing import SALT_BYTES, Private


class Saying(Struct, frozen=True, kw_only=True):
    """What somebody says, before it has an id: the body, its subject, the private part.

    `happened_at`: when it happened, where that was earlier than it is said (a visit typed in from paper).
    """

    subject_kind: str
    subject_id: Id
    body: Struct
    round_id: Id | None = None
    supersedes: tuple[Id, ...] = ()
    private: Mapping[str, Any] | None = None
    happened_at: Instant | None = None


_made = count()


def new_id(now: Instant) -> Id:
    """A new id for something made at the server.

    Ids made in the same millisecond sort as they were made: the doors of an import lie side by side in every index,
    and a push about fifty neighbours touches a few pages instead of fifty. 50 bits stay random.
    """
    number = next(_made)
    ordered = (number >> 12 & 0xFFF) << 68 | (number & 0xFFF) << 50 | secrets.randbits(50)
    return uuid7(now=now, entropy=ordered.to_bytes(10, "big"))


def said(
    sayings: Iterable[Saying], *, region_id: Id, by: Id, now: Instant, zone: tzinfo = UTC, act_id: Id | None = None
) -> list[Checked]:
    """Writes sayings of one act as facts: ids, exact bytes, hash, commitment."""
    act = act_id or new_id(now)
    return [_write(one, region_id=region_id, by=by, now=now, act_id=act, zone=zone) for one in sayings]


def _write(one: Saying, *, region_id: Id, by: Id, now: Instant, act_id: Id, zone: tzinfo) -> Checked:
    happened_at = now if one.happened_at is None else one.happened_at
    occurred_at = datetime.fromtimestamp(happened_at / 1000, UTC).astimezone(zone).isoformat(timespec="milliseconds")
    salt = secrets.token_bytes(SALT_BYTES) if one.private else b""
    private = msgspec.json.encode(one.private) if one.private else b""
    fact = Fact(
        region_id=region_id,
        fact_id=new_id(now),
        act_id=act_id,
        author_id=by,
        kind=type(one.body).__name__,
        version=1,
        subject=Subject(one.subject_kind, one.subject_id),
        occurred_at=occurred_at,
        body=Raw(msgspec.json.encode(one.body)),
        round_id=one.round_id,
        supersedes=one.supersedes,
        private_commitment=commitment(salt=salt, private=private) if private else None,
    )
    written = msgspec.json.encode(fact)
    sealed = (
        Private(fact_id=fact.fact_id, subject=f"{one.subject_kind}:{one.subject_id}"[:60], salt=salt, written=private)
        if private
        else None
    )
    return Checked(id=fact.fact_id, hash=fact_hash(written), written=written, fact=fact, private=sealed)


def as_sequence(facts: Sequence[Checked], size: int) -> Iterable[Sequence[Checked]]:
    """Slices of at most `size` facts, for batches that take the region's lock in turn."""
    return (facts[begin : begin + size] for begin in range(0, len(facts), size))
