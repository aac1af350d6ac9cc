"""Roll-ups: counters of one stairwell in one round, moved by the difference between a door's old and new state."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import COUNTS, counts_of
from bulou.core.visits.state import DoorState
from bulou.ground import database

STATE = (
    "state", "closed", "out_of_scope", "attempted", "contacted", "screened", "triggers", "persons", "absent", "contact",
)  # fmt: skip
"""The columns of a door in a round from which its counts follow."""

Moves = dict[tuple[Id, Id], dict[str, int]]
"""By (round, stairwell): how far each counter moves."""


def columns_of(door: DoorState) -> database.Row:
    """The STATE columns of a door."""
    return (
        door.state, door.closed, door.out_of_scope, door.attempted, door.contacted, door.screened,
        " ".join(door.triggers), door.persons, door.absent, door.contact,
    )  # fmt: skip


def counts_of_columns(columns: Sequence[Any]) -> dict[str, int]:
    """What a stored door in a round adds to every counter; by the same rule as at its folding."""
    state, closed, out_of_scope, attempted, contacted, screened, triggers, persons, absent, contact = columns
    return counts_of(
        DoorState(
            state=state,
            closed=bool(closed),
            out_of_scope=bool(out_of_scope),
            attempted=bool(attempted),
            contacted=bool(contacted),
            screened=bool(screened),
            triggers=tuple(triggers.split()),
            persons=persons,
            absent=absent,
            contact=contact,
        )
    )


def add(moves: Moves, key: tuple[Id, Id], counts: Mapping[str, int], sign: int) -> None:
    """Adds (or with sign -1 takes away) what a door counts."""
    total = moves.setdefault(key, defaultdict(int))
    for name, number in counts.items():
        total[name] += sign * number


def move(region_id: Id, moves: Moves, *, position: int) -> None:
    """Moves the counters in the same transaction as the doors; a row begins at zero."""
    database.insert(
        "roll_up",
        ("region_id", "round_id", "stairwell_id", "position", *COUNTS),
        [
            (region_id, *key, position, *(counts.get(name, 0) for name in COUNTS))
            for key, counts in moves.items()
            if any(counts.values())
        ],
        key=("region_id", "round_id", "stairwell_id"),
        add=COUNTS,
    )


def door_moved(region_id: Id, dwelling_id: Id, *, old: Id | None, new: Id | None) -> None:
    """A door left one stairwell for another (None: the register); its counts in every round go with it."""
    moves: Moves = {}
    position = 0
    for round_id, changed_at, *columns in database.rows(
        f"SELECT round_id, position, {', '.join(STATE)} FROM door_round WHERE region_id = %s AND dwelling_id = %s",
        [region_id, dwelling_id],
    ):
        counts = counts_of_columns(columns)
        position = max(position, changed_at)
        if old is not None:
            add(moves, (round_id, old), counts, -1)
        if new is not None:
            add(moves, (round_id, new), counts, 1)
            database.run(
                "UPDATE door_round SET stairwell_id = %s WHERE region_id = %s AND dwelling_id = %s",
                [new, region_id, dwelling_id],
            )
    move(region_id, moves, position=position)
