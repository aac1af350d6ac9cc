"""Held rows: rows that could not be placed, as they are kept sealed, downloaded, corrected and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import RowHeld, RowSettled
from bulou.intake.said import Saying
from bulou.projections.views.register import HeldRowRow
from bulou.rosters.contacts import id_in
from bulou.rosters.headers import role_of
from bulou.rosters.lines import Line
from bulou.rosters.synonyms import HEADINGS, Role

Hash = Callable[[str], str]
Column = tuple[str, str, str]
"""Role, heading, text."""
_PLACES: Final = (Role.COMPOUND, Role.BUILDING, Role.STAIRWELL, Role.ROOM)
_NOT_KEPT: Final = frozenset({"", Role.SEX, Role.AGE, Role.NOTE, Role.OTHER, Role.SERIAL, Role.ROW})


class HeldRow(Struct, kw_only=True):
    """One row: where it stood, why it is held, and its columns with what is known of its place filled in."""

    id: Id
    content: str
    file: str
    sheet: str
    row: int
    reason: str
    columns: list[Column]
    text: str = ""


def held_row(line: Line, reason: str, *, file: str, community: str, keyed_hash: Hash) -> HeldRow:
    """A line that could not be placed, of a file that was read as of this community."""
    columns = list(_columns(line, community))
    kept = "\x1f".join(f"{role}\x1e{_without_number(text)}" for role, _, text in columns if text and _kept(role))
    return HeldRow(
        id=row_id(line, keyed_hash), content=keyed_hash(kept)[:16], file=file, sheet=line.sheet, row=line.row,
        reason=reason, columns=columns, text=line.text,
    )  # fmt: skip


def row_id(line: Line, keyed_hash: Hash) -> Id:
    """The id under which a row is known again. A corrected row brings its own."""
    return line.row_id or keyed_hash("\x1f".join(["row", *line.labels, "\x1e", *line.cells, line.text]))[:32]


def said_of(
    held: Sequence[HeldRow], lines: Iterable[Line], known: Mapping[Id, HeldRowRow], *, file: str, community: str,
    import_id: Id, keyed_hash: Hash,
) -> Iterator[Saying]:  # fmt: skip
    """What an import says of rows: those that are held and not known yet, and those that it settles."""
    waiting = {one.id for one in held}
    for one in held:
        before = known.get(one.id)
        if before is None or before.state == "undone" or (before.state == "open" and before.content != one.content):
            yield _held(one, import_id)
    is_open = any(row.state in ("open", "undone") for row in known.values())
    for line in lines:
        if not (line.settled or is_open or line.row_id):
            continue
        id_ = row_id(line, keyed_hash)
        before = known.get(id_)
        if id_ in waiting or (before is not None and before.state in ("imported", "skipped")):
            continue
        if line.settled and before is None:
            row = held_row(line, line.reason or "no_place", file=file, community=community, keyed_hash=keyed_hash)
            yield _held(row, import_id)
        if line.settled or (before is not None and before.state == "open"):
            yield _settled(id_, line.settled, import_id)


def kept_part(row: HeldRow) -> dict[str, Any]:
    """What is sealed of a row: no whole identity number, and no column that the register does not keep."""
    columns = [(role, heading, _without_number(text)) for role, heading, text in row.columns if _kept(role)]
    return {"file": row.file, "sheet": row.sheet, "columns": columns, "text": _without_number(row.text)}


def opened(row: HeldRowRow, part: Mapping[str, Any]) -> HeldRow:
    """A row as it was sealed."""
    columns = msgspec.convert(part.get("columns", []), list[Column])
    return HeldRow(
        id=row.id, content=row.content, file=str(part.get("file", "")), sheet=str(part.get("sheet", "")), row=row.row,
        reason=row.reason, columns=columns, text=str(part.get("text", "")),
    )  # fmt: skip


def _held(row: HeldRow, import_id: Id) -> Saying:
    body = RowHeld(import_id=import_id, row=row.row, reason=row.reason, content=row.content)
    return Saying(subject_kind="row", subject_id=row.id, body=body, private=kept_part(row))


def _settled(id_: Id, settled: str, import_id: Id) -> Saying:
    skipped = settled not in ("", "door")
    body = RowSettled(
        how="skipped" if skipped else "imported",
        why=settled if skipped else "",  # type: ignore[arg-type]  # one of WHYS
        import_id=import_id,
    )
    return Saying(subject_kind="row", subject_id=id_, body=body)


def _columns(line: Line, community: str) -> Iterator[Column]:
    """The row's columns; places that its headings have no column for come first, filled in as far as they are known."""
    role_at = {i: role for role, at in reversed(line.columns.by_role.items()) for i in at}
    roles = set(role_at.values())
    known = _known_places(line)
    if Role.ADDRESS in roles:
        known = {role: text for role, text in known.items() if role is Role.COMPOUND or text}
    if Role.COMMUNITY not in roles:
        yield Role.COMMUNITY, HEADINGS[Role.COMMUNITY], community
    for role in _PLACES:
        if role not in roles and (Role.ADDRESS not in roles or role is Role.COMPOUND or known.get(role)):
            yield role, HEADINGS[role], known.get(role, "")
    first = {role: min(at) for role, at in line.columns.by_role.items() if at}
    for i in range(max([len(line.cells), *(i + 1 for i in role_at)])):
        here = role_at.get(i)
        text = line.cells[i] if i < len(line.cells) else ""
        if here is not None and not text and first.get(here) == i:
            text = known.get(here, "")
        heading = line.labels[i] if i < len(line.labels) else ""
        if here is not None and role_of(heading) is not here:
            heading = HEADINGS[here]
        yield here or "", heading, text


def _known_places(line: Line) -> dict[Role, str]:
    """What is known of the place: of its door where only its compound is in doubt, else what stood above it."""
    if line.reason == "follows_held":
        return {}
    if line.place is not None:
        if line.columns.has(Role.ADDRESS):
            return {}
        place = line.place
        texts = (place.compound, place.building or "", place.stairwell or "", place.room)
    else:
        texts = (line.above.compound, line.above.building, line.above.stairwell, "")
    return {role: text for role, text in zip(_PLACES, texts, strict=True) if text} | {
        role: text for role, text in line.carried.items() if text
    }


def _kept(role: str) -> bool:
    return role not in _NOT_KEPT


def _without_number(text: str) -> str:
    number = id_in(text)
    return text.replace(number, f"…{number[-4:]}") if number else text
