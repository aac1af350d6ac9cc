"""Devices: phones of people, enrolled by a one-time link, and the arithmetic of what each wrote."""

from typing import Final, Literal

from msgspec import Struct

from bulou.access.tokens import derived_token, digest, new_token
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import DAY, MINUTE, Instant
from bulou.ground import database
from bulou.ledger import read

LINK_LASTS: Final = 2 * DAY
ANSWER_REPEATS_FOR: Final = 10 * MINUTE
APP_LENGTH: Final = 40

Refusal = Literal["link_unknown", "link_used", "link_expired", "device_taken"]


class Device(Struct, frozen=True, kw_only=True):
    """An enrolled phone. `received` counts its facts in the ledger, `wrote` is the highest number that it claims."""

    device_id: Id
    person_id: Id
    revoked_at: Instant | None
    wrote: int
    received: int


class Hearing(Struct, frozen=True, kw_only=True):
    """What a phone says of itself: the highest number it wrote, how many of its facts lack a receipt.

    `unsent_since` is when the oldest of those was written, on the server's clock; `app` its version of the client;
    `skew_ms` what must be added to its clock. None and an empty text: it did not say.
    """

    wrote: int
    unsent: int
    skew_ms: int | None = None
    app: str = ""
    unsent_since: Instant | None = None


class Arithmetic(Struct, frozen=True, kw_only=True):
    """What a phone wrote and what arrived: the gaps are ranges (first, last) of its numbers."""

    wrote: int
    received: int
    held: int
    missing: list[tuple[int, int]]


def make_link(region_id: Id, person_id: Id, *, by: Id, now: Instant) -> str:
    """A one-time enrolment token for a person's phone."""
    token = new_token()
    database.insert(
        "enrol_link",
        ("region_id", "digest", "person_id", "expires_at", "made_by", "used_at", "device_id"),
        [(region_id, digest(token), person_id, now + LINK_LASTS, by, None, None)],
    )
    return token


def enrol(region_id: Id, *, token: str, device_id: Id, name: str, now: Instant) -> tuple[Id, str] | Refusal:
    """Makes this phone the person's device: (person_id, device token).

    The same phone may repeat it for ten minutes and gets the same token: the first answer may have been lost on the
    way. A device of somebody else is not taken over, or that person's facts would be held.
    """
    found = database.one(
        "SELECT person_id, expires_at, used_at, device_id FROM enrol_link WHERE region_id = %s AND digest = %s",
        [region_id, digest(token)],
    )
    if found is None:
        return "link_unknown"
    person_id, expires_at, used_at, used_by = found
    if used_at is None and expires_at < now:
        return "link_expired"
    owner, revoked_at = database.one(
        "SELECT person_id, revoked_at FROM device WHERE region_id = %s AND device_id = %s", [region_id, device_id]
    ) or (person_id, None)
    if owner != person_id:
        return "device_taken"
    stale = used_by != device_id or revoked_at is not None or (used_at or now) + ANSWER_REPEATS_FOR < now
    if used_at is not None and stale:
        return "link_used"
    spent = database.run(
        "UPDATE enrol_link SET used_at = %s, device_id = %s WHERE region_id = %s AND digest = %s"
        " AND (used_at IS NULL OR device_id = %s)",
        [used_at or now, device_id, region_id, digest(token), device_id],
    )
    if not spent:
        return "link_used"
    device_token = derived_token(token, device_id)
    database.insert(
        "device",
        ("region_id", "device_id", "person_id", "name", "token_digest", "enrolled_at", "revoked_at"),
        [(region_id, device_id, person_id, name[:80], digest(device_token), now, None)],
        key=("region_id", "device_id"),
    )
    return person_id, device_token


def by_token(region_id: Id, token: str) -> Device | None:
    """The device that holds this token, revoked or not."""
    found = database.one(
        "SELECT device_id, person_id, revoked_at, wrote, received FROM device"
        " WHERE region_id = %s AND token_digest = %s",
        [region_id, digest(token)],
    )
    if found is None:
        return None
    device_id, person_id, revoked_at, wrote, received = found
    return Device(device_id=device_id, person_id=person_id, revoked_at=revoked_at, wrote=wrote, received=received)


def revoke(region_id: Id, device_id: Id, *, now: Instant) -> None:
    """From now on this phone's token is refused; what it still holds can be sent under a new link."""
    database.run(
        "UPDATE device SET revoked_at = %s WHERE region_id = %s AND device_id = %s AND revoked_at IS NULL",
        [now, region_id, device_id],
    )


def count_received(region_id: Id, device_id: Id, added: int) -> None:
    """Adds facts that arrived, by whichever phone delivered them; a phone wrote at least what arrived of it."""
    database.run(
        "UPDATE device SET received = received + %s,"
        " wrote = CASE WHEN wrote < received + %s THEN received + %s ELSE wrote END"
        " WHERE region_id = %s AND device_id = %s",
        [added, added, added, region_id, device_id],
    )


def heard(region_id: Id, device_id: Id, hearing: Hearing, *, now: Instant) -> Arithmetic:
    """Notes that a phone spoke; answers what it wrote, what arrived, what is held, which numbers are missing."""
    database.run(
        "UPDATE device SET heard_at = %s, unsent = %s, unsent_since = %s, skew_ms = COALESCE(%s, skew_ms),"
        " app = COALESCE(NULLIF(%s, ''), app), wrote = CASE WHEN wrote < %s THEN %s ELSE wrote END"
        " WHERE region_id = %s AND device_id = %s",
        [
            now,
            hearing.unsent,
            hearing.unsent_since if hearing.unsent else None,
            hearing.skew_ms,
            hearing.app[:APP_LENGTH],
            hearing.wrote,
            hearing.wrote,
            region_id,
            device_id,
        ],
    )
    return arithmetic(region_id, device_id)


def arithmetic(region_id: Id, device_id: Id) -> Arithmetic:
    """Wrote, received, held and missing of one phone; only a phone with a gap costs more than two look-ups."""
    found = database.one(
        "SELECT wrote, received FROM device WHERE region_id = %s AND device_id = %s", [region_id, device_id]
    )
    wrote, received = found or (0, 0)
    held = database.one(
        "SELECT count(*) FROM held_fact WHERE region_id = %s AND device_id = %s AND released_at IS NULL",
        [region_id, device_id],
    )
    missing = read.missing_numbers(region_id, device_id, wrote) if wrote != received else []
    return Arithmetic(wrote=wrote, received=received, held=held[0] if held else 0, missing=missing)
