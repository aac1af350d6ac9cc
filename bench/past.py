"""The past: a picture of a whole county as of another moment, drawn from its ledger."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

from bench.county import County
from bench.figures import Figure
from bulou.access.devices import Hearing
from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.scope import Scope
from bulou.ground import database
from bulou.intake.incoming import Incoming
from bulou.intake.push import push
from bulou.ledger import read as ledger
from bulou.ledger import verify
from bulou.ledger.regions import position
from bulou.projections import kept
from bulou.projections.picture import draw
from bulou.projections.pictures import PICTURES
from bulou.projections.standing import standing

WORKERS = 200
"""With 52 doors each: 10,400 doors."""
WALKS = 11
"""Past fifty doors of every worker, over three rounds: 110,000 visits."""
AIM = 1500.0


class _Batch(Struct):
    facts: list[Incoming]


def fill(county: County) -> None:
    """Three rounds of visits, as phones send them."""
    rounds = [county.launch(number) for number in (1, 2, 3)]
    for walk in range(WALKS):
        for worker, body in county.walk(rounds[walk * len(rounds) // WALKS]):
            push(
                region_id=county.region.region_id, incoming=msgspec.json.decode(body, type=_Batch).facts,
                device_id=worker.device_id, hearing=Hearing(wrote=worker.wrote, unsent=0), now=county.now,
            )  # fmt: skip


def pictures(county: County, turns: int) -> list[Figure]:
    """CPU of a picture of everything that the ledger holds; bare: the same facts, only read in the same order."""
    region_id = county.region.region_id
    facts = verify.count(region_id)
    as_of = AsOf(at=county.now, cutoff=position(region_id))
    floor = Figure(f"{facts:,} facts, only read by key", "ms CPU")
    drawn = Figure(f"picture as of (T, K) of {facts:,} facts", "ms CPU", ceiling=floor.name, aim=AIM)
    again = Figure("Tonight's figures from a picture at hand", "ms CPU")
    size = Figure("a picture of 10,400 doors, three rounds", "MB", [draw(region_id, as_of).tables.bytes_used() / 2**20])
    scope = Scope(region_id=region_id, reader_id=region_id, whole_region=True, as_of=as_of)
    PICTURES.of(region_id, as_of)
    for _ in range(turns):
        floor.samples.append(_cpu(lambda: _read(region_id)))
        drawn.samples.append(_cpu(lambda: draw(region_id, as_of)))
        again.samples.append(_cpu(lambda: standing(scope, at=as_of.at)))
    return [floor, drawn, again, size, *_asides(county, region_id, turns)]


def _asides(county: County, region_id: str, turns: int) -> list[Figure]:
    """What a page of the past says of late facts, at worst: all the record came after K; and yesterday's kept row."""
    beginning = AsOf(at=county.now - 1, cutoff=1)
    late = Figure("late facts counted, all arrived after K", "ms CPU")
    change = Figure("last change looked for, all arrived after K", "ms CPU")
    row = Figure("yesterday's figures looked for on Tonight", "ms CPU")
    kept.keep(region_id, kept.draw(region_id, county.now))
    for _ in range(turns):
        late.samples.append(_cpu(lambda: ledger.late_count(region_id, beginning)))
        change.samples.append(_cpu(lambda: ledger.last_change(region_id, beginning)))
        row.samples.append(_cpu(lambda: kept.find(region_id, [county.now])))
    return [late, change, row]


def _read(region_id: str) -> int:
    rows = database.stream(
        "SELECT key, position, recorded_at, ordered_at, written FROM fact WHERE region_id = %s ORDER BY key",
        [region_id],
    )
    return sum(len(some) for some in rows)


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000
