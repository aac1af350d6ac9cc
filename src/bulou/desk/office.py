"""The office: the number and hours that stand on slips, typed once in a shift and kept with the session."""

from typing import Final

from bulou.desk.page import Page

KEPT: Final = "office"
LENGTH: Final = 40


def office_of(here: Page) -> tuple[str, str]:
    """The office's phone number and hours: as just typed, or as typed before in this session."""
    given = here.request.POST
    if "phone" in given:
        here.request.session[KEPT] = [given.get(name, "").strip()[:LENGTH] for name in ("phone", "hours")]
    phone, hours = here.request.session.get(KEPT, ["", ""])
    return phone, hours
