"""Sheet rows: a sheet's doors with what was typed in for each, and the fields for what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, local
from bulou.core.paper.lines import OUTCOMES
from bulou.core.rounds.facts import Question
from bulou.desk.line_fields import Bounds, Heading, Reading, questions_of
from bulou.desk.page import Page
from bulou.desk.places import stairwell_words
from bulou.desk.rounds import round_name
from bulou.desk.telling import visit_words
from bulou.intake.said import new_id
from bulou.projections.read import read
from bulou.projections.views.chain import on_duty
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.people import names
from bulou.projections.views.rounds import RoundRow, Rounds
from bulou.projections.views.sheets import SheetRow
from bulou.projections.views.typed import TypedVisit, typed_in
from bulou.reports.sheets import LETTERS

KEYS: Final = "12345678abcdefghijk"
"""The key of every outcome: on paper, in the list, under the finger."""
EDITABLE: Final = frozenset({"out", "back"})


class TypedLine(Struct, frozen=True, kw_only=True):
    """A visit that was typed in, in words."""

    visit: TypedVisit
    words: list[str]
    who: str


class Asked(Struct, frozen=True, kw_only=True):
    """A question of the round as a field: its answers as (value, word)."""

    id: str
    number: int
    text: str
    kind: str
    finds: bool
    choices: list[tuple[str, str]]


class EntryRow(Struct, frozen=True, kw_only=True):
    """A row of the sheet; `door` is None when it is no longer on the register. `mark` ends the names of its fields."""

    number: int
    door: DoorRow | None
    group: str
    typed: list[TypedLine]
    token: Id
    values: Mapping[str, str] = {}
    faults: Mapping[str, str] = {}

    @property
    def mark(self) -> str:
        return f"-{self.number}"


def round_row(here: Page, found: SheetRow) -> RoundRow:
    """The round that a sheet was printed for."""
    return next(row for row in read(here.scope, Rounds()) if row.id == found.round_id)


def bounds_of(here: Page, found: SheetRow) -> Bounds:
    """Nobody wrote on a sheet before it was printed; paper knows no seconds."""
    return Bounds(earliest=found.issued_at // MINUTE * MINUTE, latest=here.now, zone=here.region.zone)


def asked_of(here: Page, questions: Sequence[Question]) -> list[Asked]:
    """The questions as fields, numbered as they are printed."""
    yes_no = [("1", here.word("line.yes")), ("0", here.word("line.no"))]
    return [
        Asked(
            id=one.id,
            number=number,
            text=one.text.get(here.language, ""),
            kind=one.type,
            finds=one.trigger is not None,
            choices=yes_no
            if one.type == "yes_no"
            else [
                (option.code, f"{letter} {option.text.get(here.language, '')}")
                for letter, option in zip(LETTERS, one.options, strict=False)
            ],
        )
        for number, one in enumerate(questions, start=1)
    ]


def outcomes_of(here: Page) -> list[tuple[str, str]]:
    """What can be chosen: (code, key and word); typing the key in a list chooses it in every browser."""
    return [(code, f"{key} {here.word(f'line.{code}')}") for key, code in zip(KEYS, OUTCOMES, strict=False)]


def numbered_doors(here: Page, found: SheetRow) -> list[tuple[int, Id, DoorRow | None]]:
    """The doors of a sheet with the numbers of their rows; None where a door is no longer on the register."""
    where = DoorFilter(round_id=found.round_id, among="listed", doors=found.doors)
    known = {one.id: one for one in read(here.scope, Doors(where=where))}
    return [(number, id_, known.get(id_)) for number, id_ in enumerate(found.doors, start=1)]


def rows_of(here: Page, found: SheetRow, readings: Mapping[int, Reading] | None = None) -> list[EntryRow]:
    """Every row; numbers are those that are printed. A reading that did not become a line is shown as it was typed."""
    typed = typed_in(here.scope, found.id)
    people = names(here.scope, {visit.author_id for visits in typed.values() for visit in visits})
    rows = []
    before = ""
    for number, id_, door in numbered_doors(here, found):
        faulty = (readings or {}).get(number)
        rows.append(
            EntryRow(
                number=number,
                door=door,
                group=stairwell_words(door, here.language) if door and door.stairwell_id != before else "",
                typed=[_typed(here, visit, people) for visit in typed.get(id_, ())],
                token=new_id(here.now),
                values=faulty.values if faulty and faulty.faults else {},
                faults=faulty.faults if faulty else {},
            )
        )
        before = door.stairwell_id if door else before
    return rows


def _typed(here: Page, visit: TypedVisit, people: Mapping[Id, str]) -> TypedLine:
    return TypedLine(visit=visit, words=visit_words(here, visit.body), who=people.get(visit.author_id, ""))


def context_of(
    here: Page, found: SheetRow, *, heading: Heading | None = None, readings: Mapping[int, Reading] | None = None,
    faults: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything that the sheet's page shows."""
    current = round_row(here, found)
    duty = on_duty(here.scope, at=here.now)
    owners = {post.person_id for posts in duty.by_area.values() for post in posts}
    questions = questions_of(here, current)
    rows = rows_of(here, found, readings)
    people = {found.person_id, *owners}
    return {
        "sheet": found,
        "round_name": round_name(current, here.language),
        "who": duty.name(found.person_id),
        "issuer": duty.name(found.issued_by),
        "step_who": duty.name(found.step_by or ""),
        "rows": rows,
        "done": sum(bool(row.typed) for row in rows),
        "editable": found.stage in EDITABLE,
        "questions": asked_of(here, questions),
        "outcomes": outcomes_of(here),
        "people": sorted(((one, duty.name(one)) for one in people), key=lambda choice: choice[1]),
        "heading": _shown(here, found, heading),
        "faults": faults or {},
        "stairwells": {row.door.stairwell_id: stairwell_words(row.door, here.language) for row in rows if row.door},
    }


def _shown(here: Page, found: SheetRow, heading: Heading | None) -> dict[str, str]:
    """The head of the form: the day of the printing until somebody says otherwise; an hour is never guessed."""
    given = here.request.POST if heading else here.request.GET
    issued = local(found.issued_at, here.region.zone).date()
    return {
        "day": (heading.day if heading else issued).isoformat(),
        "hour": given.get("hour", ""),
        "by": (heading.by if heading else None) or found.person_id,
        "partner": (heading.partner if heading else None) or "",
    }
