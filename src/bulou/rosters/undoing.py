"""Undoing: an import taken back by facts that withdraw what it said; doors that somebody relied on stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct, field

from bulou.core.catalogue import body_of
from bulou.core.households.facts import HouseholdWithdrawn
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import latest, superseded
from bulou.core.territory.facts import CompoundAlsoCalled, DwellingWithdrawn, ImportWithdrawn, RowSettled
from bulou.ground import database
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.ledger import read as ledger
from bulou.rosters.writing import CHUNK, Author, Progress

Reason = Literal["visited", "held", "other_list"]


class Kept(Struct, frozen=True, kw_only=True):
    """A door that the import created and that stays: somebody knocked there, or another list names it too."""

    door_id: Id
    reason: Reason


class Undoing(Struct, kw_only=True):
    """What undoing an import would say, by door: facts to withdraw. `created` doors leave the register, `restored`
    ones go back to what was known before; `kept` ones stay as they are. `rows`: what was said of held rows,
    `names` what compounds were said to be called.
    """

    rows: dict[Id, list[Entry]] = field(default_factory=dict)
    names: list[Entry] = field(default_factory=list)
    created: dict[Id, list[Entry]] = field(default_factory=dict)
    restored: dict[Id, list[Entry]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)

    def says_anything(self) -> bool:
        """Whether anything of the import still stands that can be withdrawn."""
        return bool(self.created or self.restored or self.rows)


def undoing(region_id: Id, import_id: Id) -> Undoing:
    """What undoing the import would do now."""
    found = Undoing()
    recorded = ledger.of_keys(region_id, [f"import:{import_id}"])
    if not recorded:
        return found
    relied = _relied_on(region_id)
    for some in ledger.of_import(region_id, import_id, after=recorded[0].position):
        of_door: dict[Id, list[Entry]] = {}
        for entry in some:
            if entry.fact.kind in ("DwellingListed", "HouseholdCounted"):
                of_door.setdefault(entry.fact.subject.id, []).append(entry)
            elif entry.fact.kind == "CompoundAlsoCalled":
                found.names.append(entry)
            elif entry.fact.subject.kind == "row":
                found.rows.setdefault(entry.fact.subject.id, []).append(entry)
        _sort(region_id, import_id, of_door, relied, found)
    _drop_gone(region_id, found.rows)
    return found


def undo(plan: Undoing, *, import_id: Id, author: Author, progress: Progress | None = None) -> None:
    """Says it, some hundred doors a transaction. Broken off halfway, it is finished by undoing again.

    Raises NotSaid when the author lacks the right.
    """
    doors = [*plan.created.values(), *plan.restored.values()]
    for begin in range(0, len(doors), CHUNK):
        some = doors[begin : begin + CHUNK]
        _say([_withdrawal(entry, import_id) for entries in some for entry in entries], author)
        if progress:
            progress(begin + len(some), len(doors))
    rows = [_row_back(entries, import_id) for entries in plan.rows.values()]
    rows += [saying for entry in plan.names for saying in _unlearned(author.region_id, entry)]
    for begin in range(0, len(rows), CHUNK):
        _say(rows[begin : begin + CHUNK], author)
    body = ImportWithdrawn(withdrawn=len(plan.created), restored=len(plan.restored), kept=len(plan.kept))
    _say([Saying(subject_kind="import", subject_id=import_id, body=body)], author)


def kept_doors(region_id: Id, import_id: Id) -> list[Kept]:
    """The doors of an undone import that stand because somebody relied on them."""
    return undoing(region_id, import_id).kept


def _sort(
    region_id: Id, import_id: Id, of_door: dict[Id, list[Entry]], relied: dict[Id, Reason], found: Undoing
) -> None:
    """Tells the doors of one batch apart, by everything that was said of them."""
    known: dict[Id, list[Entry]] = {door: [] for door in of_door}
    for entry in ledger.of_keys(region_id, [f"{family}:{d}" for d in of_door for family in ("dwelling", "household")]):
        known[entry.fact.subject.id].append(entry)
    for door, said in of_door.items():
        gone = superseded(known[door])
        mine = [entry for entry in said if entry.fact.fact_id not in gone]
        others = [e for e in known[door] if e.fact.act_id != import_id and e.fact.fact_id not in gone]
        if not mine:
            continue
        if any(e.fact.kind == "DwellingListed" for e in others) or door in found.restored:
            found.restored.setdefault(door, []).extend(mine)
        elif any(e.fact.kind == "DwellingListed" for e in mine) or door in found.created:
            reason = relied.get(door) or ("other_list" if _counted(others) else None)
            if reason:
                found.kept.append(Kept(door_id=door, reason=reason))
            else:
                found.created.setdefault(door, []).extend(mine)


def _drop_gone(region_id: Id, rows: dict[Id, list[Entry]]) -> None:
    """Leaves out the rows about which somebody said something after the import, or that were undone already."""
    for some in database.chunks(list(rows)):
        last: dict[Id, Entry] = {}
        for entry in ledger.of_keys(region_id, [f"row:{row}" for row in some]):
            known = last.get(entry.fact.subject.id)
            if known is None or entry.sorts_as > known.sorts_as:
                last[entry.fact.subject.id] = entry
        for row, entry in last.items():
            held = any(one.fact.kind == "RowHeld" for one in rows[row])
            opened = held and entry.fact.kind == "RowSettled" and body_of(entry.fact).how == "open"
            if not opened and entry.fact.fact_id not in {one.fact.fact_id for one in rows[row]}:
                del rows[row]


def _unlearned(region_id: Id, entry: Entry) -> Iterator[Saying]:
    """A compound is no longer called as the import learned that it is; what it was called before and since stays."""
    entries = ledger.of_keys(region_id, [entry.key])
    earlier = [one for one in entries if one.sorts_as < entry.sorts_as]
    before = latest(earlier, "CompoundAlsoCalled")
    learned = set(body_of(entry.fact).names) - (set(body_of(before.fact).names) if before else set())
    now = latest(entries, "CompoundAlsoCalled")
    names = body_of(now.fact).names if now else ()
    if learned.intersection(names):
        body = CompoundAlsoCalled(names=tuple(name for name in names if name not in learned))
        yield Saying(subject_kind="compound", subject_id=entry.fact.subject.id, body=body)


def _row_back(entries: Sequence[Entry], import_id: Id) -> Saying:
    """A row that the import held goes with it; one that it only settled is open again."""
    held = any(entry.fact.kind == "RowHeld" for entry in entries)
    body = RowSettled(how="undone" if held else "open", import_id=import_id)
    return Saying(subject_kind="row", subject_id=entries[0].fact.subject.id, body=body)


def _counted(others: Iterable[Entry]) -> bool:
    return any(entry.fact.kind == "HouseholdCounted" for entry in others)


def _relied_on(region_id: Id) -> dict[Id, Reason]:
    """Doors at which somebody knocked in any round, found a person, or said something that is still held."""
    relied: dict[Id, Reason] = dict.fromkeys(_doors(region_id, "door_round", "dwelling_id"), "visited")
    relied |= dict.fromkeys(_doors(region_id, "person_found", "dwelling_id"), "visited")
    held = _doors(region_id, "held_fact", "key")
    return dict.fromkeys((key.rpartition(":")[2] for key in held), "held") | relied  # type: ignore[return-value]  # both Reason


def _doors(region_id: Id, table: str, column: str) -> Iterator[str]:
    open_only = " AND released_at IS NULL" if table == "held_fact" else ""
    sql = f"SELECT DISTINCT {column} FROM {table} WHERE region_id = %s{open_only}"
    return (row[0] for row in database.rows(sql, [region_id]))


def _withdrawal(entry: Entry, import_id: Id) -> Saying:
    listed = entry.fact.kind == "DwellingListed"
    body = DwellingWithdrawn(import_id=import_id) if listed else HouseholdWithdrawn(import_id=import_id)
    return Saying(
        subject_kind="dwelling", subject_id=entry.fact.subject.id, body=body, supersedes=(entry.fact.fact_id,)
    )


def _say(sayings: Collection[Saying], author: Author) -> None:
    say(
        sayings, region_id=author.region_id, by=author.by, now=author.now, zone=author.zone, channel="undo",
        trusted=author.trusted,
    )  # fmt: skip
