"""Rulings at a door: overruled, a second look, answers amended, a remark; each a fact, and most can be undone."""

from typing import Final, get_args

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.visits.again import may_look_again
from bulou.core.visits.facts import (
    AnswerAmended,
    ClaimConfirmed,
    DoorRemarked,
    Evidence,
    How,
    OutcomeOverruled,
    VisitWithdrawn,
)
from bulou.core.visits.fold import standing
from bulou.core.visits.outcomes import NEEDS_SECOND_LOOK
from bulou.core.visits.rules import door_state
from bulou.desk.answers import asked_in, typed_answer
from bulou.desk.page import Page, page
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.rounds import QuestionSets, Rounds, policy_of
from bulou.projections.views.story import Told, story
from bulou.projections.visits import visits_of

OVERRULED: Final[tuple[str, ...]] = get_args(OutcomeOverruled.__annotations__["reason"])
EVIDENCE: Final[tuple[Evidence, ...]] = get_args(Evidence)
HOWS: Final[tuple[How, ...]] = get_args(How)
UNDONE: Final = frozenset({"OutcomeOverruled", "DoorClosedUnresolved", "ClaimConfirmed", "AnswerAmended"})
"""What a supervisor may take back on a door's page."""


@page(right="close_doors", methods=("POST",))
def overrule(here: Page, door_id: Id) -> HttpResponse:
    """Sets the outcome of one visit aside: the door is owed again, the visit stays readable."""
    visit = _told(here, door_id, "VisitRecorded")
    reason = here.request.POST.get("reason", "")
    if reason not in OVERRULED:
        return _back(here, door_id, "ruling.need_reason")
    body = OutcomeOverruled(
        visit=visit.fact_id,
        reason=reason,  # type: ignore[arg-type]  # one of OVERRULED
        household=visit.body.household,
    )
    return _say(here, door_id, body, "ruling.overruled", round_id=visit.round_id)


@page(right="close_doors", methods=("POST",))
def second_look(here: Page, door_id: Id) -> HttpResponse:
    """Confirms a claim that nobody lives there; nobody confirms their own."""
    current = round_of(here.scope)
    if current is None or not is_id(door_id) or not story(here.scope, door_id, now=here.now):
        raise Http404
    visits = visits_of(here.region_id, [(current.id, door_id)])[(current.id, door_id)]
    state = door_state(visits=visits, policy=policy_of(current), zone=here.region.zone)
    if state.state not in NEEDS_SECOND_LOOK:
        return _back(here, door_id, "ruling.nothing_claimed")
    if not may_look_again(standing(visits), state, person_id=here.person_id):
        return _back(here, door_id, "ruling.own_claim")
    given = here.request.POST
    evidence = tuple(one for one in EVIDENCE if one in given.getlist("evidence"))
    if state.state == "vacant" and not evidence:
        return _back(here, door_id, "ruling.need_evidence")
    how = next((one for one in HOWS if one == given.get("how")), "phone")
    body = ClaimConfirmed(outcome=state.state, how=how, evidence=evidence)  # type: ignore[arg-type]  # a claim
    return _say(here, door_id, body, "ruling.confirmed", round_id=current.id)


@page(right="visit", methods=("POST",))
def amend(here: Page, door_id: Id) -> HttpResponse:
    """Puts answers of a visit right, by the questions that it was asked with; the first ones stay readable."""
    visit = _told(here, door_id, "VisitRecorded")
    questions = asked_in(read(here.scope, Rounds()), read(here.scope, QuestionSets())).get(visit.round_id or "", ())
    typed = {one.id: typed_answer(one, here.request.POST.get(f"answer-{one.id}", "")) for one in questions}
    changed = {id_: said for id_, said in typed.items() if said is not None and said != visit.body.answers.get(id_)}
    if not changed:
        return _back(here, door_id, "ruling.nothing_changed")
    triggers = tuple(one.trigger for one in questions if one.trigger and changed.get(one.id) is True)
    body = AnswerAmended(visit=visit.fact_id, answers=changed, triggers=triggers)
    return _say(here, door_id, body, "ruling.amended", round_id=visit.round_id)


@page(right="visit", methods=("POST",))
def remark(here: Page, door_id: Id) -> HttpResponse:
    """A remark about the door; its words are sealed."""
    current = round_of(here.scope)
    if current is None or not here.request.POST.get("remark", "").strip():
        return _back(here, door_id, "ruling.need_words")
    return _say(here, door_id, DoorRemarked(), "ruling.remarked", round_id=current.id)


@page(right="close_doors", methods=("POST",))
def undo(here: Page, door_id: Id) -> HttpResponse:
    """Takes a supervisor's word back."""
    told = _told(here, door_id, *UNDONE)
    return _say(here, door_id, VisitWithdrawn(), "ruling.undone", round_id=told.round_id, supersedes=(told.fact_id,))


def _told(here: Page, door_id: Id, *kinds: str) -> Told:
    """The fact of this door that the form names, one of these kinds, still standing."""
    wanted = here.request.POST.get("fact", "")
    if not is_id(door_id):
        raise Http404
    for told in story(here.scope, door_id, now=here.now):
        if told.fact_id == wanted and told.kind in kinds and told.body is not None and not told.withdrawn:
            return told
    raise Http404


def _say(
    here: Page, door_id: Id, body: Struct, said: str, *, round_id: Id | None, supersedes: tuple[Id, ...] = ()
) -> HttpResponse:
    words = here.request.POST.get("remark", "").strip()[:400]
    saying = Saying(
        subject_kind="dwelling",
        subject_id=door_id,
        round_id=round_id,
        supersedes=supersedes,
        body=body,
        private={"remark": words} if words else None,
    )
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return _back(here, door_id, said)


def _back(here: Page, door_id: Id, said: str) -> HttpResponse:
    return here.go(here.to("door", door_id), said)
