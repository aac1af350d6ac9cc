"""Roll-ups: counters of one stairwell in one round, moved by the difference between a door's old and new state."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import COUNTS, counts_of
from bulou.core.visits.state import DoorState
from bulou.ground import database

STATE = (
    "state", "closed", "out_of_scope", "attempted", "contacted", "screened", "triggers", "persons", "absent",
)  # fmt: skip
"""The columns of a door in a round from which its counts follow."""

Moves = dict[tuple[Id, Id], dict[str, int]]
"""By (round, stairwell): how far each counter moves."""


def counts_of_row(row: Mapping[str, object]) -> dict[str, int]:
    """What a stored door in a round adds to every counter; by the same rule as at its folding."""
    return counts_of(
        DoorState(
            state=row["state"],  # type: ignore[arg-type]  # written from a DoorState
            closed=bool(row["closed"]),
            out_of_scope=bool(row["out_of_scope"]),
            attempted=bool(row["attempted"]),
            contacted=bool(row["contacted"]),
            screened=bool(row["screened"]),
            triggers=tuple(str(row["triggers"]).split()),  # type: ignore[arg-type]  # written from a DoorState
            persons=int(str(row["persons"])),
            absent=int(str(row["absent"])),
        )
    )


def add(moves: Moves, key: tuple[Id, Id], counts: Mapping[str, int], sign: int) -> None:
    """Adds (or with sign -1 takes away) what a door counts."""
    total = moves.setdefault(key, defaultdict(int))
    for name, number in counts.items():
        total[name] += sign * number


def move(region_id: Id, moves: Moves, *, position: int) -> None:
    """Moves the counters in the same transaction as the doors; a row begins at zero."""
    for (round_id, stairwell_id), counts in moves.items():
        changed = [(name, counts[name]) for name in COUNTS if counts.get(name)]
        if not changed:
            continue
        _begin(region_id, [(round_id, stairwell_id)])
        setting = ", ".join(f'"{name}" = "{name}" + %s' for name, _ in changed)
        database.run(
            f"UPDATE roll_up SET {setting}, position = %s WHERE region_id = %s AND round_id = %s AND stairwell_id = %s",
            [*(number for _, number in changed), position, region_id, round_id, stairwell_id],
        )


def _begin(region_id: Id, keys: Iterable[tuple[Id, Id]]) -> None:
    database.insert(
        "roll_up",
        ("region_id", "round_id", "stairwell_id", "position", *COUNTS),
        [(region_id, round_id, stairwell_id, 0, *([0] * len(COUNTS))) for round_id, stairwell_id in keys],
    )


def door_moved(region_id: Id, dwelling_id: Id, *, old: Id | None, new: Id | None) -> None:
    """A door left one stairwell for another (None: the register); its counts in every round go with it."""
    moves: Moves = {}
    position = 0
    for row in database.records(
        f"SELECT round_id, position, {', '.join(STATE)} FROM door_round WHERE region_id = %s AND dwelling_id = %s",
        [region_id, dwelling_id],
    ):
        counts = counts_of_row(row)
        position = max(position, row["position"])
        if old is not None:
            add(moves, (row["round_id"], old), counts, -1)
        if new is not None:
            add(moves, (row["round_id"], new), counts, 1)
            database.run(
                "UPDATE door_round SET stairwell_id = %s WHERE region_id = %s AND dwelling_id = %s",
                [new, region_id, dwelling_id],
            )
    move(region_id, moves, position=position)
