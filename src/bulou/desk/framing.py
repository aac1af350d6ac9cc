"""Framing at the desk: what is written from memory becomes doors, seen as they would stand before they are made."""

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse

from bulou.core.territory.framing.frame import Frame
from bulou.core.territory.framing.numbers import BadRange, labels
from bulou.core.territory.framing.sentence import Unclear, told
from bulou.core.territory.framing.wording import wording
from bulou.desk.framed_lines import shown
from bulou.desk.imported import author_of
from bulou.desk.page import Page, page
from bulou.intake.say import NotSaid
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.people import names
from bulou.projections.views.register import Imports
from bulou.projections.views.territory import Communities, Compounds
from bulou.rosters.framing import frame, framing
from bulou.rosters.writing import FRAMED, one_at_a_time

NUMBERINGS: Final = ("floor", "padded", "through", "letter", "sequence")
SIDES: Final = ("全部", "单号", "双号")
LATEST: Final = 12
LONGEST: Final = 40_000
"""Letters of everything that is written at one time."""


@page(right="import", methods=("GET", "POST"))
def frame_page(here: Page) -> HttpResponse:
    """Lines in, doors out; asked live, only what they would make."""
    given = here.request.POST
    text, community = given.get("lines", "")[:LONGEST], _community(here)
    refused = ""
    if here.request.method == "GET":
        text = _begun(here)
    elif "add" in given:
        text, refused = _with_numbers(here, text)
    elif "write" in given:
        done = _write(here, text, community)
        if isinstance(done, HttpResponse):
            return done
        refused = done
    with_names = frozenset(given.getlist("new_name"))
    found = framing(text, scope=here.scope, community=community, new_names=with_names)
    context = {
        "text": text,
        "community": community,
        "communities": read(here.scope, Communities()),
        "found": found,
        "reads": shown(here, found),
        "doubts": [
            (doubt, doubt.name in with_names) for share in found.shares for doubt in share.matched.doubts.values()
        ],
        "said_new": sorted(with_names),
        "refused": refused,
        "typed": given,
        "numberings": NUMBERINGS,
        "sides": SIDES,
        "before": round_of(here.scope) is None,
        "latest": [] if here.live else latest_framings(here),
    }
    return here.render("desk/frame.html", context, live="desk/frame_preview.html", status=422 if refused else 200)


def _community(here: Page) -> str:
    """The community that is typed or chosen; else that of the compound that was asked for, or the only one."""
    if typed := here.request.POST.get("community", here.request.GET.get("community", "")).strip():
        return typed[:80]
    known = read(here.scope, Communities())
    asked = here.request.GET.get("compound", "")
    of = next((row.community_id for row in read(here.scope, Compounds()) if row.id == asked), "")
    return next((row.name for row in known if row.id == of), known[0].name if len(known) == 1 else "")


def _begun(here: Page) -> str:
    """The line that the page begins with: the name of the compound that it was opened for."""
    asked = here.request.GET.get("compound", "")
    return next((f"{row.name} " for row in read(here.scope, Compounds()) if row.id == asked), "")


def _write(here: Page, text: str, community: str) -> HttpResponse | str:
    """Makes the doors and says what was made; or the sentence that says why nothing was."""
    with one_at_a_time(Path(settings.DATA) / "imports"):
        names_ = frozenset(here.request.POST.getlist("new_name"))
        found = framing(text, scope=here.scope, community=community, new_names=names_)
        if found.unclear or not found.lines:
            return here.word("frame.unclear", n=found.unclear) if found.lines else here.word("frame.nothing")
        if not found.says_anything():
            who = next((one.by for one in shown(here, found) if one.by), "")
            return here.word("frame.all_known", n=found.known, by=who)
        try:
            frame(found, text=text, author=author_of(here))
        except NotSaid as refused:
            return " ".join(here.word(f"hold.{reason}") for reason in sorted(refused.reasons))
    key = "frame.done_some_known" if found.known else "frame.done" if found.new + found.back else "frame.done_places"
    return here.go(here.to("frame", community=community), key, n=found.new + found.back, known=found.known)


def _with_numbers(here: Page, text: str) -> tuple[str, str]:
    """The text with one more line from the form of numbers; and what is wrong with the numbers."""
    given = here.request.POST
    try:
        line = _lane_line(given) if given.get("lane") else _building_line(given)
        told(line)
    except (Unclear, BadRange, ValueError) as fault:
        codes = fault.codes if isinstance(fault, Unclear) else ("range",)
        return text, " ".join(here.word(f"frame.fault.{code}", words="") for code in codes)
    return f"{text.rstrip()}\n{line}\n".lstrip("\n"), ""


def _building_line(given: Any) -> str:  # noqa: ANN401  # a QueryDict
    shops = given.get("shops", "")
    stairwells = _number(given, "stairwells")
    made = Frame(
        buildings=labels(given.get("buildings", "").strip() or "0-"),
        stairwells=tuple(map(str, range(1, stairwells + 1))) or ("",),
        floors=tuple(range(1, _number(given, "floors") + 1)),
        landing=_number(given, "landing"),
        numbering=given.get("numbering") if given.get("numbering") in NUMBERINGS else "floor",
        shops=None if shops == "" else 0,
    )
    if fault := made.fault() or ("" if made.size() else "no_floors"):
        raise Unclear(fault)
    return f"{given.get('place', '').strip()} {wording(made)}".strip()


def _lane_line(given: Any) -> str:  # noqa: ANN401  # a QueryDict
    side = given.get("side") if given.get("side") in SIDES else SIDES[0]
    return f"{given['lane'].strip()} {_number(given, 'first')}-{_number(given, 'last')}号 {side}"


def _number(given: Any, name: str) -> int:  # noqa: ANN401  # a QueryDict
    text = given.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def latest_framings(here: Page) -> list[dict[str, Any]]:
    """What was framed last, by whom; the way to take it back."""
    rows = [row for row in read(here.scope, Imports()) if FRAMED in json.loads(row.counts)][:LATEST]
    who = names(here.scope, {row.author_id for row in rows})
    return [
        {"row": row, "doors": json.loads(row.counts)["doors_new"], "by": who.get(row.author_id, "")} for row in rows
    ]
