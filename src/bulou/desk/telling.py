"""Telling: one fact of a door's story in plain words."""

from collections.abc import Callable
from typing import Any, Final

from bulou.core.households.facts import HouseholdCounted, HouseholdWithdrawn, PersonFound, PersonWithdrawn
from bulou.core.kernel.instants import parse_instant
from bulou.core.rounds.facts import DoorCarriedOver, DoorStruckOff, StrikeOffWithdrawn
from bulou.core.territory.facts import DwellingListed, DwellingToldApart, DwellingWithdrawn
from bulou.core.visits.facts import (
    AnswerAmended,
    ClaimConfirmed,
    DoorClosedUnresolved,
    DoorRemarked,
    LightSeen,
    OutcomeOverruled,
    VisitRecorded,
    VisitWithdrawn,
)
from bulou.desk.days import time_words
from bulou.desk.page import Page
from bulou.projections.views.story import Told


def telling(here: Page, told: Told) -> list[str]:
    """What the fact says, the most telling first."""
    if told.body is None:
        return [here.word("story.unreadable")]
    teller = _TELLERS.get(told.kind)
    return teller(here, told.body) if teller else [told.kind]


def _withdrawn(here: Page, body: VisitWithdrawn) -> list[str]:
    return [here.word("story.withdrawn"), here.word(f"story.reason.{body.reason}")]


def _unresolved(here: Page, body: DoorClosedUnresolved) -> list[str]:
    return [here.word("state.closed_unresolved"), here.word(f"story.unresolved.{body.reason}")]


def _counted(here: Page, body: HouseholdCounted) -> list[str]:
    return [here.word(f"story.counted.{body.source}", n=body.persons)]


def _listed(here: Page, body: DwellingListed) -> list[str]:
    return [here.word(f"story.listed.{body.source}"), here.word(f"use.{body.use}")]


def _unlisted(here: Page, body: DwellingWithdrawn) -> list[str]:
    return [here.word("story.same_as" if body.same_as else "story.unlisted")]


def _told_apart(here: Page, body: DwellingToldApart) -> list[str]:
    return [here.word("story.told_apart" if body.apart else "story.not_told_apart")]


def _uncounted(here: Page, _body: HouseholdWithdrawn) -> list[str]:
    return [here.word("story.count_withdrawn")]


def _person(here: Page, body: PersonFound) -> list[str]:
    return [here.word("story.person"), *(here.word(f"trigger.{one}") for one in body.triggers)]


def _person_withdrawn(here: Page, body: PersonWithdrawn) -> list[str]:
    return [here.word("story.person_withdrawn"), here.word(f"story.reason.{body.reason}")]


def visit_words(here: Page, body: VisitRecorded) -> list[str]:
    """What a visit says, the outcome first."""
    words = [here.word(f"state.{body.outcome}")]
    words += [here.word(f"trigger.{one}") for one in body.triggers]
    if body.how != "door":
        words.append(here.word(f"how.{body.how}"))
    if body.persons is not None:
        words.append(here.word("story.persons", n=body.persons))
    if body.absent:
        words.append(here.word("story.absent", n=body.absent))
    if (body.households or 1) > 1 or body.household > 1:
        words.append(here.word("story.household", n=body.household))
    words += [here.word(f"sign.{one}") for one in body.signs]
    words += [here.word(f"evidence.{one}") for one in body.evidence]
    if body.appointment_at:
        at = parse_instant(body.appointment_at)
        words.append(
            here.word("story.due", time=time_words(at, now=here.now, zone=here.region.zone, language=here.language))
        )
    if body.notice_left:
        number = body.notice_number
        words.append(here.word("story.notice_number", number=number) if number else here.word("story.notice"))
    if body.away_until:
        words.append(here.word("story.away_until", day=body.away_until))
    return words


def _confirmed(here: Page, body: ClaimConfirmed) -> list[str]:
    words = [here.word("story.confirmed_claim"), here.word(f"state.{body.outcome}")]
    if body.how != "door":
        words.append(here.word(f"how.{body.how}"))
    return words + [here.word(f"evidence.{one}") for one in body.evidence]


def _light(here: Page, body: LightSeen) -> list[str]:
    return [here.word("story.lit" if body.lit else "story.dark")]


def _overruled(here: Page, body: OutcomeOverruled) -> list[str]:
    return [here.word("story.overruled"), here.word(f"story.overruled.{body.reason}")]


def _amended(here: Page, body: AnswerAmended) -> list[str]:
    return [here.word("story.amended"), *(here.word(f"trigger.{one}") for one in body.triggers)]


def _remarked(here: Page, _body: DoorRemarked) -> list[str]:
    return [here.word("story.remarked")]


def _carried(here: Page, body: DoorCarriedOver) -> list[str]:
    return [here.word("story.carried", n=body.number), reason_words(here, body.reason)]


def reason_words(here: Page, reason: str) -> str:
    """Why a closed round left a door open."""
    return here.word("state.closed_unresolved" if reason == "unresolved" else f"reason.{reason}")


def _struck(here: Page, body: DoorStruckOff) -> list[str]:
    return [here.word("story.struck"), here.word(f"struck.{body.how}")]


def _strike_withdrawn(here: Page, _body: StrikeOffWithdrawn) -> list[str]:
    return [here.word("story.strike_withdrawn")]


_TELLERS: Final[dict[str, Callable[[Page, Any], list[str]]]] = {
    "VisitRecorded": visit_words,
    "VisitWithdrawn": _withdrawn,
    "DoorClosedUnresolved": _unresolved,
    "ClaimConfirmed": _confirmed,
    "DoorCarriedOver": _carried,
    "DoorStruckOff": _struck,
    "StrikeOffWithdrawn": _strike_withdrawn,
    "LightSeen": _light,
    "OutcomeOverruled": _overruled,
    "AnswerAmended": _amended,
    "DoorRemarked": _remarked,
    "HouseholdCounted": _counted,
    "HouseholdWithdrawn": _uncounted,
    "DwellingListed": _listed,
    "DwellingWithdrawn": _unlisted,
    "DwellingToldApart": _told_apart,
    "PersonFound": _person,
    "PersonWithdrawn": _person_withdrawn,
}
