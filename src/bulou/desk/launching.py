"""Launching: the rounds so far, a round prepared and launched, and what can never be changed afterwards."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpResponse

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import local
from bulou.core.rounds.facts import RoundLaunched
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.rounds.rules import may_launch
from bulou.core.rounds.yesterday import CLOSES_AT
from bulou.desk.changed import changed
from bulou.desk.fallback import REASONS, signed
from bulou.desk.page import Page, page
from bulou.desk.rounds import round_name
from bulou.ground.words import word
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.fallback import uncovered
from bulou.projections.views.rounds import (
    Closings,
    QuestionSetRow,
    QuestionSets,
    RoundRow,
    Rounds,
    Ways,
    policy_of,
)
from bulou.projections.views.territory import Communities

_NUMERALS: Final = "零一二三四五六七八九十"


@page()
def rounds(here: Page) -> HttpResponse:
    """Every round, the latest first."""
    found = [_shown(here, row) for row in reversed(read(here.scope, Rounds()))]
    return here.render("desk/rounds.html", {"rounds": found})


@page()
def round_page(here: Page, round_id: Id) -> HttpResponse:
    """One round as it was launched; read only."""
    row = next((one for one in read(here.scope, Rounds()) if one.id == round_id), None)
    if row is None:
        raise Http404
    asked = next((one for one in read(here.scope, QuestionSets()) if one.id == row.question_set_id), None)
    otherwise = changed(here, row, read(here.scope, QuestionSets()))
    return here.render("desk/round.html", {"one": _shown(here, row), "asked": _asked(asked), "changed": otherwise})


@page(right="run_round", methods=("GET", "POST"))
def launch(here: Page) -> HttpResponse:
    """Prepares a round; a POST launches it, unless a door has no owner."""
    now = standing(here.scope, at=here.now)
    sets = read(here.scope, QuestionSets())
    known = read(here.scope, Rounds())
    typed = here.request.POST.dict() if here.request.method == "POST" else _proposed(here, known, sets)
    figures = now.region
    refused = ""
    if here.request.method == "POST":
        signs = here.may("sign_fallback") and typed.get("fallback_reason", "") in REASONS
        unsigned = figures["fallback_unsigned"]
        obstacle = may_launch(unowned=figures["unowned"], fallback=unsigned, fallback_signed=signs)
        refused = f"rounds.refused.{obstacle}" if obstacle else _fault(here, typed, known, sets)
        if not refused:
            return _launch(here, typed, sets, in_fallback=bool(figures["fallback"]))
    return here.render(
        "desk/round_new.html",
        {
            "typed": typed,
            "sets": list(reversed(sets)),
            "ways": list(reversed(read(here.scope, Ways()))),
            "policy": _ways(here, typed.get("ways", ""))[1],
            "figures": figures,
            "refused": refused and here.word(refused),
            "reasons": REASONS,
            "may_sign": here.may("sign_fallback"),
        },
        status=422 if refused else 200,
    )


def _proposed(here: Page, known: list[RoundRow], sets: list[QuestionSetRow]) -> dict[str, Any]:
    """The next number, tomorrow night, the latest questions, and the policy of the round before."""
    number = max((row.number for row in known), default=0) + 1
    day = local(here.now, here.region.zone) + timedelta(days=1)
    return {
        "number": number,
        "zh": word("rounds.proposed", "zh", n=_NUMERALS[number] if number < len(_NUMERALS) else number),
        "en": word("rounds.proposed", "en", n=number),
        "deadline": f"{day:%Y-%m-%d}T{CLOSES_AT}:00",
        "question_set": sets[-1].id if sets else "",
        "ways": next((row.id for row in reversed(read(here.scope, Ways()))), ""),
    }


def _fault(here: Page, typed: dict[str, Any], known: list[RoundRow], sets: list[QuestionSetRow]) -> str:
    """The key of the sentence that says what is missing; empty when nothing is."""
    number = typed.get("number", "")
    if not number.isdecimal() or not 1 <= int(number) <= 999 or int(number) in {row.number for row in known}:
        return "rounds.refused.number"
    if not (typed.get("zh", "").strip() and typed.get("en", "").strip()):
        return "rounds.refused.name"
    deadline = _deadline(here, typed)
    if deadline is None or deadline <= local(here.now, here.region.zone):
        return "rounds.refused.deadline"
    if typed.get("question_set", "") not in {row.id for row in sets}:
        return "rounds.refused.questions"
    return ""


def _deadline(here: Page, typed: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(typed.get("deadline", "")).replace(tzinfo=here.region.zone)
    except ValueError:
        return None


def _launch(here: Page, typed: dict[str, Any], sets: list[QuestionSetRow], *, in_fallback: bool) -> HttpResponse:
    asked = next(row for row in sets if row.id == typed["question_set"])
    deadline = _deadline(here, typed)
    if deadline is None:
        raise Http404
    version, policy = _ways(here, typed.get("ways", ""))
    body = RoundLaunched(
        number=int(typed["number"]),
        name={"zh": typed["zh"].strip(), "en": typed["en"].strip()},
        opened_at=local(here.now, here.region.zone).isoformat(timespec="milliseconds"),
        deadline=deadline.isoformat(),
        question_set_id=asked.id,
        question_set_version=asked.version,
        policy=policy,
        fallback_signed=in_fallback,
        ways_version=version,
    )
    round_id = new_id(here.now)
    launched = Saying(subject_kind="round", subject_id=round_id, body=body)
    say(
        [*_signatures(here, typed, until=body.deadline), launched],
        region_id=here.region_id,
        by=here.person_id,
        now=here.now,
        zone=here.region.zone,
    )
    return here.go(here.to("round", round_id), "rounds.launched", name=body.name[here.language])


def _ways(here: Page, chosen: str) -> tuple[int | None, RoundPolicy]:
    """The version that was chosen, or as the last round went about it (no version), or what holds otherwise."""
    found = next((row for row in read(here.scope, Ways()) if row.id == chosen), None)
    if found is not None:
        return found.version, found.ways
    known = read(here.scope, Rounds())
    return None, policy_of(known[-1]) if known else RoundPolicy()


def _signatures(here: Page, typed: dict[str, Any], *, until: str) -> list[Saying]:
    """Whoever launches signs, until the deadline, for every area in fallback that nobody has signed for."""
    open_areas = [one for one in uncovered(here.scope, at=here.now) if one.owned == "fallback" and not one.signature]
    reason, remark = typed.get("fallback_reason", ""), typed.get("fallback_remark", "")
    return [signed(here, one, reason=reason, remark=remark, until=until) for one in open_areas]


def _shown(here: Page, row: RoundRow) -> dict[str, Any]:
    stages = {closing.community_id: closing.stage for closing in read(here.scope, Closings(round_id=row.id))}
    communities = read(here.scope, Communities())
    return {
        "row": row,
        "name": round_name(row, here.language),
        "policy": policy_of(row),
        "approved": sum(1 for one in communities if stages.get(one.id) == "approved"),
        "communities": len(communities),
    }


def _asked(row: QuestionSetRow | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0, "questions": [], "read_out": {}}
    return {"version": row.version, "questions": json.loads(row.questions), "read_out": json.loads(row.read_out)}
