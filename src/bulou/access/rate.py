"""Rate limits: how often one address may try one thing; counted in the database, so that several workers agree."""

from typing import Final

from bulou.core.kernel.instants import MINUTE, Instant
from bulou.ground import database

LIMITS: Final[dict[str, tuple[int, int]]] = {
    "sign_in": (20, 10 * MINUTE),
    "enrol": (60, 10 * MINUTE),
    "sign_in_link": (60, 10 * MINUTE),
}
"""By what is tried: so many tries in so many milliseconds. A county's phones share one address behind its router."""


def allowed(what: str, address: str, *, now: Instant) -> bool:
    """Counts one try and says whether it may go on. Runs inside a writing transaction."""
    limit, span = LIMITS[what]
    window = now // span
    bucket = f"{what}:{address}"[:100]
    database.run('DELETE FROM rate_count WHERE bucket = %s AND "window" < %s', [bucket, window])
    database.insert("rate_count", ("bucket", "window", "tries"), [(bucket, window, 0)])
    database.run("UPDATE rate_count SET tries = tries + 1 WHERE bucket = %s", [bucket])
    found = database.one("SELECT tries FROM rate_count WHERE bucket = %s", [bucket])
    return found is not None and int(found[0]) <= limit
