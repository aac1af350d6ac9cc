"""Pull: a phone gets the rows of its person's area that changed since its cursor."""

import json
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from bulou.access.scope import posts_of, scope_of
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.core.visits.state import Attempt
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.ledger.regions import Region
from bulou.projections.read import read
from bulou.projections.views import phone, rounds
from bulou.projections.views.people import name_of, names
from bulou.projections.visits import visits_of
from bulou.sync.answers import answer
from bulou.sync.cursor import Cursor, area_of, read_cursor
from bulou.sync.door import device_of

LIMIT = 1000


def pull(request: HttpRequest, region: Region, now: Instant) -> HttpResponse:
    """One page of rows. A first pull, a changed area or a new epoch begins again with `reset`."""
    device = device_of(request, region)
    posts = posts_of(region.region_id, device.person_id, at=now)
    scope = scope_of(region.region_id, device.person_id, posts)
    epoch = regions.epoch(region.region_id)
    cursor = read_cursor(request.GET.get("cursor", ""))
    area = area_of(scope)
    reset = cursor is None or cursor.epoch != epoch or cursor.area != area
    after = 0 if reset or cursor is None else cursor.position
    page = _page(scope, after=after, limit=_limit(request), now=now, posts=posts)
    rows, position, more = page
    return answer(
        {
            "now": now,
            "cursor": Cursor(epoch, area, position).wire(),
            "more": more,
            "reset": reset,
            "person": person_of(region.region_id, device.person_id, now),
            "rows": rows,
        },
        region_id=region.region_id,
    )


def person_of(region_id: Id, person_id: Id, now: Instant) -> dict[str, str]:
    """Who this person is, in the words of the desk."""
    posts = posts_of(region_id, person_id, at=now)
    return {"id": person_id, "name": name_of(region_id, person_id), "post": posts[0].post if posts else "none"}


def _limit(request: HttpRequest) -> int:
    asked = request.GET.get("limit", "")
    return min(max(int(asked), 1), LIMIT) if asked.isdecimal() else 500


def _page(scope: Scope, *, after: int, limit: int, now: Instant, posts: list[Post]) -> tuple[dict[str, Any], int, bool]:
    """Rows after a position, the position reached, and whether there is more."""
    head = regions.position(scope.region_id)
    doors = read(scope, phone.PhoneDoors(after=after, limit=limit + 1))
    visits = write(lambda: read(scope, phone.PhoneVisits(after=after, limit=limit + 1), purpose="my_doors", now=now))
    positions = sorted([row.position for row in doors] + [row.position for row in visits])
    more = len(positions) > limit
    reached = positions[limit - 1] if more else max([after, head, *positions])
    doors = [row for row in doors if row.position <= reached and not row.withdrawn]
    visits = [row for row in visits if row.position <= reached]
    shown = _visit_rows(scope, visits, reserved_hidden=_sees_reserved(posts))
    rows: dict[str, Any] = {
        "rounds": _round_rows(scope),
        "question_sets": [_question_set(row) for row in read(scope, rounds.QuestionSets(after=after))],
        "stairwells": read(scope, phone.Stairwells(after=after)),
        "doors": [_door_row(row) for row in doors],
        "visits": shown,
    }
    return rows, reached, more


def _sees_reserved(posts: list[Post]) -> bool:
    """Neighbours who work as volunteers learn of a door under observation only that it is somebody else's."""
    return not posts or all(post.post in {"volunteer", "building_head"} for post in posts)


def _door_row(row: phone.PhoneDoorRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__ if name not in {"withdrawn", "position"}}


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
            "policy": json.loads(row.policy),
            "state": "closed" if row.id in closed else "open",
        }
        for row in read(scope, rounds.Rounds())
    ]


def _visit_rows(scope: Scope, visits: list[phone.PhoneVisitRow], *, reserved_hidden: bool) -> list[dict[str, Any]]:
    kept = visits_of(scope.region_id, [(row.round_id, row.door_id) for row in visits])
    decoded = [(row, kept[row.round_id, row.door_id]) for row in visits]
    known = names(scope, {a.author_id for _, found in decoded for a in found.attempts}) if decoded else {}
    return [
        {
            "round_id": row.round_id,
            "door_id": row.door_id,
            "attempts": [
                _attempt(a, known, hide=reserved_hidden and row.state == "under_observation") for a in found.attempts
            ],
            "withdrawn": found.withdrawn,
        }
        for row, found in decoded
    ]


def _attempt(attempt: Attempt, known: dict[Id, str], *, hide: bool) -> dict[str, Any]:
    told = msgspec.structs.asdict(attempt)
    shown = {name: value for name, value in told.items() if value is not None and value != ()}
    if hide:
        kept = ("fact_id", "at", "author_id", "outcome", "device_id", "device_seq")
        return {name: shown[name] for name in kept if name in shown}
    return {**shown, "author": known.get(attempt.author_id, "")}
