"""Doors in rounds: the one current state of each, what it remembers of its attempts, and the counters that move."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import counts_of, owed_reason
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits import fold
from bulou.core.visits.memory import Memory, remember
from bulou.core.visits.rules import state_of
from bulou.core.visits.state import DoorVisits
from bulou.ground import database
from bulou.ledger import read
from bulou.projections import rollups
from bulou.projections.held import held_of_keys

_KEY = ("region_id", "round_id", "dwelling_id")
_COLUMNS = (
    *_KEY, "stairwell_id", "memory", *rollups.STATE, "owed_reason", "attempts", "households", "due_at", "last_at",
    "last_by", "next_band", "tried_at", "lit_at", "lacks", "bands", "position",
)  # fmt: skip

Key = tuple[Id, Id]
"""(round, dwelling)."""
_memory = msgspec.json.Decoder(Memory)


class Known(Struct, frozen=True):
    """A door as its row has it: where it is, and, if the round has been there, its memory and counted columns."""

    stairwell_id: Id
    withdrawn: bool
    memory: str | None
    counted: database.Row


def apply(region_id: Id, entries: Sequence[Entry], *, whole: bool = False) -> None:
    """Moves doors by what was said about them. Order and repetition do not matter: see `_memories_after`.

    `whole`: these are all the facts of their doors, so that the ledger need not be asked for others.
    """
    by_round: dict[Id, dict[Id, list[Entry]]] = {}
    for entry in entries:
        _, round_id, dwelling_id = entry.key.split(":")
        by_round.setdefault(round_id, {}).setdefault(dwelling_id, []).append(entry)
    moves: rollups.Moves = {}
    for round_id, by_door in by_round.items():
        values = list(_rows(region_id, round_id, by_door, moves, whole=whole))
        # A door that moves takes its rows along (rollups.door_moved), so the stairwell of an old row is right.
        database.insert("door_round", _COLUMNS, values, key=_KEY, keep=("stairwell_id",))
    if moves:
        rollups.move(region_id, moves, position=max(entry.position for entry in entries))


def _rows(
    region_id: Id, round_id: Id, by_door: dict[Id, list[Entry]], moves: rollups.Moves, *, whole: bool
) -> Iterator[tuple[object, ...]]:
    """The new rows of these doors; adds to `moves` by how much they count otherwise than before."""
    policy, zone = _rules(region_id, round_id)
    known = _known(region_id, round_id, by_door)
    memories = (
        {door: _remembered(fold.fold(said), zone) for door, said in by_door.items()}
        if whole
        else _memories_after(region_id, round_id, by_door, known, zone)
    )
    for dwelling_id, said in by_door.items():
        door = known[dwelling_id]
        memory = memories[dwelling_id]
        after = state_of(memory, policy)
        counted = rollups.columns_of(after)
        if not door.withdrawn and counted != door.counted:
            here = (round_id, door.stairwell_id)
            if door.memory is not None:
                rollups.add(moves, here, rollups.counts_of_columns(door.counted), -1)
            rollups.add(moves, here, counts_of(after), 1)
        yield (
            region_id, round_id, dwelling_id, door.stairwell_id, msgspec.json.encode(memory).decode(), *counted,
            owed_reason(after), after.attempts, after.households, after.due_at, after.last_at, memory.last_by,
            after.next_band, after.tried_at, after.lit_at, after.lacks, " ".join(after.bands),
            max(entry.position for entry in said),
        )  # fmt: skip


def _memories_after(
    region_id: Id, round_id: Id, by_door: dict[Id, list[Entry]], known: dict[Id, Known], zone: ZoneInfo
) -> dict[Id, Memory]:
    """The memory of each door. What sorts last and supersedes nothing is added to it; else the ledger is read again."""
    memories = {}
    again = []
    for dwelling_id, said in by_door.items():
        text = known[dwelling_id].memory
        memory = Memory() if text is None else _memory.decode(text)
        if len(said) > 1:
            said.sort(key=lambda entry: entry.sorts_as)
        if all(fold.follow(memory, entry, zone) for entry in said):
            memories[dwelling_id] = memory
        else:
            again.append((round_id, dwelling_id))
    for (_, dwelling_id), visits in visits_of(region_id, again).items():
        memories[dwelling_id] = _remembered(visits, zone)
    return memories


def _remembered(visits: DoorVisits, zone: ZoneInfo) -> Memory:
    return remember(fold.standing(visits), withdrawn=visits.withdrawn, zone=zone)


def visits_of(region_id: Id, doors: Collection[Key]) -> dict[Key, DoorVisits]:
    """Every attempt at these doors that counts, from the ledger."""
    keys = {f"visit:{round_id}:{dwelling_id}": (round_id, dwelling_id) for round_id, dwelling_id in doors}
    found = {key: DoorVisits() for key in keys.values()}
    apart = held_of_keys(region_id, keys)
    for entry in read.of_keys(region_id, keys):
        if entry.fact.fact_id not in apart:
            fold.apply(found[keys[entry.key]], entry)
    return found


def _known(region_id: Id, round_id: Id, doors: Collection[Id]) -> dict[Id, Known]:
    known = {}
    columns = ", ".join(f"r.{name}" for name in rollups.STATE)
    for some in database.chunks(sorted(doors)):
        for id_, stairwell_id, withdrawn, memory, *counted in database.rows(
            f"SELECT d.id, d.stairwell_id, d.withdrawn, r.memory, {columns} FROM dwelling d"
            " LEFT JOIN door_round r ON r.region_id = d.region_id AND r.dwelling_id = d.id AND r.round_id = %s"
            f" WHERE d.region_id = %s AND d.id IN ({database.marks(some)})",
            [round_id, region_id, *some],
        ):
            known[id_] = Known(stairwell_id, bool(withdrawn), memory, tuple(counted))
    return known


@lru_cache(maxsize=256)
def _rules(region_id: Id, round_id: Id) -> tuple[RoundPolicy, ZoneInfo]:
    """The round's policy, immutable after launch and so kept in memory, and the region's time zone."""
    found = database.one("SELECT policy FROM round WHERE region_id = %s AND id = %s", [region_id, round_id])
    zone = database.one("SELECT timezone FROM region WHERE region_id = %s", [region_id])
    if found is None or zone is None:
        raise LookupError(f"round {round_id} is not launched")
    return msgspec.json.decode(found[0], type=RoundPolicy), ZoneInfo(str(zone[0]))
