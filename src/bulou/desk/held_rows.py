"""Held rows of earlier imports: listed with reasons, downloaded to be corrected, or taken up again on the page."""

from collections import Counter
from typing import Final
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.desk import errands, looks, uploads
from bulou.desk.imported import author_of
from bulou.desk.importing import found_upload
from bulou.desk.masking import masked_text
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.views.register import HeldRowRow, HeldRows
from bulou.rosters.heldfile import held_file
from bulou.rosters.heldrows import HeldRow, opened
from bulou.vault import sealing

PAGE: Final = 100
PURPOSE: Final = "held_rows"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(right="import", methods=("GET", "POST"))
def held_rows(here: Page) -> HttpResponse:
    """The rows that still wait, of all imports or of one; a POST takes them up again as an upload."""
    import_id = here.request.GET.get("import", "")
    rows = read(here.scope, HeldRows(state="open", import_id=import_id if is_id(import_id) else ""))
    if here.request.method == "POST" and rows:
        file = SimpleUploadedFile(_name(here), held_file(_open(here, rows)), content_type=XLSX)
        upload = uploads.keep([file], region_id=here.region_id, by=here.person_id)
        errands.begin(upload, "looking", scope=here.scope, author=author_of(here))
        return here.go(here.to("import_upload", upload.id))
    at = here.request.GET.get("page", "1")
    pages = max(1, -(-len(rows) // PAGE))
    current = min(max(int(at) if at.isdigit() and len(at) < 9 else 1, 1), pages)
    shown = rows[(current - 1) * PAGE : current * PAGE]
    context = {
        "rows": [(row, _text(row)) for row in _open(here, shown)],
        "total": len(rows),
        "reasons": Counter(row.reason for row in rows).most_common(),
        "import_id": import_id,
        "pages": range(1, pages + 1),
        "current": current,
    }
    return here.render("desk/held_rows.html", context)


@page(right="import")
def held_rows_file(here: Page) -> HttpResponse:
    """The rows that still wait as a spreadsheet."""
    import_id = here.request.GET.get("import", "")
    rows = read(here.scope, HeldRows(state="open", import_id=import_id if is_id(import_id) else ""))
    return _download(here, _open(here, rows))


@page(right="import")
def upload_held_file(here: Page, upload_id: Id, number: str) -> HttpResponse:
    """The held rows of an upload that is not written yet, as a spreadsheet."""
    upload = found_upload(here, upload_id)
    if upload.stage != "looked" or not number.isdigit():
        raise Http404
    return _download(here, looks.load_held(upload, int(number)))


def _open(here: Page, rows: list[HeldRowRow]) -> list[HeldRow]:
    """What stands in the rows, opened in one logged opening; in the order of their files."""
    parts = sealing.open_parts(
        here.region_id, [row.fact_id for row in rows], by=here.person_id, purpose=PURPOSE, subject="row", now=here.now
    )
    return [opened(row, parts[row.fact_id].content) for row in rows if row.fact_id in parts]


def _text(row: HeldRow) -> str:
    return masked_text(row.text or " · ".join(text for role, _, text in row.columns if text and role != "community"))


def _name(here: Page) -> str:
    return f"{here.word('import.held_rows')}.xlsx"


def _download(here: Page, rows: list[HeldRow]) -> HttpResponse:
    answer = HttpResponse(held_file(rows), content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_name(here))}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
