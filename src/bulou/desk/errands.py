"""Errands: an upload read or written in a thread of its own, told in rows, stopped between two, resumed after a crash.

In a server an errand runs beside the requests and writes through the one writer, so phones keep syncing (ADR 0012).
Commands and tests run it where they stand. What an errand has come to lies in the upload's folder, not in memory.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec
from django.conf import settings
from django.db import connections
from msgspec import Struct

from bulou.core.kernel.scope import Scope
from bulou.desk import looks, uploads
from bulou.desk.looks import ShareLook
from bulou.desk.uploads import Begun, Upload
from bulou.intake.said import new_id
from bulou.intake.say import NotSaid
from bulou.rosters.errors import RosterError
from bulou.rosters.preview import Choices, Preview, previews
from bulou.rosters.writing import Author, one_at_a_time, write

PATIENCE: Final = 1.5
"""Seconds for which a request waits for its errand: most rosters are read by then, and no page of waiting is shown."""
_apart: list[bool] = []
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The person who began the errand has stopped it."""


class Progress(Struct, kw_only=True):
    """How far an errand is, in rows read or in doors written; `total` 0: not known yet."""

    file: str = ""
    number: int = 0
    files: int = 0
    done: int = 0
    total: int = 0
    unit: Literal["rows", "doors"] = "rows"
    waits: bool = False


def serve() -> None:
    """From now on errands run beside the requests: this is a server."""
    _apart.append(True)


def begin(upload: Upload, errand: uploads.Errand, *, scope: Scope, author: Author) -> None:
    """Begins an errand, and waits a moment, since most are short."""
    uploads.move(upload, errand)
    (upload.folder / ".stop").unlink(missing_ok=True)
    _tell(upload, Progress(files=len(upload.files)))
    if not _apart:
        _run(upload, scope, author)
        return
    thread = threading.Thread(target=_run_apart, args=(upload, scope, author), name="errand", daemon=True)
    thread.start()
    thread.join(PATIENCE)


def resume(upload: Upload, *, scope: Scope, author: Author) -> None:
    """Begins again what was under way when the server stopped; nothing while somebody is at it."""
    if upload.busy and not _held(upload):
        begin(upload, upload.errand, scope=scope, author=author)


def stop(upload: Upload) -> None:
    """Asks the errand to stop at its next step: nothing is left half, since every transaction is whole."""
    (upload.folder / ".stop").touch()


def progress(upload: Upload) -> Progress:
    """How far the errand is."""
    file = upload.folder / ".progress"
    return msgspec.json.decode(file.read_bytes(), type=Progress) if file.exists() else Progress()


def _run_apart(upload: Upload, scope: Scope, author: Author) -> None:
    try:
        _run(upload, scope, author)
    finally:
        connections.close_all()


def _run(upload: Upload, scope: Scope, author: Author) -> None:
    """Whatever happens, the upload ends in a stage that its page can show."""
    with _taken(upload) as mine:
        if not mine:
            return
        try:
            (_look if upload.errand == "looking" else _write)(upload, scope, author)
        except Stopped:
            uploads.move(upload, "stopped")
        except NotSaid:
            uploads.move(upload, "failed")
        except Exception as fault:
            # The message may quote a cell; the kind of fault and where it was thrown are enough.
            where = fault.__traceback__
            while where and where.tb_next:
                where = where.tb_next
            at = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
            _log.error("errand %s of upload %s failed: %s at %s", upload.errand, upload.id, type(fault).__name__, at)
            uploads.move(upload, "failed")
            if not _apart:
                raise


def _look(upload: Upload, scope: Scope, author: Author) -> None:
    shares: list[ShareLook] = []
    for file, path in enumerate(upload.paths(), 1):
        try:
            for seen in _previews(upload, path, scope, author, _teller(upload, file)):
                choices = upload.said.get(uploads.share_key(seen.file, seen.read_as), Choices())
                share = looks.look_at(len(shares), seen, newer=choices.newer)
                looks.save_rows(upload, share.number, looks.rows_of(seen))
                looks.save_held(upload, share.number, seen.held_rows())
                shares.append(share)
        except RosterError as error:
            shares.append(looks.refusal(len(shares), path, error))
    looks.save(upload, shares)
    uploads.move(upload, "looked")


def _write(upload: Upload, scope: Scope, author: Author) -> None:
    """Writes share after share; what an earlier errand has written is found in the register and not repeated."""
    shares: list[ShareLook] = []
    for file, path in enumerate(upload.paths(), 1):
        _tell(upload, Progress(file=path.name, number=file, files=len(upload.files), waits=True))
        with one_at_a_time(Path(settings.DATA) / "imports"):
            try:
                for seen in _previews(upload, path, scope, author, _teller(upload, file)):
                    shares.append(_written(upload, seen, len(shares), author, _teller(upload, file, "doors")))
            except RosterError as error:
                shares.append(looks.refusal(len(shares), path, error))
    looks.save(upload, shares)
    uploads.finish(upload)


def _written(upload: Upload, seen: Preview, number: int, author: Author, tell: Callable[[int, int], None]) -> ShareLook:
    key = uploads.share_key(seen.file, seen.read_as)
    share = looks.look_at(number, seen, newer=upload.said.get(key, Choices()).newer)
    begun = upload.begun.get(key)
    if begun is None and (seen.matched.changes_anything() or seen.row_sayings(upload.id)):
        new, changed = len(seen.matched.new), len(seen.matched.changed)
        begun = upload.begun[key] = Begun(import_id=new_id(author.now), new=new, changed=changed)
        looks.save_rows(upload, number, list(looks.without_text(looks.rows_of(seen))))
        looks.save(upload, [*looks.load(upload)[:number], share])
        uploads.save(upload)
    elif begun is None:
        looks.save_rows(upload, number, list(looks.without_text(looks.rows_of(seen))))
    else:  # gone on with: what it was to do is what counts, not what was left of it
        share.rows = looks.load(upload)[number].rows
    if begun is not None:
        write(
            seen.matched,
            author=author,
            file_hash=seen.file_hash,
            progress=tell,
            import_id=begun.import_id,
            rows=seen.row_sayings,
        )
        share.import_id, share.doors_new, share.doors_changed = begun.import_id, begun.new, begun.changed
    return share


def _previews(
    upload: Upload, path: Path, scope: Scope, author: Author, tell: Callable[[int, int], None]
) -> Iterator[Preview]:
    return previews(
        path,
        scope=scope,
        now=author.now,
        choices=lambda community: upload.said.get(uploads.share_key(path.name, community), Choices()),
        settled=upload.settled.get(path.name),
        progress=tell,
    )


def _teller(upload: Upload, number: int, unit: Literal["rows", "doors"] = "rows") -> Callable[[int, int], None]:
    """Takes (done, total) from whoever counts, writes it down, and stops the errand where its person wants that."""

    def tell(done: int, total: int) -> None:
        if (upload.folder / ".stop").exists():
            raise Stopped
        file = upload.files[number - 1]
        _tell(upload, Progress(file=file, number=number, files=len(upload.files), done=done, total=total, unit=unit))
        if _apart:
            time.sleep(0.001)  # the requests of phones go first

    return tell


def _tell(upload: Upload, now: Progress) -> None:
    beside = upload.folder / ".progress.new"
    beside.write_bytes(msgspec.json.encode(now))
    beside.replace(upload.folder / ".progress")


@contextmanager
def _taken(upload: Upload) -> Iterator[bool]:
    """Holds the upload for one errand; False: somebody else has it. The lock goes with the process that held it."""
    with (upload.folder / ".errand").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _held(upload: Upload) -> bool:
    with _taken(upload) as free:
        return not free
