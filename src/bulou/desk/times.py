"""Times typed on a form, in the region's zone."""

from datetime import datetime

from django.core.exceptions import BadRequest

from bulou.desk.page import Page


def typed_time(here: Page, field: str) -> str | None:
    """A time of a form with its offset, or None where nothing was typed. Raises BadRequest for what is no time."""
    typed = here.request.POST.get(field, "")
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=here.region.zone).isoformat()
    except ValueError as fault:
        raise BadRequest(str(fault)) from fault
