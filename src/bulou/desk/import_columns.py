"""Columns of a roster: what stands under each heading, put right by a person and remembered for this layout."""

from typing import Final

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import LayoutMapped
from bulou.desk import errands, looks
from bulou.desk.imported import author_of
from bulou.desk.importing import found_upload
from bulou.desk.page import Page, page
from bulou.desk.uploads import Upload
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.rosters.layouts import Layout
from bulou.rosters.synonyms import Role

ROLES: Final = (
    Role.COMMUNITY, Role.COMPOUND, Role.HOUSE, Role.BUILDING, Role.STAIRWELL, Role.FLOOR, Role.ROOM, Role.ADDRESS,
    Role.NAME, Role.HEAD, Role.OWNER, Role.MEMBERS, Role.RELATION, Role.HOUSEHOLD, Role.COUNT, Role.PHONE, Role.ID,
    Role.SEX, Role.AGE, Role.USE, Role.EMPTY, Role.LIVED_IN, Role.TRADE, Role.FIRM, Role.NOTE, Role.SERIAL,
    Role.OTHER,
)  # fmt: skip
"""In the order in which a person looks for them: where, who, what for."""
DOORS: Final = frozenset({Role.ROOM, Role.ADDRESS, Role.BUILDING, Role.COMPOUND})


@page(right="import", methods=("GET", "POST"))
def import_columns(here: Page, upload_id: Id, layout_id: str) -> HttpResponse:
    """One layout of an upload; a POST says what its columns are, or leaves it to the program again."""
    upload = found_upload(here, upload_id)
    layouts = {one.fingerprint: one for share in looks.load(upload) for one in share.layouts}
    layout = layouts.get(layout_id)
    if layout is None:
        raise Http404
    refused = False
    if here.request.method == "POST" and not upload.busy and upload.stage != "written":
        roles = () if "forget" in here.request.POST else _roles(here, layout)
        refused = bool(roles) and not DOORS.intersection(roles)
        if not refused:
            return _remember(here, upload, layout_id, roles)
    columns = list(zip(layout.labels, layout.roles, layout.samples, strict=True))
    context = {"upload": upload, "layout": layout, "columns": columns, "roles": ROLES, "refused": refused}
    return here.render("desk/import_columns.html", context)


def _remember(here: Page, upload: Upload, layout_id: str, roles: tuple[str, ...]) -> HttpResponse:
    said = Saying(subject_kind="layout", subject_id=layout_id, body=LayoutMapped(columns=roles))
    say([said], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    errands.begin(upload, "looking", scope=here.scope, author=author_of(here))
    return here.go(here.to("import_upload", upload.id), "import.columns.remembered")


def _roles(here: Page, layout: Layout) -> tuple[str, ...]:
    said = [here.request.POST.get(f"column-{i}", "") for i in range(len(layout.roles))]
    return tuple(role if role in set(ROLES) else "" for role in said)
