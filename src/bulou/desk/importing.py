"""Import: a clerk's rosters rehearsed against the register, decided about, and written into it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.desk import uploads
from bulou.desk.imported import author_of
from bulou.desk.page import Page, page
from bulou.desk.uploads import Upload
from bulou.projections.read import read
from bulou.projections.views.people import names
from bulou.projections.views.register import Imports
from bulou.projections.views.territory import Communities
from bulou.rosters.errors import RosterError
from bulou.rosters.preview import Choices, Preview, previews
from bulou.rosters.reasons import reason_key
from bulou.rosters.verdicts import KINDS
from bulou.rosters.writing import Author, one_at_a_time, write

COUNTED = ("doors", "occupied", "persons", "vacant", "business")
NEW_COMMUNITY = "+"
LONGEST_NAME = 80


@page(right="import", methods=("GET", "POST"))
def importing(here: Page) -> HttpResponse:
    """Files in, and what was imported before."""
    refused = ""
    if here.request.method == "POST":
        files = cast("list[UploadedFile[Any]]", here.request.FILES.getlist("files")) + _pasted(here)
        try:
            if files:
                upload = uploads.keep(files, region_id=here.region_id, by=here.person_id)
                return here.go(here.to("import_upload", upload.id))
            refused = here.word("import.no_file")
        except uploads.TooLarge:
            refused = here.word("import.file_too_large")
    return here.render(
        "desk/importing.html",
        {"refused": refused, "imports": _earlier(here), "communities": read(here.scope, Communities())},
    )


@page(right="import", methods=("GET", "POST"))
def upload(here: Page, upload_id: Id) -> HttpResponse:
    """The rehearsal of one upload; a POST decides, and with `write` writes it."""
    found = uploads.load(upload_id, region_id=here.region_id, by=here.person_id)
    if found is None:
        raise Http404
    if found.result is not None:
        return here.render("desk/import_result.html", {"shares": found.result})
    if here.request.method == "POST":
        _decide(here, found)
        uploads.save(found)
        if "write" in here.request.POST:
            uploads.finish(found, _write(here, found))
        return here.go(here.to("import_upload", upload_id))
    shares = [share for path in found.paths() for share in _look(here, found, path)]
    for number, share in enumerate(share for share in shares if "key" in share):
        share["number"] = number
    return here.render(
        "desk/import_upload.html",
        {
            "shares": shares,
            "communities": read(here.scope, Communities()),
            "kinds": KINDS,
            "counted": COUNTED,
        },
    )


def _pasted(here: Page) -> "list[UploadedFile[Any]]":
    """Pasted text as a file that is called after the community whose text it is."""
    text = here.request.POST.get("text", "")
    chosen = here.request.POST.get("text-community", "").strip()[:LONGEST_NAME]
    if not text.strip():
        return []
    return [SimpleUploadedFile(f"{chosen or here.word('import.pasted')}.txt", text.encode())]


def _earlier(here: Page) -> list[dict[str, Any]]:
    rows = read(here.scope, Imports())
    people = names(here.scope, {row.author_id for row in rows})
    return [{"row": row, "counts": json.loads(row.counts), "by": people.get(row.author_id, "")} for row in rows]


def _decide(here: Page, found: Upload) -> None:
    """Takes what the form says about every share of every file."""
    said = here.request.POST
    for number, key in enumerate(said.getlist("share")):
        chosen = said.get(f"community-{number}", "")
        typed = said.get(f"new-community-{number}", "").strip()[:LONGEST_NAME]
        before = found.said.get(key, Choices())
        decisions = zip(said.getlist(f"doubt-{number}"), said.getlist(f"means-{number}"), strict=False)
        found.said[key] = Choices(
            community=(typed if chosen == NEW_COMMUNITY else chosen) or None,
            decided={**before.decided, **{doubt: means for doubt, means in decisions if means}},
            newer=f"newer-{number}" in said,
        )


def _previews(here: Page, found: Upload, path: Path) -> Iterator[Preview]:
    return previews(
        path,
        scope=here.scope,
        now=here.now,
        choices=lambda community: found.said.get(uploads.share_key(path.name, community), Choices()),
    )


def _look(here: Page, found: Upload, path: Path) -> list[dict[str, Any]]:
    """A file as its part of the page shows it, one section for each community."""
    try:
        return [_section(here, found, seen) for seen in _previews(here, found, path)]
    except RosterError as error:
        return [_refused(here, path, error)]


def _refused(here: Page, path: Path, error: RosterError) -> dict[str, Any]:
    return {"refused": {"file": path.name, "text": error.zh if here.language == "zh" else error.en}}


def _section(here: Page, found: Upload, seen: Preview) -> dict[str, Any]:
    compounds = seen.compounds()
    key = uploads.share_key(seen.file, seen.read_as)
    return {
        "seen": seen,
        "key": key,
        "compounds": compounds,
        "sums": {name: sum(line.listed[name] for line in compounds) for name in COUNTED},
        "newer": found.said.get(key, Choices()).newer,
        **_told(here, seen),
    }


def _told(here: Page, seen: Preview) -> dict[str, Any]:
    """What the page says of single rows; the part that stays when the file is gone."""
    return {
        "file": seen.file,
        "community": seen.community,
        "rows": seen.rows,
        "held": [
            {
                "sheet": v.sheet,
                "row": v.row,
                "cell": v.cell,
                "reason": here.word(reason_key("held", v.reason)),
                "remedy": here.word(reason_key("remedy", v.reason)),
            }
            for v in seen.held
        ],
        "ignored": [(here.word(reason_key("ignored", reason)), n) for reason, n in seen.ignored.most_common()],
    }


def _write(here: Page, found: Upload) -> list[dict[str, Any]]:
    """Writes share after share, in the request: ten thousand doors take seconds; a second press finds nothing new."""
    author = author_of(here)
    results: list[dict[str, Any]] = []
    for path in found.paths():
        with one_at_a_time(Path(settings.DATA) / "imports"):
            try:
                results += [_written(here, seen, author) for seen in _previews(here, found, path)]
            except RosterError as error:
                results.append(_refused(here, path, error))
    return results


def _written(here: Page, seen: Preview, author: Author) -> dict[str, Any]:
    told = _told(here, seen)
    written = write(seen.matched, author=author, file_hash=seen.file_hash)
    return {
        **told,
        "written": written is not None,
        "doors_new": len(seen.matched.new),
        "doors_changed": len(seen.matched.changed),
        "import_id": written,
    }
