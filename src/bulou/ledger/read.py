"""Reading the ledger: facts by id, by key, by device, and in commit order."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import recall
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ground import database

_ENTRY = "key, position, recorded_at, ordered_at, written"


def _entry(row: database.Row) -> Entry:
    key, position, recorded_at, ordered_at, written = row
    return Entry(fact=recall(written), key=key, position=position, recorded_at=recorded_at, ordered_at=ordered_at)


def hashes(region_id: Id, fact_ids: Collection[Id]) -> dict[Id, str]:
    """The hashes of those of these facts that the ledger holds."""
    found: dict[Id, str] = {}
    for some in database.chunks(list(fact_ids)):
        found |= dict(
            database.rows(
                f"SELECT fact_id, hash FROM fact WHERE region_id = %s AND fact_id IN ({database.marks(some)})",
                [region_id, *some],
            )
        )
    return found


def numbers_taken(region_id: Id, device_id: Id, numbers: Collection[int]) -> set[int]:
    """Which of these numbers of a device already name a fact; a phone that goes on counting costs one look-up."""
    taken: set[int] = set()
    last = database.one(
        "SELECT MAX(device_seq) FROM fact WHERE region_id = %s AND device_id = %s", [region_id, device_id]
    )
    if last is None or last[0] is None or last[0] < min(numbers, default=0):
        return taken
    for some in database.chunks(list(numbers)):
        taken |= {
            row[0]
            for row in database.rows(
                "SELECT device_seq FROM fact WHERE region_id = %s AND device_id = %s"
                f" AND device_seq IN ({database.marks(some)})",
                [region_id, device_id, *some],
            )
        }
    return taken


def missing_numbers(region_id: Id, device_id: Id, wrote: int) -> list[tuple[int, int]]:
    """The gaps (first, last) in a device's numbers up to the highest that it says it wrote."""
    have = database.rows(
        "SELECT device_seq FROM fact WHERE region_id = %s AND device_id = %s ORDER BY device_seq",
        [region_id, device_id],
    )
    gaps = []
    expected = 1
    for number in [*(row[0] for row in have), wrote + 1]:
        if number > expected:
            gaps.append((expected, number - 1))
        expected = max(expected, number + 1)
    return gaps


def of_keys(region_id: Id, keys: Collection[str]) -> list[Entry]:
    """Every fact of these keys, in commit order."""
    return _where_in("key", region_id, keys)


def times_of_keys(region_id: Id, keys: Collection[str]) -> list[tuple[str, int, Instant, Instant]]:
    """Of every fact of these keys: key, position, when it was said, when it was recorded."""
    found: list[tuple[str, int, Instant, Instant]] = []
    for some in database.chunks(list(keys)):
        found += [
            (key, position, ordered_at, recorded_at)
            for key, position, ordered_at, recorded_at in database.rows(
                "SELECT key, position, ordered_at, recorded_at FROM fact"
                f" WHERE region_id = %s AND key IN ({database.marks(some)})",
                [region_id, *some],
            )
        ]
    return found


def by_ids(region_id: Id, fact_ids: Collection[Id]) -> list[Entry]:
    """These facts, in commit order; ids that the ledger does not hold are passed over."""
    return _where_in("fact_id", region_id, fact_ids)


def of_import(region_id: Id, import_id: Id, *, after: int) -> Iterator[list[Entry]]:
    """Every fact that an import said beyond a position, in batches in commit order.

    The act's id is not a column: the rare undoing of an import reads what imports wrote since, nothing else does.
    """
    rows = database.stream(
        f"SELECT {_ENTRY} FROM fact WHERE region_id = %s AND position > %s AND channel = 'import'"
        " AND written LIKE %s ORDER BY position",
        [region_id, after, f'%"act_id":"{import_id}"%'],
    )
    for some in rows:
        yield [_entry(row) for row in some]


def _where_in(column: str, region_id: Id, values: Collection[str]) -> list[Entry]:
    """Sorted here: asked to sort, SQLite walks the whole ledger by position instead of looking these few up."""
    found: list[Entry] = []
    for some in database.chunks(list(values)):
        found += map(
            _entry,
            database.rows(
                f"SELECT {_ENTRY} FROM fact WHERE region_id = %s AND {column} IN ({database.marks(some)})",
                [region_id, *some],
            ),
        )
    return sorted(found, key=lambda entry: entry.position)


def in_commit_order(region_id: Id, families: Collection[str], *, batch: int = 1000) -> Iterator[list[Entry]]:
    """Every fact whose key is of one of these families, in batches."""
    of_them = " OR ".join(["key LIKE %s"] * len(families))
    after = 0
    while True:
        found = database.rows(
            f"SELECT {_ENTRY} FROM fact WHERE region_id = %s AND position > %s AND ({of_them})"
            " ORDER BY position LIMIT %s",
            [region_id, after, *(f"{family}:%" for family in families), batch],
        )
        if not found:
            return
        yield [_entry(row) for row in found]
        after = found[-1][1]


def in_key_order(
    region_id: Id, families: Collection[str], *, cutoff: int, at: Instant | None = None, batch: int = 2000
) -> Iterator[dict[str, list[Entry]]]:
    """Every fact up to a position (and said by `at`) whose key is of one of these families, whole keys together.

    What is in memory at a time is a batch of rows and the facts of the keys in it, however long the ledger is.
    """
    key = database.bytewise("key")
    said, until = ("", []) if at is None else (" AND ordered_at <= %s", [at])
    for family in families:
        # ";" is the character after ":": the index of keys has every family in one piece.
        rows = database.stream(
            f"SELECT {_ENTRY} FROM fact WHERE region_id = %s AND {key} >= %s AND {key} < %s AND position <= %s{said}"
            f" ORDER BY {key}",
            [region_id, f"{family}:", f"{family};", cutoff, *until],
            batch=batch,
        )
        yield from _whole_keys(rows)


def _whole_keys(rows: Iterable[Sequence[database.Row]]) -> Iterator[dict[str, list[Entry]]]:
    """Entries by key; a key that a batch cuts in two waits for its other half."""
    by_key: dict[str, list[Entry]] = {}
    for some in rows:
        for row in some:
            by_key.setdefault(row[0], []).append(_entry(row))
        last = some[-1][0]
        unfinished = by_key.pop(last)
        if by_key:
            yield by_key
        by_key = {last: unfinished}
    if by_key:
        yield by_key


def families(region_id: Id) -> list[str]:
    """The families of keys that a region's ledger holds; one look-up in the index of keys for each."""
    key = database.bytewise("key")
    found: list[str] = []
    after = ""
    while True:
        row = database.one(
            f"SELECT key FROM fact WHERE region_id = %s AND {key} >= %s ORDER BY {key} LIMIT 1", [region_id, after]
        )
        if row is None:
            return found
        found.append(row[0].partition(":")[0])
        after = f"{found[-1]};"


def late(region_id: Id, as_of: AsOf) -> list[Entry]:
    """The facts that were said by T and became known only after K, in commit order."""
    return [
        _entry(row)
        for row in database.rows(
            f"SELECT {_ENTRY} FROM fact WHERE region_id = %s AND position > %s AND ordered_at <= %s ORDER BY position",
            [region_id, as_of.cutoff, as_of.at],
        )
    ]


def last_change(region_id: Id, as_of: AsOf) -> int | None:
    """The last position after K at which something arrived that changes what we know about T: a late fact, or somebody
    judged one. None: nothing did, and the picture as of (T, head) is that of the pair.
    """
    found = database.one(
        "SELECT MAX(position) FROM fact WHERE region_id = %s AND position > %s"
        " AND (ordered_at <= %s OR kind IN ('FactHeld', 'FactReleased'))",
        [region_id, as_of.cutoff, as_of.at],
    )
    return int(found[0]) if found and found[0] is not None else None


def late_count(region_id: Id, as_of: AsOf) -> int:
    """How many facts were said by T and became known only after K."""
    found = database.one(
        "SELECT COUNT(*) FROM fact WHERE region_id = %s AND position > %s AND ordered_at <= %s",
        [region_id, as_of.cutoff, as_of.at],
    )
    return int(found[0]) if found else 0


def known_by(region_id: Id, at: Instant) -> int:
    """The last position that was recorded by an instant; 0 before the first."""
    found = database.one(
        "SELECT position FROM fact WHERE region_id = %s AND recorded_at <= %s ORDER BY position DESC LIMIT 1",
        [region_id, at],
    )
    return int(found[0]) if found else 0


def recorded_at(region_id: Id, position: int) -> Instant | None:
    """When the fact at a position was recorded; None: there is none."""
    found = database.one("SELECT recorded_at FROM fact WHERE region_id = %s AND position = %s", [region_id, position])
    return int(found[0]) if found else None
