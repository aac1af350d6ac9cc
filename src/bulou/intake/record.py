"""Recording: a batch of facts goes in whole - appended, sealed, judged, projected - or not at all."""

import secrets
from collections.abc import Sequence

from msgspec import Struct

from bulou.core.kernel.envelope import Fact
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
    """What became of a batch: receipts in its order, the facts that are new, and the last position."""

    receipts: list[Receipt]
    added: list[Fact]
    position: int


def record(*, region_id: Id, facts: Sequence[Checked], now: Instant, channel: str, trusted: bool = False) -> Recorded:
    """Records a batch inside the caller's transaction, under the region's lock. Repeating it changes nothing."""
    head = ledger.lock(region_id)
    receipts, fresh = _sort_out(region_id, facts, now)
    _note_clones(region_id, fresh, now)
    entries = ledger.append(head, [one.as_written for one in fresh], now=now, channel=channel)
    sealing.put(region_id, [one.private for one in fresh if one.private])
    holds = judge_all(region_id, entries, trusted=trusted)
    counting = [entry for entry in entries if entry.fact.fact_id not in holds]
    hold(head, holds, now=now)
    apply(region_id, counting)
    release_waiting(head, counting, now=now)
    ledger.unlock(head)
    return Recorded(
        receipts=[_with_hold(receipt, holds) for receipt in receipts],
        added=[entry.fact for entry in entries],
        position=head.position,
    )


def _sort_out(region_id: Id, facts: Sequence[Checked], now: Instant) -> tuple[list[Receipt], list[Checked]]:
    """A receipt for every fact, and those that are new. Unreadable and conflicting ones are filed as incidents."""
    known = read.hashes(region_id, [one.id for one in facts if one.fact])
    receipts = []
    fresh = []
    for one in facts:
        if one.fact is None or one.fact.region_id != region_id:
            _file(region_id, "unreadable", one, now)
            receipts.append(Receipt(id=one.id, hash=one.hash, status="stored_held", reason="unreadable"))
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


def _with_hold(receipt: Receipt, holds: dict[Id, Judgement]) -> Receipt:
    if receipt.status != "stored" or receipt.id not in holds:
        return receipt
    return Receipt(id=receipt.id, hash=receipt.hash, status="stored_held", reason=holds[receipt.id].reason)


def _note_clones(region_id: Id, fresh: Sequence[Checked], now: Instant) -> None:
    """A device's number seen twice with different facts is a cloned store: both are kept, an incident is filed."""
    by_device: dict[Id, dict[int, Checked]] = {}
    for one in fresh:
        if one.fact and one.fact.device_id and one.fact.device_seq:
            seen = by_device.setdefault(one.fact.device_id, {})
            if one.fact.device_seq in seen:
                _file(region_id, "cloned_store", one, now)
            seen[one.fact.device_seq] = one
    for device_id, numbers in by_device.items():
        for number in read.numbers_taken(region_id, device_id, list(numbers)):
            _file(region_id, "cloned_store", numbers[number], now)


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
