"""How facts become where a sheet is: out, back on the desk, typed in, or void."""

from typing import Literal, get_args

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.latest import first, in_order, latest, superseded
from bulou.core.paper.facts import SheetIssued

Stage = Literal["out", "back", "entered", "void"]
STAGES: tuple[Stage, ...] = get_args(Stage)

_STAGE_OF: dict[str, Stage] = {"SheetReturned": "back", "SheetEntered": "entered", "SheetVoided": "void"}


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet, where it is, and by whose word (`step_id`: the fact that says so, or None while it is out)."""

    round_id: Id
    issued: SheetIssued
    dwellings: tuple[Id, ...]
    issued_by: Id
    issued_at: Instant
    stage: Stage
    step_id: Id | None = None
    step_by: Id | None = None
    step_at: Instant | None = None
    void_reason: str = ""


def sheet(entries: list[Entry]) -> Sheet | None:
    """What the facts about one sheet add up to, or None before it was given out. The first issue stands."""
    given = first(entries, "SheetIssued")
    if given is None or given.fact.round_id is None:
        return None
    issued: SheetIssued = body_of(given.fact)
    step = latest(entries, *_STAGE_OF)
    return Sheet(
        round_id=given.fact.round_id,
        issued=issued,
        dwellings=tuple(dict.fromkeys([*issued.dwellings, *_added(entries)])),
        issued_by=given.fact.author_id,
        issued_at=given.ordered_at,
        stage=_STAGE_OF[step.fact.kind] if step else "out",
        step_id=step.fact.fact_id if step else None,
        step_by=step.fact.author_id if step else None,
        step_at=step.ordered_at if step else None,
        void_reason=body_of(step.fact).reason if step and step.fact.kind == "SheetVoided" else "",
    )


def _added(entries: list[Entry]) -> list[Id]:
    gone = superseded(entries)
    return [
        body_of(one.fact).dwelling_id
        for one in in_order(entries)
        if one.fact.kind == "SheetDoorAdded" and one.fact.fact_id not in gone
    ]
