"""Incoming: what somebody sent as a fact, checked as far as that needs no database."""

from typing import Literal

import msgspec
from msgspec import Raw, Struct

from bulou.core.kernel.envelope import FACT_BYTES_LIMIT, Fact, commitment, decode, fact_hash
from bulou.ledger.append import Written
from bulou.vault.sealing import SALT_BYTES, Private

Status = Literal["stored", "already_have", "stored_held", "try_later", "too_large"]


class Incoming(Struct, frozen=True, kw_only=True):
    """One fact on the wire: claimed id and hash, the exact bytes of the fact, and its private part with its salt."""

    id: str
    hash: str
    fact: Raw
    salt: str = ""
    private: Raw = Raw()


class Receipt(Struct, frozen=True, kw_only=True):
    """The server's answer for one fact; the writer marks it safe only if id and hash are its own."""

    id: str
    hash: str
    status: Status
    reason: str | None = None


class Checked(Struct, frozen=True, kw_only=True):
    """A fact whose bytes are whole: readable (`fact`) or not (`fault` says why)."""

    id: str
    hash: str
    written: bytes
    fact: Fact | None = None
    private: Private | None = None
    fault: str = ""

    @property
    def as_written(self) -> Written:
        """The fact for the ledger."""
        if self.fact is None:
            raise ValueError("an unreadable fact has no place in the ledger")
        return Written(fact=self.fact, written=self.written, hash=self.hash)


def check(one: Incoming) -> Checked | Receipt:
    """Takes a fact off the wire: too large, damaged on the way (a receipt), readable or unreadable (checked)."""
    written = bytes(one.fact)
    private = bytes(one.private)
    if len(written) + len(private) > FACT_BYTES_LIMIT:
        return Receipt(id=one.id, hash=one.hash, status="too_large", reason="too_large")
    if fact_hash(written) != one.hash:
        return Receipt(id=one.id, hash=one.hash, status="try_later", reason="hash_differs")
    try:
        fact = decode(written)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        return Checked(id=one.id, hash=one.hash, written=written, fault=str(fault)[:200])
    if fact.fact_id != one.id:
        return Checked(id=one.id, hash=one.hash, written=written, fault="fact_id differs from id")
    sealed = _private(one, fact, private)
    if isinstance(sealed, str):
        return Receipt(id=one.id, hash=one.hash, status="try_later", reason=sealed)
    return Checked(id=one.id, hash=one.hash, written=written, fact=fact, private=sealed)


def _private(one: Incoming, fact: Fact, private: bytes) -> Private | str | None:
    """The private part if it is the one that the fact committed to, else why it cannot be taken."""
    if not private:
        return "private_part_missing" if fact.private_commitment else None
    try:
        salt = bytes.fromhex(one.salt)
    except ValueError:
        return "salt_unreadable"
    if len(salt) != SALT_BYTES or commitment(salt=salt, private=private) != fact.private_commitment:
        return "commitment_differs"
    return Private(
        fact_id=fact.fact_id, subject=f"{fact.subject.kind}:{fact.subject.id}"[:60], salt=salt, written=private
    )
