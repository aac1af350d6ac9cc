"""Writes what phone and server agreed on: `python -m tests.contracts.write_cases` rewrites contracts/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.entries import Entry
from bulou.core.visits.fold import fold
from bulou.core.visits.rules import door_state
from bulou.core.visits.state import Attempt, DoorState
from tests import letters
from tests.contracts import again_cases, change_cases, framing_cases
from tests.contracts.telling import Case
from tests.contracts.visit_cases import FILES

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"


def state_of(case: Case) -> DoorState:
    """What the server makes of a case."""
    return door_state(visits=fold(case.entries), policy=case.policy, zone=ZoneInfo(case.timezone))


def documents() -> Iterator[tuple[Path, str]]:
    """Every file of the contract with its text."""
    for name, cases in FILES.items():
        yield CONTRACTS / "cases" / "visits" / f"{name}.json", _text([_case(case) for case in cases])
    yield CONTRACTS / "cases" / "again.json", _text(again_cases.document(_entry))
    yield CONTRACTS / "cases" / "framing.json", _text(framing_cases.document())
    yield CONTRACTS / "cases" / "remainder.json", _text(again_cases.books())
    yield CONTRACTS / "cases" / "changes.json", _text(change_cases.document())
    yield CONTRACTS / "cases" / "rescue.json", _text(letters.case())
    yield CONTRACTS / "facts.schema.json", _text(_schema())


def _case(case: Case) -> dict[str, Any]:
    visits = fold(case.entries)
    return {
        "name": case.name,
        "timezone": case.timezone,
        "policy": msgspec.to_builtins(case.policy),
        "entries": [_entry(entry) for entry in case.entries],
        "state": msgspec.to_builtins(state_of(case)),
        "attempts": [_on_the_wire(attempt) for attempt in visits.attempts],
        "withdrawn": visits.withdrawn,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    fact = {name: getattr(entry.fact, name) for name in entry.fact.__struct_fields__}
    written = {name: value for name, value in fact.items() if value is not None and value != ()}
    return {
        "fact": {**msgspec.to_builtins({**written, "body": None}), "body": msgspec.json.decode(entry.fact.body)},
        "ordered_at": entry.ordered_at,
    }


def _on_the_wire(attempt: Attempt) -> dict[str, Any]:
    told = msgspec.structs.asdict(attempt)
    return {name: value for name, value in told.items() if value is not None and value != () and value is not False}


def _schema() -> dict[str, Any]:
    """JSON Schema of every kind's body, by the kind's name; the envelope is described in docs/reference/sync.md."""
    kinds = list(CATALOGUE.values())
    bodies, parts = msgspec.json.schema_components([kind.body for kind in kinds], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bulou: what can be said",
        "kinds": {
            kind.name: {
                "version": kind.version,
                "subject": kind.subject,
                "in_round": kind.in_round,
                "right": kind.right,
                "body": body,
            }
            for kind, body in zip(kinds, bodies, strict=True)
        },
        "$defs": dict(sorted(parts.items())),
    }


def _text(content: object) -> str:
    return msgspec.json.format(msgspec.json.encode(content), indent=1).decode() + "\n"


def main() -> None:
    """Rewrites the contract."""
    for file, text in documents():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
