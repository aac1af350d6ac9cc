"""Uploads: rosters on their way from the clerk's browser into the register; private, and gone within a day."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import DAY
from bulou.ground import clock
from bulou.intake.said import new_id
from bulou.rosters.preview import Choices
from bulou.rosters.settling import Settled

KEPT_FOR: Final = DAY
_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|]")
_LONGEST: Final = 80


Stage = Literal["looking", "looked", "writing", "written", "stopped", "failed"]
"""Where an upload is. `stopped` and `failed`: its last errand was broken off, and `errand` says which it was."""
Errand = Literal["looking", "writing"]


class Begun(Struct, kw_only=True):
    """A share whose writing has begun: its import, and what it was to do, so that it can be gone on with."""

    import_id: Id
    new: int
    changed: int


class Upload(Struct, kw_only=True):
    """Some files of one person's, and what was said of each file's share of each community (by `share_key`),
    and of each file's rows (`settled`, by `row_key`).
    """

    id: Id
    region_id: Id
    by: Id
    files: list[str]
    said: dict[str, Choices] = {}
    stage: Stage = "looking"
    errand: Errand = "looking"
    begun: dict[str, Begun] = {}
    settled: dict[str, dict[str, Settled]] = {}

    @property
    def folder(self) -> Path:
        """Where everything about it lies, readable by the server alone."""
        return _root() / self.id

    @property
    def busy(self) -> bool:
        """Whether an errand is under way, or was when the server stopped."""
        return self.stage in ("looking", "writing")

    def paths(self) -> list[Path]:
        """Where the files lie until they are written."""
        return [self.folder / name for name in self.files]


def share_key(file: str, community: str) -> str:
    """Names one community's share of a file."""
    return f"{file}/{community}"


class TooLarge(ValueError):
    """A file is larger than any roster."""


def keep(files: "Iterable[UploadedFile[Any]]", *, region_id: Id, by: Id) -> Upload:
    """Keeps uploaded files, readable by the server alone. Raises TooLarge."""
    forget_old()
    upload = Upload(id=new_id(clock.real_now()), region_id=region_id, by=by, files=[])
    folder = upload.folder
    folder.mkdir(mode=0o700, parents=True)
    for number, file in enumerate(files):
        if (file.size or 0) > settings.ROSTER_UPLOAD_LIMIT:
            shutil.rmtree(folder)
            raise TooLarge(file.name)
        name = _safe(file.name or "", number, upload.files)
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        upload.files.append(name)
    save(upload)
    return upload


def save(upload: Upload) -> None:
    """Writes down what was said about an upload."""
    beside = upload.folder / ".new"
    beside.write_bytes(msgspec.json.encode(upload))
    beside.replace(upload.folder / ".upload")


def load(upload_id: Id, *, region_id: Id, by: Id) -> Upload | None:
    """An upload of this person's, if it is still kept."""
    try:
        written = ((_root() / upload_id) / ".upload").read_bytes() if is_id(upload_id) else b""
    except FileNotFoundError:
        return None
    upload = msgspec.json.decode(written, type=Upload) if written else None
    return upload if upload and (upload.region_id, upload.by) == (region_id, by) else None


def move(upload: Upload, stage: Stage) -> None:
    """Writes down where the upload is now."""
    upload.stage = stage
    if stage in ("looking", "writing"):
        upload.errand = stage
    save(upload)


def finish(upload: Upload) -> None:
    """Deletes the files; what became of their rows is kept, without anyone's name, until the day is over."""
    for path in [*upload.paths(), *upload.folder.glob(".held-*")]:
        path.unlink(missing_ok=True)
    move(upload, "written")


def unfinished(*, region_id: Id, by: Id) -> list[Upload]:
    """The uploads of a person that are not written yet, the latest first."""
    kept = (load(folder.name, region_id=region_id, by=by) for folder in sorted(_root().glob("*/"), reverse=True))
    return [one for one in kept if one is not None and one.stage != "written"]


def forget(upload: Upload) -> None:
    """Deletes an upload with its files."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def forget_old() -> None:
    """Deletes whatever was kept for longer than a day."""
    for folder in _root().glob("*/"):
        begun = int(folder.name[:12], 16) if is_id(folder.name) else 0
        if begun + KEPT_FOR < clock.real_now():
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA) / "imports" / "uploads"


def _safe(name: str, number: int, taken: list[str]) -> str:
    """The file's own name, for it may say whose roster it is, without anything that could lead elsewhere."""
    stem = _UNSAFE.sub("", Path(name).stem).strip(". ")[:_LONGEST] or "roster"
    suffix = _UNSAFE.sub("", Path(name).suffix)[:8]
    plain = f"{stem}{suffix}"
    return plain if plain not in taken else f"{stem} {number + 1}{suffix}"
