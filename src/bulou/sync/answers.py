"""Answers to phones: the protocol header and epoch on every one, errors in both languages."""

import gzip
import zlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.ground.words import both
from bulou.ledger import regions

PROTOCOL: Final = 1
HEADER: Final = "Bulou-Protocol"
UNPACKED_LIMIT: Final = 4 * 1024 * 1024


class Refused(Exception):
    """A request that cannot be served, with the status and code that tell the phone what to do."""

    def __init__(self, status: int, error: str, *, retry_after: int | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.retry_after = retry_after


def answer(content: Mapping[str, Any], *, region_id: Id | None, status: int = 200) -> HttpResponse:
    """A JSON answer that a phone accepts as Bulou's own."""
    epoch = regions.epoch(region_id) if region_id else None
    body = msgspec.json.encode({"protocol": PROTOCOL, "epoch": epoch, **content})
    return HttpResponse(
        body,
        status=status,
        content_type="application/json",
        headers={HEADER: str(PROTOCOL), "Cache-Control": "no-store"},
    )


def refusal(refused: Refused, *, region_id: Id | None) -> HttpResponse:
    """The answer for a refused request: code, message in both languages, when to come again."""
    response = answer(
        {"error": refused.error, "message": both(f"sync.{refused.error}")}, region_id=region_id, status=refused.status
    )
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def body_of(request: HttpRequest) -> bytes:
    """The request's body, unpacked. Raises Refused: 413 when too large, 400 when it is not gzip though it says so."""
    raw = request.body
    if request.headers.get("Content-Encoding", "") == "gzip":
        return unpacked(raw)
    if len(raw) > UNPACKED_LIMIT:
        raise Refused(413, "too_large")
    return raw


def unpacked(raw: bytes) -> bytes:
    """What was gzipped, as far as the limit goes. Raises Refused as `body_of`."""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(raw, UNPACKED_LIMIT + 1)
    except (zlib.error, gzip.BadGzipFile) as fault:
        raise Refused(400, "unreadable") from fault
    if len(plain) > UNPACKED_LIMIT:
        raise Refused(413, "too_large")
    return plain
