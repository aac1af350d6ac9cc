"""Doors in rounds: every attempt, the one current state, and the counters that move with it."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import counts_of, owed_reason
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits import fold
from bulou.core.visits.rules import door_state
from bulou.core.visits.state import DoorState, DoorVisits
from bulou.ground import database
from bulou.projections import rollups

_COLUMNS = (
    "region_id", "round_id", "dwelling_id", "stairwell_id", "visits", "state", "owed_reason", "closed", "out_of_scope",
    "attempted", "contacted", "screened", "triggers", "attempts", "persons", "absent", "households", "due_at",
    "last_at", "next_band", "position",
)  # fmt: skip

Key = tuple[Id, Id]
"""(round, dwelling)."""
_visits = msgspec.json.Decoder(DoorVisits)


def apply(region_id: Id, entries: Sequence[Entry]) -> None:
    """Adds attempts and withdrawals to their doors. What is kept per door commutes, so the ledger is not read again."""
    by_door: dict[Key, list[Entry]] = {}
    for entry in entries:
        _, round_id, dwelling_id = entry.key.split(":")
        by_door.setdefault((round_id, dwelling_id), []).append(entry)
    if not by_door:
        return
    known = _known(region_id, by_door)
    homes = _stairwells(region_id, {dwelling_id for _, dwelling_id in by_door})
    values = []
    moves: rollups.Moves = {}
    for key, said in by_door.items():
        round_id, dwelling_id = key
        before, visits = known.get(key, (None, DoorVisits()))
        for entry in said:
            fold.apply(visits, entry)
        policy, zone = _rules(region_id, round_id)
        after = door_state(visits=visits, policy=policy, zone=ZoneInfo(zone))
        stairwell_id, withdrawn = homes[dwelling_id]
        position = max(entry.position for entry in said)
        values.append(_row(region_id, key, stairwell_id, visits, after, position))
        if not withdrawn:
            if before is not None:
                rollups.add(moves, (round_id, stairwell_id), before, -1)
            rollups.add(moves, (round_id, stairwell_id), counts_of(after), 1)
    database.insert("door_round", _COLUMNS, values, key=("region_id", "round_id", "dwelling_id"))
    rollups.move(region_id, moves, position=max(entry.position for entry in entries))


def _row(
    region_id: Id, key: Key, stairwell_id: Id, visits: DoorVisits, door: DoorState, position: int
) -> tuple[object, ...]:
    return (
        region_id, *key, stairwell_id, msgspec.json.encode(visits).decode(), door.state, owed_reason(door),
        door.closed, door.out_of_scope, door.attempted, door.contacted, door.screened, " ".join(door.triggers),
        door.attempts, door.persons, door.absent, door.households, door.due_at, door.last_at, door.next_band, position,
    )  # fmt: skip


def _known(region_id: Id, keys: Collection[Key]) -> dict[Key, tuple[dict[str, int], DoorVisits]]:
    """What is known of these doors: what they count now, and their attempts."""
    known: dict[Key, tuple[dict[str, int], DoorVisits]] = {}
    doors = sorted({dwelling_id for _, dwelling_id in keys})
    rounds = sorted({round_id for round_id, _ in keys})
    for some in database.chunks(doors):
        for row in database.records(
            f"SELECT round_id, dwelling_id, visits, {', '.join(rollups.STATE)} FROM door_round WHERE region_id = %s"
            f" AND dwelling_id IN ({database.marks(some)}) AND round_id IN ({database.marks(rounds)})",
            [region_id, *some, *rounds],
        ):
            key = (row["round_id"], row["dwelling_id"])
            known[key] = (rollups.counts_of_row(row), _visits.decode(row["visits"]))
    return known


def _stairwells(region_id: Id, doors: Collection[Id]) -> dict[Id, tuple[Id, bool]]:
    homes: dict[Id, tuple[Id, bool]] = {}
    for some in database.chunks(sorted(doors)):
        for id_, stairwell_id, withdrawn in database.rows(
            f"SELECT id, stairwell_id, withdrawn FROM dwelling WHERE region_id = %s AND id IN ({database.marks(some)})",
            [region_id, *some],
        ):
            homes[id_] = (stairwell_id, bool(withdrawn))
    return homes


@lru_cache(maxsize=256)
def _rules(region_id: Id, round_id: Id) -> tuple[RoundPolicy, str]:
    """The round's policy, immutable after launch and so kept in memory, and the region's time zone."""
    found = database.one("SELECT policy FROM round WHERE region_id = %s AND id = %s", [region_id, round_id])
    zone = database.one("SELECT timezone FROM region WHERE region_id = %s", [region_id])
    if found is None or zone is None:
        raise LookupError(f"round {round_id} is not launched")
    return msgspec.json.decode(found[0], type=RoundPolicy), str(zone[0])
