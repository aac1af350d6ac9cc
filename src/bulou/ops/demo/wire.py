"""The wire: a fact as docs/reference/sync.md describes it, written with nothing but the standard library."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, Final

Randomness = Callable[[int], bytes]
_OFFSET: Final = timezone(timedelta(hours=8))


def new_id(at: int, randomness: Randomness) -> str:
    """A UUIDv7 as 32 hex digits."""
    tail = int.from_bytes(randomness(10), "big") & ((1 << 74) - 1)
    return f"{at << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & ((1 << 62) - 1):032x}"


def iso(at: int) -> str:
    """An instant as a phone in the town writes it."""
    return datetime.fromtimestamp(at / 1000, _OFFSET).isoformat(timespec="milliseconds")


def packed(value: Any) -> str:  # noqa: ANN401  # whatever JSON can hold
    """JSON without needless spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sha256(content: bytes) -> str:
    """In lower-case hex."""
    return hashlib.sha256(content).hexdigest()


class Written:
    """One fact as the phone stores it: id, hash, and the exact text that is embedded in every push."""

    __slots__ = ("fact_id", "hash", "safe", "seq", "wire")

    def __init__(self, fact: dict[str, Any], *, private: dict[str, Any] | None, randomness: Randomness) -> None:
        extra = ""
        if private:
            salt, sealed = randomness(16), packed(private)
            fact = {**fact, "private_commitment": sha256(salt + sealed.encode())}
            extra = f',"salt":"{salt.hex()}","private":{sealed}'
        text = packed(fact)
        self.fact_id: str = fact["fact_id"]
        self.seq: int = fact["device_seq"]
        self.hash = sha256(text.encode())
        self.wire = f'{{"id":"{self.fact_id}","hash":"{self.hash}","fact":{text}{extra}}}'
        self.safe = False

    @classmethod
    def kept(cls, fact_id: str, hash_: str, seq: int, safe: bool, wire: str) -> "Written":  # as stored
        """As it was stored."""
        one = cls.__new__(cls)
        one.fact_id, one.hash, one.seq, one.safe, one.wire = fact_id, hash_, seq, safe, wire
        return one
