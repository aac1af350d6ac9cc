"""Push: a phone delivers facts and gets one receipt for each."""

from typing import Annotated, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from bulou.access import devices
from bulou.core.kernel.envelope import WireId
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.intake.incoming import Incoming
from bulou.intake.push import push as take_in
from bulou.ledger.regions import Region
from bulou.sync.answers import Refused, answer, body_of
from bulou.sync.door import device_of

Count = Annotated[int, Meta(ge=0, le=2**53)]
BATCH_FACTS: Final = 200


class Batch(Struct, kw_only=True):
    """One push; see docs/reference/sync.md."""

    protocol: int
    device_id: WireId
    facts: list[Incoming]
    wrote: Count = 0
    unsent: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    epoch: str | None = None
    now: str | None = None
    app: str = ""
    unsent_since: str | None = None


_decoder = msgspec.json.Decoder(Batch)


def push(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """Takes a batch in. A batch that cannot be read is refused whole, so the phone halves it down to the bad fact."""
    device = device_of(request, region)
    try:
        batch = _decoder.decode(body_of(request))
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise Refused(400, "unreadable") from fault
    if len(batch.facts) > BATCH_FACTS:
        raise Refused(413, "too_large")
    receipts, arithmetic = take_in(
        region_id=region.region_id,
        incoming=batch.facts,
        device_id=device.device_id,
        hearing=_hearing(batch, now),
        now=now,
    )
    return answer({"now": now, "receipts": receipts, "device": arithmetic}, region_id=region.region_id)


def _hearing(batch: Batch, now: Instant) -> devices.Hearing:
    """What the phone says of itself, its times on our clock. A time that cannot be read is not worth a batch."""
    skew, since = _skew(batch.now, now), _skew(batch.unsent_since, now)
    return devices.Hearing(
        wrote=batch.wrote,
        unsent=batch.unsent,
        skew_ms=skew,
        app=batch.app,
        unsent_since=None if since is None else min(now, now - since + (skew or 0)),
    )


def _skew(phone: str | None, now: Instant) -> int | None:
    try:
        return now - parse_instant(phone) if phone else None
    except (ValueError, OverflowError):
        return None
