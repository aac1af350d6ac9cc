"""Rescue: a colleague's phone delivers a letter with the unsent facts of one that cannot send."""

from typing import Annotated, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from bulou.access import devices
from bulou.core.kernel.envelope import WireId
from bulou.core.kernel.instants import Instant
from bulou.intake.incoming import Incoming, Receipt
from bulou.intake.push import push as take_in
from bulou.ledger.regions import Region
from bulou.sync.answers import Refused, answer, body_of, unpacked
from bulou.sync.door import device_of
from bulou.sync.push import Count
from bulou.vault import rescue as letters
from bulou.vault.rescue import Letter

AT_ONCE: Final = 200


class Content(Struct, kw_only=True):
    """What is inside: the phone that could not send, what it wrote, and facts as in a push."""

    protocol: int
    device_id: WireId
    facts: Annotated[list[Incoming], Meta(max_length=5000)]
    wrote: Count = 0
    unsent: Count = 0


_letter = msgspec.json.Decoder(Letter)
_content = msgspec.json.Decoder(Content)


def rescue(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """Opens a letter and takes its facts in as if their own phone had pushed them; the courier learns only counts."""
    device_of(request, region)
    content = _read(request, region)
    receipts, arithmetic = _take_in(region, content, now)
    return answer(
        {"now": now, "device_id": content.device_id, "receipts": receipts, "device": arithmetic},
        region_id=region.region_id,
    )


def _read(request: HttpRequest, region: Region) -> Content:
    try:
        letter = _letter.decode(body_of(request))
        if letter.region != region.code:
            raise Refused(400, "letter_elsewhere")
        plain = letters.open_letter(region.region_id, letter)
        return _content.decode(unpacked(plain) if letter.packed else plain)
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise Refused(400, "unreadable") from fault
    except letters.CannotOpen as fault:
        raise Refused(400, "letter_closed") from fault


def _take_in(region: Region, content: Content, now: Instant) -> tuple[list[Receipt], devices.Arithmetic]:
    """Batch by batch. The phone counts as heard, since its own numbers arrived; its clock stays as last measured."""
    receipts: list[Receipt] = []
    begin = 0
    while True:
        some = content.facts[begin : begin + AT_ONCE]
        begin += len(some)
        told, arithmetic = take_in(
            region_id=region.region_id,
            incoming=some,
            device_id=content.device_id,
            hearing=devices.Hearing(wrote=content.wrote, unsent=max(0, content.unsent - begin + len(some))),
            now=now,
            channel="rescue",
        )
        receipts += told
        if begin >= len(content.facts):
            return receipts, arithmetic
