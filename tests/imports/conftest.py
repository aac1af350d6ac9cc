"""An empty region, and rosters written for one test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant
from bulou.core.kernel.scope import Scope
from bulou.intake.said import new_id
from bulou.ledger import regions
from bulou.ledger.regions import Region
from bulou.rosters.preview import Choices, Preview, previews
from bulou.rosters.writing import Author, write
from bulou.vault import keyring

NOW = 1_580_384_760_000
HEADINGS = ("小区", "楼号", "单元", "房号", "姓名", "身份证号", "电话", "备注")


class Town(Struct, kw_only=True):
    """A region whose rosters are read by its own console, a minute after one another."""

    region: Region
    now: Instant = NOW

    @property
    def scope(self) -> Scope:
        return Scope(region_id=self.region.region_id, reader_id=self.region.region_id, whole_region=True)

    @property
    def author(self) -> Author:
        id_ = self.region.region_id
        return Author(region_id=id_, by=id_, now=self.now, zone=self.region.zone, trusted=True)

    def look(self, file: Path, **choices: object) -> Preview:
        """What importing the file, which is of one community, would do."""
        said = Choices(**choices)  # type: ignore[arg-type]  # by name
        (found,) = previews(file, scope=self.scope, now=self.now, community=said.community, choices=lambda _: said)
        return found

    def take(self, file: Path, **choices: object) -> tuple[Preview, Id | None]:
        """Imports the file."""
        self.now += MINUTE
        found = self.look(file, **choices)
        return found, write(found.matched, author=self.author, file_hash=found.file_hash, rows=found.row_sayings)


@pytest.fixture
def town(db: None) -> Town:
    """An empty region."""
    region = Region(region_id=new_id(NOW), code="jixian", name_zh="吉县", name_en="Ji", timezone="Asia/Shanghai")
    regions.forget()
    regions.found(region, epoch=new_id(NOW))
    keyring.make(region.region_id)
    return Town(region=region)


Roster = Callable[..., Path]


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """Writes a roster with one row a person; a row may leave out what stands at its end."""

    def write_rows(rows: Sequence[Sequence[str]], name: str = "东关.csv") -> Path:
        file = tmp_path / name
        lines = [HEADINGS, *(list(row) + [""] * (len(HEADINGS) - len(row)) for row in rows)]
        file.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
        return file

    return write_rows
