"""Rounds, their question sets, and each community's closing."""

import json

import msgspec

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import parse_instant
from bulou.core.rounds.fold import closing
from bulou.ground import database


def _first_recorded(entries: list[Entry], kind: str) -> Entry | None:
    said = [entry for entry in entries if entry.fact.kind == kind]
    return min(said, key=lambda entry: entry.position) if said else None


def question_sets(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes question sets; the first publication stands, a change is another version."""
    values = []
    for key, entries in by_key.items():
        said = _first_recorded(entries, "QuestionSetPublished")
        if said is not None:
            body = body_of(said.fact)
            questions = msgspec.json.encode(body.questions).decode()
            values.append(
                (region_id, key.partition(":")[2], body.number, questions, json.dumps(body.read_out), said.position)
            )
    database.insert("question_set", ("region_id", "id", "number", "questions", "read_out", "position"), values)


def ways(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes ways of working; the first publication stands, a change is another version."""
    values = []
    for key, entries in by_key.items():
        said = _first_recorded(entries, "WaysPublished")
        if said is not None:
            body = body_of(said.fact)
            policy = msgspec.json.encode(body.policy).decode()
            values.append((region_id, key.partition(":")[2], body.number, policy, said.position))
    database.insert("ways_of_working", ("region_id", "id", "number", "policy", "position"), values)


def rounds(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Writes rounds; policy and questions are immutable after launch, so the first launch stands."""
    values = []
    for key, entries in by_key.items():
        said = _first_recorded(entries, "RoundLaunched")
        if said is not None:
            body = body_of(said.fact)
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    body.number,
                    json.dumps(body.name),
                    parse_instant(body.opened_at),
                    parse_instant(body.deadline),
                    body.question_set_id,
                    body.question_set_version,
                    msgspec.json.encode(body.policy).decode(),
                    said.position,
                )
            )
    columns = (
        "region_id", "id", "number", "name", "opened_at", "deadline", "question_set_id", "question_set_version",
        "policy", "position",
    )  # fmt: skip
    database.insert("round", columns, values)


def closings(region_id: Id, by_key: dict[str, list[Entry]]) -> None:
    """Rewrites closings."""
    values = []
    for key, entries in by_key.items():
        known = closing(entries)
        if known is not None:
            values.append(
                (
                    region_id,
                    key.partition(":")[2],
                    known.round_id,
                    known.request.community_id,
                    known.stage,
                    known.requested_by,
                    known.requested_at,
                    known.as_of,
                    known.request.cutoff,
                    json.dumps(known.request.figures),
                    json.dumps(known.request.remainder),
                    json.dumps(known.request.waived),
                    known.decided_by,
                    known.decided_at,
                    max(entry.position for entry in entries),
                )
            )
    columns = (
        "region_id", "id", "round_id", "community_id", "stage", "requested_by", "requested_at", "as_of", "cutoff",
        "figures", "remainder", "waived", "decided_by", "decided_at", "position",
    )  # fmt: skip
    database.insert("closing", columns, values, key=("region_id", "id"))
