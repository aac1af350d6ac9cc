"""Rows of an upload: every source row with its verdict, where it stumbled and the door that it became, page by page."""

from collections import Counter
from typing import Final

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.desk import errands, looks
from bulou.desk.imported import author_of
from bulou.desk.importing import found_upload
from bulou.desk.page import Page, page
from bulou.rosters.reasons import reason_key
from bulou.rosters.settling import WHYS, Settled, place_in, row_key
from bulou.rosters.verdicts import KINDS

PAGE: Final = 100
LONGEST: Final = 160


@page(right="import", methods=("GET", "POST"))
def upload_rows(here: Page, upload_id: Id, number: str) -> HttpResponse:
    """The rows of one share, of one verdict or reason or sheet where that is asked for; a POST settles held ones."""
    upload = found_upload(here, upload_id)
    share = next((one for one in looks.load(upload) if str(one.number) == number and not one.refused), None)
    if share is None:
        raise Http404
    wrong: dict[str, str] = {}
    if here.request.method == "POST" and upload.stage == "looked":
        settled, wrong = _settlements(here)
        if settled:
            upload.settled[share.file] = {**upload.settled.get(share.file, {}), **settled}
            errands.begin(upload, "looking", scope=here.scope, author=author_of(here))
        if not wrong:
            return here.go(here.request.get_full_path(), "import.settled", n=len(settled))
    rows = looks.load_rows(upload, share.number)
    asked = {name: here.request.GET.get(name, "") for name in ("kind", "reason", "sheet")}
    found = [row for row in rows if all(not wanted or getattr(row, name) == wanted for name, wanted in asked.items())]
    pages = max(1, -(-len(found) // PAGE))
    at = here.request.GET.get("page", "1")
    current = min(max(int(at) if at.isdigit() and len(at) < 9 else 1, 1), pages)
    begin = (current - 1) * PAGE
    context = {
        "upload": upload,
        "share": share,
        "rows": [(row, *_words(here, row), row_key(row.sheet, row.row)) for row in found[begin : begin + PAGE]],
        "settles": upload.stage == "looked" and asked["kind"] == "held",
        "whys": WHYS,
        "wrong": wrong,
        "asked": asked,
        "total": len(found),
        "first": begin + 1,
        "last": min(begin + PAGE, len(found)),
        "pages": _near(current, pages),
        "current": current,
        "kinds": KINDS,
        "sheets": list(dict.fromkeys(row.sheet for row in rows)),
        "reasons": Counter(row.reason for row in rows if row.kind == asked["kind"]).most_common(),
    }
    return here.render("desk/import_rows.html", context)


def _settlements(here: Page) -> tuple[dict[str, Settled], dict[str, str]]:
    """By row what was decided, and the texts that name no door."""
    said = here.request.POST
    settled: dict[str, Settled] = {}
    wrong: dict[str, str] = {}
    for key, door, why in zip(said.getlist("row"), said.getlist("door"), said.getlist("why"), strict=False):
        if why in WHYS:
            settled[key] = Settled(why=why)
        elif door.strip() and isinstance(place_in(door.strip()[:LONGEST]), str):
            wrong[key] = door
        elif door.strip():
            settled[key] = Settled(door=door.strip()[:LONGEST])
    return settled, wrong


def _words(here: Page, row: looks.RowLook) -> tuple[str, str]:
    """Why the row ended as it did, and what helps."""
    if row.kind == "held":
        return here.word(reason_key("held", row.reason)), here.word(reason_key("remedy", row.reason))
    if row.kind == "ignored":
        return here.word(reason_key("ignored", row.reason)), ""
    return here.word(f"import.because.{row.reason}"), ""


def _near(current: int, pages: int) -> list[int]:
    """The pages that a row of links names: the first, those around the current one, the last."""
    return sorted({1, pages, *range(max(1, current - 3), min(pages, current + 3) + 1)})
