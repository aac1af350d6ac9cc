"""Pairs: a past moment in the address of a page (?as_of=TIME&cutoff=POSITION), and which pages can be asked for one."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final
from urllib.parse import parse_qsl

from msgspec import Struct

from bulou.core.kernel.as_of import AsOf, Doubt
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, local, parse_moment
from bulou.ledger import read, regions
from bulou.projections.reproducible import doubts_of

PAGES: Final = frozenset(
    {
        "tonight",
        "report",
        "report_picture",
        "gaps",
        "places",
        "compound",
        "building",
        "stairwell",
        "door",
        "held",
        "rounds",
        "round",
        "closing",
        "closing_community",
        "paper",
        "people",
        "chain_table",
        "fallback",
    }
)
"""Names of the pages that show the past when their address has a pair; every other page shows now."""
NAMES: Final = ("as_of", "cutoff")
THEN: Final = "then"
"""In place of a position: what had been recorded by T, so what the screens showed at T."""
NOW: Final = "now"
"""In place of a position: all that we know by now about T; the same as no cut-off at all."""


class Unreadable(ValueError):
    """The address names no moment; the text is the name of the field that cannot be read."""


def asked(given: Mapping[str, str], *, region_id: Id, zone: tzinfo, now: Instant) -> AsOf | None:
    """The pair that an address names, as numbers; None: now. Without a time T is now, without a cut-off K is the head.

    Raises Unreadable.
    """
    moment, cutoff = (given.get(name, "").strip() for name in NAMES)
    if not moment and not cutoff:
        return None
    try:
        at = parse_moment(moment, zone) if moment else now
    except (ValueError, OverflowError) as fault:
        raise Unreadable("as_of") from fault
    if cutoff == THEN:
        return AsOf(at=at, cutoff=read.known_by(region_id, at))
    if cutoff in {"", NOW}:
        return AsOf(at=at, cutoff=regions.position(region_id))
    if not cutoff.isdecimal() or not cutoff.isascii() or len(cutoff) > 15:  # 2**53 has 16 digits
        raise Unreadable("cutoff")
    return AsOf(at=at, cutoff=int(cutoff))


def query_of(as_of: AsOf, zone: tzinfo) -> dict[str, str]:
    """The pair as an address carries it: the region's time with its offset, to the millisecond where it has one."""
    whole = "milliseconds" if as_of.at % 1000 else "seconds"
    return {"as_of": local(as_of.at, zone).isoformat(timespec=whole), "cutoff": str(as_of.cutoff)}


def without(query: str) -> list[tuple[str, str]]:
    """The rest of a query whose pair is about to be chosen anew."""
    return [(name, value) for name, value in parse_qsl(query) if name not in NAMES]


class Told(Struct, frozen=True, kw_only=True):
    """What a page of the past says about its pair.

    `known_at`: when the last fact of the pair was recorded (None: there was none). `late`: how many facts said by T
    arrived after K and are in no figure of this page. `head`: as far as the record reaches now.
    """

    known_at: Instant | None
    late: int
    head: int
    doubts: list[Doubt]


def told(region_id: Id, as_of: AsOf) -> Told:
    """What to say about a pair; draws its picture."""
    head = regions.position(region_id)
    return Told(
        known_at=read.recorded_at(region_id, min(as_of.cutoff, head)),
        late=read.late_count(region_id, as_of),
        head=head,
        doubts=doubts_of(region_id, as_of),
    )
