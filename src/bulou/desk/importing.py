"""Import: a clerk's rosters rehearsed against the register, decided about, and written into it."""

import json
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import Http404, HttpResponse, JsonResponse

from bulou.core.kernel.ids import Id
from bulou.desk import errands, looks, uploads
from bulou.desk.imported import author_of
from bulou.desk.page import Page, page
from bulou.desk.uploads import Upload
from bulou.projections.read import read
from bulou.projections.views.people import names
from bulou.projections.views.register import HeldRows, Imports
from bulou.projections.views.territory import Communities
from bulou.rosters.preview import Choices

NEW_COMMUNITY = "+"
LONGEST_NAME = 80


@page(right="import", methods=("GET", "POST"))
def importing(here: Page) -> HttpResponse:
    """Files in, what was imported before, and uploads that wait to be written."""
    refused = ""
    if here.request.method == "POST":
        files = cast("list[UploadedFile[Any]]", here.request.FILES.getlist("files")) + _pasted(here)
        try:
            if files:
                upload = uploads.keep(files, region_id=here.region_id, by=here.person_id)
                errands.begin(upload, "looking", scope=here.scope, author=author_of(here))
                return here.go(here.to("import_upload", upload.id))
            refused = here.word("import.no_file")
        except uploads.TooLarge:
            refused = here.word("import.file_too_large")
    context = {
        "refused": refused,
        "imports": _earlier(here),
        "waiting": uploads.unfinished(region_id=here.region_id, by=here.person_id),
        "held_rows": len(read(here.scope, HeldRows(state="open"))),
        "communities": read(here.scope, Communities()),
    }
    return here.render("desk/importing.html", context)


@page(right="import", methods=("GET", "POST"))
def upload(here: Page, upload_id: Id) -> HttpResponse:
    """One upload: how far its errand is, its rehearsal, or what was written; a POST decides, stops, writes."""
    found = found_upload(here, upload_id)
    errands.resume(found, scope=here.scope, author=author_of(here))
    if here.request.method == "POST":
        return _told(here, found)
    shares = looks.load(found)
    context = {"upload": found, "shares": shares, "counted": looks.COUNTED}
    if found.busy:
        return here.render("desk/import_busy.html", {**context, **_progress(here, found)})
    if found.stage == "written":
        return here.render("desk/import_result.html", context)
    if found.stage in ("stopped", "failed"):
        return here.render("desk/import_stopped.html", context)
    settled = sum(len(rows) for rows in found.settled.values())
    context |= {"communities": read(here.scope, Communities()), "settled": settled}
    return here.render("desk/import_upload.html", context)


@page(right="import")
def upload_progress(here: Page, upload_id: Id) -> HttpResponse:
    """How far the errand of an upload is, for the bar on its page."""
    found = found_upload(here, upload_id)
    now = errands.progress(found)
    return JsonResponse(
        {"busy": found.busy, "done": now.done, "total": now.total, "words": progress_words(here, found, now)}
    )


def _progress(here: Page, found: Upload) -> dict[str, Any]:
    now = errands.progress(found)
    return {"progress": now, "words": progress_words(here, found, now)}


def found_upload(here: Page, upload_id: Id) -> Upload:
    """The reader's own upload. Raises Http404."""
    found = uploads.load(upload_id, region_id=here.region_id, by=here.person_id)
    if found is None:
        raise Http404
    return found


def progress_words(here: Page, found: Upload, now: errands.Progress) -> str:
    """What the errand is doing, in a sentence."""
    if now.waits:
        return here.word("import.busy.waits")
    if not now.total:
        return here.word("import.busy.opening", file=now.file or found.files[0])
    return here.word(f"import.busy.{now.unit}", file=now.file, done=now.done, total=now.total)


def _told(here: Page, found: Upload) -> HttpResponse:
    """What the person decided about an upload."""
    said = here.request.POST
    back = here.to("import_upload", found.id)
    if "stop" in said:
        errands.stop(found)
    elif "forget" in said and not found.busy:
        uploads.forget(found)
        return here.go(here.to("import"), "import.forgotten")
    elif not found.busy and found.stage != "written":
        _decide(here, found)
        if "unsettle" in said:
            found.settled = {}
        errand = found.errand if "again" in said else "writing" if "write" in said else "looking"
        errands.begin(found, errand, scope=here.scope, author=author_of(here))
    return here.go(back)


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
