"""Pushing: one batch from a phone, recorded in one transaction together with the arithmetic of its devices."""

from collections import Counter
from collections.abc import Sequence

from bulou.access import devices
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.incoming import Incoming, Receipt, check
from bulou.intake.record import record
from bulou.intake.writer import write


def push(
    *, region_id: Id, incoming: Sequence[Incoming], device_id: Id, wrote: int, unsent: int, skew_ms: int | None,
    now: Instant, channel: str = "phone",
) -> tuple[list[Receipt], devices.Arithmetic]:  # fmt: skip
    """Receipts in the order of the batch, and what this phone wrote and what arrived. Checks run before the lock."""
    checked = [check(one) for one in incoming]

    def job() -> tuple[list[Receipt], devices.Arithmetic]:
        facts = [one for one in checked if not isinstance(one, Receipt)]
        recorded = record(region_id=region_id, facts=facts, now=now, channel=channel)
        for author_device, added in Counter(f.device_id for f in recorded.added if f.device_id).items():
            devices.count_received(region_id, author_device, added)
        answers = iter(recorded.receipts)
        receipts = [one if isinstance(one, Receipt) else next(answers) for one in checked]
        return receipts, devices.heard(region_id, device_id, wrote=wrote, unsent=unsent, skew_ms=skew_ms, now=now)

    return write(job)
