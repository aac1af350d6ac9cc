"""Saying something at the server: the desk, an import or the console, through the same door as every phone."""

from collections.abc import Iterable
from datetime import UTC, tzinfo

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.record import Recorded, record
from bulou.intake.said import Saying, said
from bulou.intake.writer import write

BATCH = 1000


class NotSaid(PermissionError):
    """The speaker has no right to say this; nothing was kept. `reasons` are the reasons for holding."""

    def __init__(self, reasons: set[str]) -> None:
        super().__init__(", ".join(sorted(reasons)))
        self.reasons = reasons


def say(
    sayings: Iterable[Saying], *, region_id: Id, by: Id, now: Instant, channel: str = "desk", zone: tzinfo = UTC,
    trusted: bool = False, act_id: Id | None = None,
) -> list[Recorded]:  # fmt: skip
    """Says it in batches, each in one transaction. Raises NotSaid when something would be held: people get answers.

    `act_id`: the act that this belongs to, where an act is said in several calls.
    """
    facts = said(sayings, region_id=region_id, by=by, now=now, zone=zone, act_id=act_id)

    def job(begin: int) -> Recorded:
        recorded = record(
            region_id=region_id, facts=facts[begin : begin + BATCH], now=now, channel=channel, trusted=trusted
        )
        reasons = {receipt.reason or "" for receipt in recorded.receipts if receipt.status == "stored_held"}
        if reasons:
            raise NotSaid(reasons)
        return recorded

    return [write(lambda begin=begin: job(begin)) for begin in range(0, len(facts), BATCH)]  # type: ignore[misc]
