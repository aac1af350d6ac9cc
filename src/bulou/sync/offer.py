"""Offer: after a restore, phones say what they still hold and the server asks for what it lacks."""

from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId
from bulou.core.kernel.instants import Instant
from bulou.ledger import read
from bulou.ledger.regions import Region
from bulou.sync.answers import Refused, answer, body_of
from bulou.sync.door import device_of


class Held(Struct):
    """One fact that the phone still holds."""

    id: WireId
    hash: str


class Offering(Struct, kw_only=True):
    """Everything that a phone still holds; see docs/reference/sync.md."""

    protocol: int
    facts: Annotated[list[Held], Meta(max_length=5000)]


def offer(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """Answers the ids that this incarnation of the database lacks, or holds with other content."""
    device_of(request, region)
    try:
        offering = msgspec.json.decode(body_of(request), type=Offering)
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise Refused(400, "unreadable") from fault
    known = read.hashes(region.region_id, [one.id for one in offering.facts])
    want = [one.id for one in offering.facts if known.get(one.id) != one.hash]
    return answer({"now": now, "want": want}, region_id=region.region_id)
