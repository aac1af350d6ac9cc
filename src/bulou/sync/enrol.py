"""Enrol: a phone shows the token of a one-time link and becomes a person's device."""

from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from bulou.access import devices, rate
from bulou.core.kernel.envelope import WireId
from bulou.core.kernel.instants import Instant
from bulou.intake.writer import write
from bulou.ledger.regions import Region
from bulou.sync.answers import Refused, answer, body_of
from bulou.sync.pull import person_of
from bulou.vault import rescue


class Asking(Struct, kw_only=True):
    """An enrolment; see docs/reference/sync.md."""

    token: Annotated[str, Meta(min_length=8, max_length=100)]
    device_id: WireId
    name: Annotated[str, Meta(max_length=200)] = ""


def enrol(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """Spends the link and answers the device's token and who its person is."""
    try:
        asking = msgspec.json.decode(body_of(request), type=Asking)
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise Refused(400, "unreadable") from fault
    address = request.META.get("REMOTE_ADDR", "")
    if not write(lambda: rate.allowed("enrol", address, now=now)):
        raise Refused(429, "too_many", retry_after=60)
    done = write(
        lambda: devices.enrol(
            region.region_id, token=asking.token, device_id=asking.device_id, name=asking.name, now=now
        )
    )
    if isinstance(done, str):
        raise Refused(403, done)
    person_id, token = done
    return answer(
        {
            "now": now,
            "device_id": asking.device_id,
            "device_token": token,
            "region": {
                "id": region.region_id,
                "code": region.code,
                "name": region.name,
                "timezone": region.timezone,
            },
            "person": person_of(region.region_id, person_id, now),
            "rescue_key": rescue.public_key(region.region_id),
        },
        region_id=region.region_id,
    )
