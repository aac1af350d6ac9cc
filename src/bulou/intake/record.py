"""Recording: a batch of facts goes in whole - appended, sealed, judged, projected - or not at all."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bulou.core.kernel.ids import Id, uuid7
from bulou.core.kernel.instants import Instant
from bulou.intake.holding import hold, release_waiting
from bulou.intake.incoming import Checked, Receipt
from bulou.intake.judging import Judgement, judge_all
from bulou.ledger import append as ledger
from bulou.ledger import incidents, read
from bulou.projections.apply import apply
from bulou.vault import sealing


class Recorded(Struct, frozen=True, kw_only=True):
    """What became of a batch: receipts in its order, how many new numbers came of each device, the last position."""

    receipts: list[Receipt]
    numbers: Mapping[Id, int]
    position: int


def record(
    *, region_id: Id, facts: Sequence[Checked], now: Instant, channel: str, trusted: bool = False,
    set_aside: bool = False,
) -> Recorded:  # fmt: skip
    """Records a batch inside the caller's transaction, under the region's lock. Repeating it changes nothing.

    `set_aside`: what is new is held unread, because folding it failed.
    """
    head = ledger.lock(region_id)
    receipts, fresh = _sort_out(region_id, facts, now)
    numbers = _count_numbers(region_id, fresh, now)
    entries = ledger.append(head, [one.as_written for one in fresh], now=now, channel=channel)
    sealing.put(region_id, [one.private for one in fresh if one.private])
    if set_aside:
        holds = {entry.fact.fact_id: Judgement(reason="unreadable_body") for entry in entries}
    else:
        holds = judge_all(region_id, entries, trusted=trusted)
    counting = [entry for entry in entries if entry.fact.fact_id not in holds]
    hold(head, holds, now=now)
    apply(region_id, counting)
    release_waiting(head, counting, now=now, heard=entries)
    ledger.unlock(head)
    return Recorded(
        receipts=[_with_hold(receipt, holds) for receipt in receipts],
        numbers=numbers,
        position=head.position,
    )


def _sort_out(region_id: Id, facts: Sequence[Checked], now: Instant) -> tuple[list[Receipt], list[Checked]]:
    """A receipt for every fact, and those that are new. Unreadable and conflicting ones are filed as incidents."""
    known = read.hashes(region_id, [one.id for one in facts if one.fact])
    receipts = []
    fresh = []
    for one in facts:
        if one.fact is None or one.fact.region_id != region_id:
            receipts.append(file_unreadable(region_id, one, now))
        elif one.id not in known:
            known[one.id] = one.hash
            fresh.append(one)
            receipts.append(Receipt(id=one.id, hash=one.hash, status="stored"))
        elif known[one.id] == one.hash:
            receipts.append(Receipt(id=one.id, hash=one.hash, status="already_have"))
        else:
            _file(region_id, "fact_conflict", one, now)
            receipts.append(Receipt(id=one.id, hash=one.hash, status="stored_held", reason="fact_conflict"))
    return receipts, fresh


def file_unreadable(region_id: Id, one: Checked, now: Instant) -> Receipt:
    """Keeps the bytes of what cannot be a fact here, as an incident; the phone is rid of it."""
    _file(region_id, "unreadable", one, now)
    return Receipt(id=one.id, hash=one.hash, status="stored_held", reason="unreadable")


def _with_hold(receipt: Receipt, holds: dict[Id, Judgement]) -> Receipt:
    if receipt.status != "stored" or receipt.id not in holds:
        return receipt
    return Receipt(id=receipt.id, hash=receipt.hash, status="stored_held", reason=holds[receipt.id].reason)


def _count_numbers(region_id: Id, fresh: Sequence[Checked], now: Instant) -> Counter[Id]:
    """How many numbers of each device came for the first time.

    A number seen twice with different facts is a cloned store: both are kept, an incident is filed, one is counted.
    """
    by_device: dict[Id, dict[int, list[Checked]]] = {}
    for one in fresh:
        if one.fact and one.fact.device_id and one.fact.device_seq:
            by_device.setdefault(one.fact.device_id, {}).setdefault(one.fact.device_seq, []).append(one)
    counted: Counter[Id] = Counter()
    for device_id, numbers in by_device.items():
        taken = read.numbers_taken(region_id, device_id, list(numbers))
        counted[device_id] = len(numbers.keys() - taken)
        for number, same in numbers.items():
            for clone in same if number in taken else same[1:]:
                _file(region_id, "cloned_store", clone, now)
    return counted


def _file(region_id: Id, kind: incidents.IncidentKind, one: Checked, now: Instant) -> None:
    incidents.file(
        region_id=region_id,
        incident_id=uuid7(now=now, entropy=secrets.token_bytes(10)),
        kind=kind,
        at=now,
        device_id=one.fact.device_id if one.fact else None,
        fact_id=one.id,
        fact_hash=one.hash,
        written=one.written,
    )
