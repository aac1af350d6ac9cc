"""An import that was written: what it brought, and taking it back as a whole."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import is_id
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.views.people import names
from bulou.projections.views.register import HeldRows, Imports, NamedDoors
from bulou.rosters.undoing import Undoing, undo, undoing
from bulou.rosters.verdicts import KINDS
from bulou.rosters.writing import Author, one_at_a_time

SHOWN: Final = 500
"""Kept doors shown by name; their number is exact."""


@page(right="import", methods=("GET", "POST"))
def imported(here: Page, import_id: str) -> HttpResponse:
    """One import; a POST takes it back."""
    found = read(here.scope, Imports(import_id=import_id)) if is_id(import_id) else []
    if not found:
        raise Http404
    with one_at_a_time(Path(settings.DATA) / "imports"):
        plan = undoing(here.region_id, import_id)
        if here.request.method == "POST":
            if plan.says_anything():
                undo(plan, import_id=import_id, author=author_of(here))
            return here.go(here.to("imported", import_id), "import.undo.done", n=len(plan.created))
    row = found[0]
    people = names(here.scope, {one for one in (row.author_id, row.undone_by) if one})
    context = {
        "row": row,
        "by": people.get(row.author_id, ""),
        "undone_by": people.get(row.undone_by or "", ""),
        "undone": json.loads(row.undone) if row.undone else None,
        "counts": json.loads(row.counts),
        "kinds": KINDS,
        "waiting": len(read(here.scope, HeldRows(state="open", import_id=import_id))),
        "plan": plan,
        **_kept(here, plan),
    }
    return here.render("desk/imported.html", context)


def author_of(here: Page) -> Author:
    """Whoever reads this page, as the author of what an import says."""
    return Author(region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)


def _kept(here: Page, plan: Undoing) -> dict[str, Any]:
    """The doors that stay, by name, with the reason."""
    reasons = {one.door_id: one.reason for one in plan.kept}
    shown = tuple(list(reasons)[:SHOWN])
    rows = read(here.scope, NamedDoors(doors=shown)) if shown else []
    return {
        "kept": [(row, reasons[row.id]) for row in rows],
        "kept_reasons": Counter(reasons.values()).most_common(),
        "kept_more": len(reasons) - len(rows),
    }
