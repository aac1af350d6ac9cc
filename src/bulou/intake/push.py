"""Pushing: one batch from a phone, recorded in one transaction together with the arithmetic of its devices."""

import logging
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError
from msgspec import structs

from bulou.access import devices
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.incoming import Checked, Incoming, Receipt, check
from bulou.intake.record import file_unreadable, record
from bulou.intake.writer import write
from bulou.vault.keyring import KeyDestroyed

Answers = tuple[list[Receipt], devices.Arithmetic]
_log = logging.getLogger(__name__)


def push(
    *,
    region_id: Id,
    incoming: Sequence[Incoming],
    device_id: Id,
    hearing: devices.Hearing,
    now: Instant,
    channel: str = "phone",
) -> Answers:
    """Receipts in the order of the batch, and what this phone wrote and what arrived. Checks run before the lock.

    `hearing.unsent`: how many facts of this phone lacked a receipt when it sent; those that get one now are taken off.
    """
    checked = [check(one) for one in incoming]
    facts = [one for one in checked if not isinstance(one, Receipt)]

    def heard(given: Sequence[Receipt]) -> devices.Arithmetic:
        safe = sum(
            one.fact is not None and one.fact.device_id == device_id and receipt.status != "try_later"
            for one, receipt in zip(facts, given, strict=True)
        )
        left = structs.replace(hearing, unsent=max(0, hearing.unsent - safe))
        return devices.heard(region_id, device_id, left, now=now)

    def whole() -> Answers:
        given = _take(region_id, facts, now, channel)
        return given, heard(given)

    try:
        given, arithmetic = write(whole)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001  # one fact must not block the others: nothing was kept, so each is tried on its own
        given = [_apart(region_id, one, now, channel) for one in facts]
        arithmetic = write(lambda: heard(given))
    answers = iter(given)
    return [one if isinstance(one, Receipt) else next(answers) for one in checked], arithmetic


def _take(
    region_id: Id, facts: Sequence[Checked], now: Instant, channel: str, *, set_aside: bool = False
) -> list[Receipt]:
    recorded = record(region_id=region_id, facts=facts, now=now, channel=channel, set_aside=set_aside)
    for author_device, numbers in recorded.numbers.items():
        devices.count_received(region_id, author_device, numbers)
    return recorded.receipts


def _apart(region_id: Id, one: Checked, now: Instant, channel: str) -> Receipt:
    """One fact on its own; what cannot be folded is kept and held, so that the phone is rid of it."""
    for set_aside in (False, True):
        try:
            return write(lambda aside=set_aside: _take(region_id, [one], now, channel, set_aside=aside)[0])  # type: ignore[misc]
        except (OperationalError, InterfaceError):
            raise
        except KeyDestroyed:
            break
        except Exception:  # noqa: BLE001  # whatever it is, it is this fact's alone
            _log.exception("fact %s could not be taken in (set aside: %s)", one.id[:32], set_aside)
    if one.private:
        return Receipt(id=one.id, hash=one.hash, status="try_later", reason="not_taken")
    return write(lambda: file_unreadable(region_id, one, now))
