"""Uploads: rosters on their way from the clerk's browser into the register; private, and gone within a day."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import DAY
from bulou.ground import clock
from bulou.intake.said import new_id
from bulou.rosters.preview import Choices

KEPT_FOR: Final = DAY
_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|]")
_LONGEST: Final = 80


class Upload(Struct, kw_only=True):
    """Some files of one person's, and what was said of each file's share of each community (by `share_key`)."""

    id: Id
    region_id: Id
    by: Id
    files: list[str]
    said: dict[str, Choices] = {}
    result: list[dict[str, Any]] | None = None

    def paths(self) -> list[Path]:
        """Where the files lie until they are written."""
        return [_folder(self.id) / name for name in self.files]


def share_key(file: str, community: str) -> str:
    """Names one community's share of a file."""
    return f"{file}/{community}"


class TooLarge(ValueError):
    """A file is larger than any roster."""


def keep(files: "Iterable[UploadedFile[Any]]", *, region_id: Id, by: Id) -> Upload:
    """Keeps uploaded files, readable by the server alone. Raises TooLarge."""
    forget_old()
    upload = Upload(id=new_id(clock.real_now()), region_id=region_id, by=by, files=[])
    folder = _folder(upload.id)
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
    beside = _folder(upload.id) / ".new"
    beside.write_bytes(msgspec.json.encode(upload))
    beside.replace(_folder(upload.id) / ".upload")


def load(upload_id: Id, *, region_id: Id, by: Id) -> Upload | None:
    """An upload of this person's, if it is still kept."""
    try:
        written = (_folder(upload_id) / ".upload").read_bytes() if is_id(upload_id) else b""
    except FileNotFoundError:
        return None
    upload = msgspec.json.decode(written, type=Upload) if written else None
    return upload if upload and (upload.region_id, upload.by) == (region_id, by) else None


def finish(upload: Upload, result: list[dict[str, Any]]) -> None:
    """Deletes the files and keeps what became of them, without anyone's name, until the day is over."""
    for path in upload.paths():
        path.unlink(missing_ok=True)
    upload.result = result
    save(upload)


def forget_old() -> None:
    """Deletes whatever was kept for longer than a day."""
    for folder in _root().glob("*/"):
        begun = int(folder.name[:12], 16) if is_id(folder.name) else 0
        if begun + KEPT_FOR < clock.real_now():
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA) / "imports" / "uploads"


def _folder(upload_id: Id) -> Path:
    return _root() / upload_id


def _safe(name: str, number: int, taken: list[str]) -> str:
    """The file's own name, for it may say whose roster it is, without anything that could lead elsewhere."""
    stem = _UNSAFE.sub("", Path(name).stem).strip(". ")[:_LONGEST] or "roster"
    suffix = _UNSAFE.sub("", Path(name).suffix)[:8]
    plain = f"{stem}{suffix}"
    return plain if plain not in taken else f"{stem} {number + 1}{suffix}"
