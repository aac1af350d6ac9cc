"""The dry run: what an import of some files would do, as against an empty register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bulou.rosters.doors import Door
from bulou.rosters.errors import RosterError
from bulou.rosters.places import PlaceKey
from bulou.rosters.roster import Roster, read_rosters
from bulou.rosters.verdicts import RowVerdict, counts

_Known = dict[tuple[str, PlaceKey], Counter[str]]


def dry_run(paths: Iterable[Path], community: str | None = None) -> dict[str, Any]:
    """Read every file; a door met in an earlier file of the run is matched. A file that cannot be read says why."""
    known: _Known = {}
    return {"files": [entry for path in paths for entry in _file(Path(path), community, known)]}


def _file(path: Path, community: str | None, known: _Known) -> list[dict[str, Any]]:
    """One entry for every community in the file."""
    try:
        rosters = read_rosters(path, community)
    except RosterError as error:
        rows = counts([])
        refusal = {"code": error.code, "zh": error.zh, "en": error.en}
        return [{"file": path.name, "community": community or "", "compounds": {}, "rows": rows, "error": refusal}]
    return [_entry(roster, known) for roster in rosters]


def _entry(roster: Roster, known: _Known) -> dict[str, Any]:
    verdicts = _against(roster, known)
    for door in roster.doors:
        known[roster.community, door.key] = known.get((roster.community, door.key), Counter()) | door.names()
    return {
        "file": roster.file,
        "community": roster.community,
        "compounds": compounds_of(roster.doors),
        "rows": counts(verdicts),
    }


def compounds_of(doors: Sequence[Door]) -> dict[str, dict[str, int]]:
    """Doors, occupied doors, persons, vacant and business doors of each compound, in source order."""
    found: dict[str, dict[str, int]] = {}
    for door in doors:
        row = found.setdefault(
            door.place.compound, {"doors": 0, "occupied": 0, "persons": 0, "vacant": 0, "business": 0}
        )
        row["doors"] += 1
        row["occupied" if door.use == "home" else door.use] += 1
        row["persons"] += door.persons
    return found


def _against(roster: Roster, known: _Known) -> list[RowVerdict]:
    """The verdicts where doors of earlier files are no longer new: all that they repeat is matched."""
    fresh = {
        d.key: d.names() - known[roster.community, d.key] for d in roster.doors if (roster.community, d.key) in known
    }
    if not fresh:
        return roster.verdicts
    return [_again(v, fresh) for v in roster.verdicts]


def _again(verdict: RowVerdict, fresh: dict[PlaceKey, Counter[str]]) -> RowVerdict:
    if verdict.door not in fresh or verdict.kind not in ("created", "merged"):
        return verdict
    # Somebody whom the earlier file did not name: the row adds to the door, once.
    if verdict.kind == "created" and fresh[verdict.door].total():
        return verdict._replace(kind="merged", reason="known_door")
    return verdict._replace(kind="matched", reason="known_door")
