"""Cross-check: the counters against what GROUP BY finds in the rows that they count."""

from collections.abc import Iterator

from bulou.core.kernel.ids import Id
from bulou.core.rounds.figures import COUNTS
from bulou.ground import database
from bulou.projections import rollups


def differences(region_id: Id) -> Iterator[str]:
    """One sentence for every counter that differs from its rows; none when all agree."""
    yield from _register(region_id)
    yield from _rounds(region_id)


def _register(region_id: Id) -> Iterator[str]:
    counted = {
        row[0]: (row[1], row[2])
        for row in database.rows(
            "SELECT stairwell_id, COUNT(*), SUM(COALESCE(persons, 0)) FROM dwelling"
            " WHERE region_id = %s AND NOT withdrawn GROUP BY stairwell_id",
            [region_id],
        )
    }
    for id_, doors, persons in database.rows(
        "SELECT id, doors, persons FROM stairwell WHERE region_id = %s", [region_id]
    ):
        if counted.get(id_, (0, 0)) != (doors, persons):
            yield f"stairwell {id_}: {doors} doors and {persons} persons counted, the rows say {counted.get(id_)}"


def _rounds(region_id: Id) -> Iterator[str]:
    sums: rollups.Moves = {}
    for round_id, stairwell_id, *columns in database.rows(
        f"SELECT d.round_id, d.stairwell_id, {', '.join(f'd.{name}' for name in rollups.STATE)} FROM door_round d"
        " JOIN dwelling w ON w.region_id = d.region_id AND w.id = d.dwelling_id"
        " WHERE d.region_id = %s AND NOT w.withdrawn",
        [region_id],
    ):
        rollups.add(sums, (round_id, stairwell_id), rollups.counts_of_columns(columns), 1)
    names = ", ".join(f'"{name}"' for name in COUNTS)
    for round_id, stairwell_id, *numbers in database.rows(
        f"SELECT round_id, stairwell_id, {names} FROM roll_up WHERE region_id = %s",
        [region_id],
    ):
        expected = sums.pop((round_id, stairwell_id), {})
        for name, number in zip(COUNTS, numbers, strict=True):
            if expected.get(name, 0) != number:
                yield f"roll-up {stairwell_id} {name}: {number} counted, the rows say {expected.get(name, 0)}"
    for (_, stairwell_id), counts in sums.items():
        if any(counts.values()):
            yield f"stairwell {stairwell_id} has counts but no roll-up"
