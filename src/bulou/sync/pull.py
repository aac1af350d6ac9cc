"""Pull: a phone gets the rows of its person's area that changed since its cursor."""

import json
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from bulou.access.scope import posts_of, scope_of
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.people.roles import NEIGHBOURS
from bulou.core.visits.state import Attempt, DoorVisits
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.ledger.regions import Region
from bulou.projections.read import read
from bulou.projections.views import phone, rounds
from bulou.projections.views.people import name_of, names
from bulou.projections.visits import visits_of
from bulou.sync import company
from bulou.sync.answers import answer
from bulou.sync.cursor import Cursor, area_of, read_cursor
from bulou.sync.door import device_of
from bulou.vault import rescue

LIMIT = 1000
SERVER_ONLY: Final = {"withdrawn", "moved", "position"}


class Reader(Struct, frozen=True):
    """Who pulls: where they may read, the stairwells there, and whether they only help out as a neighbour."""

    scope: Scope
    stairwells: frozenset[Id]
    neighbour: bool


def pull(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """One page of rows. A first pull, a changed area or a new epoch begins again with `reset`."""
    device = device_of(request, region)
    posts = posts_of(region.region_id, device.person_id, at=now)
    scope = scope_of(region.region_id, device.person_id, posts)
    epoch = regions.epoch(region.region_id)
    cursor = read_cursor(request.GET.get("cursor", ""))
    reader = Reader(scope, frozenset(row.id for row in read(scope, phone.MyStairwells())), _is_neighbour(posts))
    area = area_of(scope, stairwells=reader.stairwells, neighbour=reader.neighbour)
    reset = cursor is None or cursor.epoch != epoch or cursor.area != area
    after = 0 if reset or cursor is None else cursor.position
    rows, position, more = _page(reader, after=after, limit=_limit(request), now=now)
    return answer(
        {
            "now": now,
            "cursor": Cursor(epoch, area, position).wire(),
            "more": more,
            "reset": reset,
            "person": person_of(region.region_id, device.person_id, now),
            "rescue_key": rescue.public_key(region.region_id),
            "rows": rows,
            **company.told(scope, after=after, now=now, zone=region.zone),
        },
        region_id=region.region_id,
    )


def person_of(region_id: Id, person_id: Id, now: Instant) -> dict[str, str]:
    """Who this person is, in the words of the desk."""
    posts = posts_of(region_id, person_id, at=now)
    return {"id": person_id, "name": name_of(region_id, person_id), "post": posts[0].post if posts else "none"}


def _limit(request: HttpRequest) -> int:
    asked = request.GET.get("limit", "")
    return min(max(int(asked), 1), LIMIT) if asked.isdecimal() and len(asked) < 10 else 500


def _page(reader: Reader, *, after: int, limit: int, now: Instant) -> tuple[dict[str, Any], int, bool]:
    """Rows after a position, the position reached, and whether there is more.

    The head is read first: whatever is committed while the rows are read lies behind it and comes with the next pull.
    """
    scope = reader.scope
    head = regions.position(scope.region_id)
    doors = read(scope, phone.PhoneDoors(after=after, limit=limit + 1, reserving=reader.neighbour))
    left = read(scope, phone.LeftDoors(after=after, limit=limit + 1)) if after else []
    changed = phone.PhoneVisits(after=after, limit=limit + 1, reserving=reader.neighbour)
    visits = _visits(scope, changed, now)
    positions = sorted(row.position for rows in (doors, left, visits) for row in rows if row.position <= head)
    more = len(positions) > limit
    reached = positions[limit - 1] if more else max(after, head)
    gone = [row for row in left if row.position <= reached and row.stairwell_id not in reader.stairwells]
    visits = [row for row in visits if row.position <= reached]
    doors = [row for row in doors if row.position <= reached and _worth_sending(row, after)]
    moved = tuple(row.id for row in doors if row.moved and after)
    if moved:
        known = {(row.round_id, row.door_id) for row in visits}
        brought = _visits(scope, phone.PhoneVisits(doors=moved, reserving=reader.neighbour), now)
        visits += [row for row in brought if (row.round_id, row.door_id) not in known]
    rows: dict[str, Any] = {
        "rounds": _round_rows(scope),
        "question_sets": [_question_set(row) for row in read(scope, rounds.QuestionSets(after=after))],
        "stairwells": read(scope, phone.Stairwells(after=after)),
        "doors": [
            *({"id": row.id, "withdrawn": True} for row in gone),
            *(_door_row(row) for row in doors),
        ],
        "visits": _visit_rows(scope, visits),
    }
    return rows, reached, more


def _visits(scope: Scope, view: phone.PhoneVisits, now: Instant) -> list[phone.PhoneVisitRow]:
    """Reading them is logged when there is a positive among them, and so it is a write."""
    return write(lambda: read(scope, view, purpose="my_doors", now=now))


def _worth_sending(row: phone.PhoneDoorRow, after: int) -> bool:
    """A phone that begins anew has no withdrawn door to drop, unless it added or framed that door itself."""
    return after > 0 or not row.withdrawn or row.source != "listed"


def _is_neighbour(posts: list[Post]) -> bool:
    """Neighbours who help out learn of a door under observation only that it is somebody else's."""
    return all(post.post in NEIGHBOURS for post in posts)


def _door_row(row: phone.PhoneDoorRow) -> dict[str, Any]:
    if row.withdrawn:
        return {"id": row.id, "withdrawn": True}
    return {name: getattr(row, name) for name in row.__struct_fields__ if name not in SERVER_ONLY}


def _question_set(row: rounds.QuestionSetRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version,
        "questions": json.loads(row.questions),
        "read_out": json.loads(row.read_out),
    }


def _round_rows(scope: Scope) -> list[dict[str, Any]]:
    closed = rounds.closed_rounds(scope)
    return [
        {
            **msgspec.structs.asdict(row),
            "name": json.loads(row.name),
            "policy": rounds.policy_of(row),
            "state": "closed" if row.id in closed else "open",
        }
        for row in read(scope, rounds.Rounds())
    ]


def _visit_rows(scope: Scope, visits: list[phone.PhoneVisitRow]) -> list[dict[str, Any]]:
    """Doors in rounds with their attempts; of a reserved door only that it has a row."""
    kept = visits_of(scope.region_id, [(row.round_id, row.door_id) for row in visits if not row.reserved])
    known = names(scope, {a.author_id for found in kept.values() for a in found.attempts}) if kept else {}
    rows = []
    for row in visits:
        found = kept.get((row.round_id, row.door_id), DoorVisits())
        attempts = [_attempt(attempt, known) for attempt in found.attempts]
        rows.append(
            {"round_id": row.round_id, "door_id": row.door_id, "attempts": attempts, "withdrawn": found.withdrawn}
        )
    return rows


def _attempt(attempt: Attempt, known: dict[Id, str]) -> dict[str, Any]:
    told = msgspec.structs.asdict(attempt)
    shown = {name: value for name, value in told.items() if value is not None and value != () and value is not False}
    return {**shown, "author": known.get(attempt.author_id, "")}
