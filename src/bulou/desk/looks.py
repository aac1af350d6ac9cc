"""Looks: what a rehearsal showed, share by share and row by row, kept beside the upload so that pages read no file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.desk.masking import masked_text
from bulou.desk.uploads import Upload, share_key
from bulou.rosters.dropped import Dropped
from bulou.rosters.errors import RosterError
from bulou.rosters.heldrows import HeldRow
from bulou.rosters.layouts import Layout
from bulou.rosters.matching import Doubt, Fewer
from bulou.rosters.places import PlaceKey
from bulou.rosters.preview import CompoundLine, Preview
from bulou.rosters.settling import candidates
from bulou.rosters.sheets import Sheet
from bulou.rosters.verdicts import RowVerdict

COUNTED: Final = ("doors", "occupied", "persons", "vacant", "business")
_LONGEST: Final = 160
_FEWER_SHOWN: Final = 200
_SAMPLE: Final = 24


class RowLook(Struct, frozen=True, array_like=True):
    """One source row: its verdict, the text and the cell (C12) that it stumbled over, the door that it became,
    what stands in it with numbers masked; `text` goes when the upload is written.
    """

    sheet: str
    row: int
    kind: str
    reason: str
    cell: str
    at: str
    door: str
    text: str
    near: tuple[str, ...] = ()


class ShareLook(Struct, kw_only=True):
    """One community's share of a file, or why the file was `refused` (code, in Chinese, in English)."""

    number: int
    file: str
    refused: tuple[str, str, str] | None = None
    key: str = ""
    community: str = ""
    community_is_new: bool = False
    newer: bool = False
    rows: dict[str, int] = {}
    held: list[tuple[str, int]] = []
    ignored: list[tuple[str, int]] = []
    compounds: list[CompoundLine] = []
    doubts: list[Doubt] = []
    fewer: list[Fewer] = []
    fewer_total: int = 0
    dropped: Dropped = Dropped()
    layouts: list[Layout] = []
    import_id: Id | None = None
    doors_new: int = 0
    doors_changed: int = 0

    @property
    def sums(self) -> dict[str, int]:
        """The compounds' figures added up."""
        return {name: sum(line.listed[name] for line in self.compounds) for name in COUNTED}


def look_at(number: int, seen: Preview, *, newer: bool) -> ShareLook:
    """What a page shows of a share."""
    held = Counter(verdict.reason for verdict in seen.held)
    return ShareLook(
        number=number,
        file=seen.file,
        key=share_key(seen.file, seen.read_as),
        community=seen.community,
        community_is_new=seen.community_is_new,
        newer=newer,
        rows=seen.rows,
        held=held.most_common(),
        ignored=seen.ignored.most_common(),
        compounds=seen.compounds(),
        doubts=seen.doubts,
        fewer=seen.fewer[:_FEWER_SHOWN],
        fewer_total=len(seen.fewer),
        dropped=seen.dropped,
        layouts=[_masked(layout) for layout in seen.matched.roster.layouts],
    )


def refusal(number: int, path: Path, error: RosterError) -> ShareLook:
    """A file that cannot be read."""
    return ShareLook(number=number, file=path.name, refused=(error.code, error.zh, error.en))


def rows_of(seen: Preview) -> list[RowLook]:
    """Every row of a share, in the order of the file."""
    sheets = {sheet.name: sheet for sheet in seen.sheets}
    doors: dict[str, list[PlaceKey]] = {}
    if seen.held:
        for key in seen.matched.register.doors:
            doors.setdefault(key.room, []).append(key)
    return [_row(verdict, sheets.get(verdict.sheet), doors) for verdict in seen.matched.verdicts]


def save(upload: Upload, shares: Iterable[ShareLook]) -> None:
    """Keeps the shares of an upload."""
    _put(upload.folder / ".look", msgspec.json.encode(list(shares)))


def load(upload: Upload) -> list[ShareLook]:
    """The shares of an upload, as its last rehearsal or its writing left them."""
    file = upload.folder / ".look"
    return msgspec.json.decode(file.read_bytes(), type=list[ShareLook]) if file.exists() else []


def save_rows(upload: Upload, number: int, rows: list[RowLook]) -> None:
    """Keeps the rows of one share."""
    _put(upload.folder / f".rows-{number}", msgspec.msgpack.encode(rows))


def load_rows(upload: Upload, number: int) -> list[RowLook]:
    """The rows of one share."""
    file = upload.folder / f".rows-{number}"
    return msgspec.msgpack.decode(file.read_bytes(), type=list[RowLook]) if file.exists() else []


def save_held(upload: Upload, number: int, rows: list[HeldRow]) -> None:
    """Keeps the held rows of one share whole, for the file that is downloaded; they go with the upload's files."""
    _put(upload.folder / f".held-{number}", msgspec.msgpack.encode(rows))


def load_held(upload: Upload, number: int) -> list[HeldRow]:
    """The held rows of one share."""
    file = upload.folder / f".held-{number}"
    return msgspec.msgpack.decode(file.read_bytes(), type=list[HeldRow]) if file.exists() else []


def without_text(rows: Iterable[RowLook]) -> Iterator[RowLook]:
    """Rows as they stay when the file is gone."""
    return (msgspec.structs.replace(row, text="") for row in rows)


def _masked(layout: Layout) -> Layout:
    samples = tuple(tuple(masked_text(text)[:_SAMPLE] for text in column) for column in layout.samples)
    return msgspec.structs.replace(layout, samples=samples)


def _row(verdict: RowVerdict, sheet: Sheet | None, doors: dict[str, list[PlaceKey]]) -> RowLook:
    line = sheet.lines[verdict.row - 1] if sheet and sheet.lines else ""
    cells = sheet.rows[verdict.row - 1] if sheet and verdict.row <= len(sheet.rows) else []
    at = _column(cells, verdict.cell) if verdict.cell and not line else ""
    compound, *inside = verdict.door or ("",)
    door = f"{compound} {'-'.join(filter(None, inside))}".strip()
    text = masked_text(line or " · ".join(cell for cell in cells if cell))
    return RowLook(
        verdict.sheet, verdict.row, verdict.kind, verdict.reason, masked_text(verdict.cell)[:_LONGEST],
        f"{at}{verdict.row}" if at else "", door, text[:_LONGEST],
        tuple(candidates(verdict.cell, doors)) if verdict.kind == "held" and doors else (),
    )  # fmt: skip


def _column(cells: list[str], text: str) -> str:
    """The column's letters of the cell that holds a text: A, Z, AA; '' when none does."""
    number = next((i for i, cell in enumerate(cells, 1) if cell == text), 0)
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def _put(file: Path, content: bytes) -> None:
    beside = file.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_bytes(content)
    beside.replace(file)
