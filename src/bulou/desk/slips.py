"""Slips: door notices and receipts for residents, printed for the rows of a sheet, for one door, or empty."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import local
from bulou.core.visits.outcomes import SCREENED
from bulou.desk.days import day_words
from bulou.desk.office import office_of
from bulou.desk.page import Page, page
from bulou.desk.places import community_name, door_words
from bulou.desk.printing import as_pdf
from bulou.desk.rounds import round_name
from bulou.desk.sheet import find
from bulou.desk.sheet_rows import numbered_doors, round_row
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.doors import DoorRow, OneDoor
from bulou.projections.views.sheets import SheetRow
from bulou.projections.views.territory import Communities
from bulou.reports.slips import NOTICES, Notice, NoticesPaper, Receipt, ReceiptsPaper


@page(right="enter_for_others", methods=("POST",))
def sheet_slips(here: Page, sheet_id: Id) -> HttpResponse:
    """Notices or receipts for every row of a sheet; the number is that of the sheet and of the row."""
    found = find(here, sheet_id)
    doors = list(_numbered(here, found))
    if here.request.POST.get("kind") == "receipts":
        told = ReceiptsPaper(
            community=_community(here, found.community_id),
            round_name=round_name(round_row(here, found), here.language),
            phone=office_of(here)[0],
            receipts=tuple(Receipt(number=number, door=door_words(door, here.language)) for number, door in doors),
        )
        return as_pdf(here, "receipts", told, name=f"receipts-{found.number}")
    slips = tuple(Notice(number=number, door=door.label) for number, door in doors)
    return _notices(here, found.community_id, slips, name=f"notices-{found.number}")


@page(right="enter_for_others", methods=("POST",))
def blank_notices(here: Page) -> HttpResponse:
    """A page of notices without numbers."""
    return _notices(here, here.request.POST.get("community", ""), (Notice(),) * NOTICES, name="notices")


@page(right="enter_for_others")
def door_receipt(here: Page, door_id: Id) -> HttpResponse:
    """The receipt of one household that is registered in this round."""
    current = round_of(here.scope)
    wanted = OneDoor(door_id=door_id, round_id=current.id if current else None)
    found = read(here.scope, wanted) if is_id(door_id) else []
    if current is None or not found or found[0].state not in SCREENED or found[0].last_at is None:
        raise Http404
    door = found[0]
    at = local(door.last_at or 0, here.region.zone)
    receipt = Receipt(
        number=f"{current.number}-{door.id[-6:]}",
        door=door_words(door, here.language),
        on=f"{day_words(at.date(), here.language)} {at:%H:%M}",
    )
    told = ReceiptsPaper(
        community=_community(here, door.community_id),
        round_name=round_name(current, here.language),
        phone=office_of(here)[0],
        receipts=(receipt,),
    )
    return as_pdf(here, "receipts", told, name="receipt")


def _notices(here: Page, community_id: Id, slips: tuple[Notice, ...], *, name: str) -> HttpResponse:
    phone, hours = office_of(here)
    told = NoticesPaper(community=_community(here, community_id), phone=phone, hours=hours, notices=slips)
    return as_pdf(here, "notices", told, name=name)


def _numbered(here: Page, found: SheetRow) -> Iterable[tuple[str, DoorRow]]:
    """The doors of a sheet with the numbers of their slips; a door under observation gets none."""
    for number, _, door in numbered_doors(here, found):
        if door is not None and door.state != "under_observation":
            yield f"{found.number}-{number:02d}", door


def _community(here: Page, community_id: Id) -> str:
    found = next((row for row in read(here.scope, Communities()) if row.id == community_id), None)
    if found is None:
        raise Http404
    return community_name(found, here.language)
