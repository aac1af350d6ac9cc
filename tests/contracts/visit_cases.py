"""Golden cases of doors in a round: what was said in the order of its arrival, and what must follow from it."""

from __future__ import annotations

from typing import Final

from bulou.core.rounds.policy import RoundPolicy
from tests.contracts.nobody_home_cases import NOBODY_HOME
from tests.contracts.telling import LI, SECRETARY, WANG, ZHAO, Case, closed, visit, withdrawal

OPEN = {"closed": False, "out_of_scope": False}
CLOSED = {"closed": True, "out_of_scope": False}
OUT = {"closed": False, "out_of_scope": True}

OUTCOMES: Final = [
    Case(
        "a door that nobody went to is untouched",
        [],
        {"state": "untouched", **OPEN, "attempted": False, "attempts": 0, "next_band": None, "last_at": None},
    ),
    Case(
        "everyone answered: screened and closed",
        [visit("screened", at="30 09:00", persons=4)],
        {
            "state": "screened",
            **CLOSED,
            "attempted": True,
            "contacted": True,
            "screened": True,
            "persons": 4,
            "attempts": 1,
        },
    ),
    Case(
        "the family answered for two who were out: closed, the two stay owed as persons",
        [visit("screened_part", at="30 09:00", persons=5, absent=2)],
        {"state": "screened_part", **CLOSED, "screened": True, "persons": 5, "absent": 2},
    ),
    Case(
        "an answer by phone closes where the round allows it",
        [visit("screened_phone", at="30 09:00", how="phone", persons=3)],
        {"state": "screened_phone", **CLOSED, "screened": True, "contacted": True, "persons": 3},
    ),
    Case(
        "a resident's own report never closes a door and is no attempt of ours",
        [visit("self_report", at="30 09:00", source="resident", persons=2)],
        {"state": "self_report", **OPEN, "attempted": False, "attempts": 0, "screened": False, "next_band": None},
    ),
    Case(
        "a neighbour's word alone does not close a door",
        [visit("proxy", at="30 09:00")],
        {"state": "proxy", **OPEN, "attempted": True, "contacted": False, "next_band": "afternoon"},
    ),
    Case(
        "nobody opened: owed, in another time band",
        [visit("no_answer", at="30 09:00")],
        {"state": "no_answer", **OPEN, "attempted": True, "contacted": False, "next_band": "afternoon"},
    ),
    Case(
        "light behind the door and nobody opened",
        [visit("occupied_no_answer", at="30 19:46", signs=["light", "sound"])],
        {"state": "occupied_no_answer", **OPEN, "attempted": True, "contacted": False, "next_band": "morning"},
    ),
    Case(
        "the gate did not open",
        [visit("no_access", at="30 14:00")],
        {"state": "no_access", **OPEN, "attempted": True, "contacted": False, "next_band": "evening"},
    ),
    Case(
        "an appointment is owed and due at its time",
        [visit("appointment", at="30 09:00", appointment_at="2020-01-30T20:30:00+08:00")],
        {"state": "appointment", **OPEN, "contacted": True, "due_at": 1580387400000},
    ),
    Case(
        "not now, says the family",
        [visit("refused_soft", at="30 09:00")],
        {"state": "refused_soft", **OPEN, "contacted": True},
    ),
    Case(
        "a refusal stays owed",
        [visit("refused", at="30 09:00")],
        {"state": "refused", **OPEN, "contacted": True, "screened": False},
    ),
    Case(
        "the whole household is said to be away: not final without a second knock",
        [visit("away", at="30 09:00", away_until="2020-02-10")],
        {"state": "away", **OPEN, "attempted": True, "contacted": False},
    ),
    Case(
        "an empty home awaits its second look and stays owed",
        [visit("vacant", at="30 09:00", evidence=["neighbour"])],
        {"state": "vacant", **OPEN, "second_look": True},
    ),
    Case(
        "a shop that nobody lives in awaits its second look",
        [visit("not_dwelling", at="30 09:00")],
        {"state": "not_dwelling", **OPEN, "second_look": True},
    ),
    Case(
        "a door that could not be found awaits its second look",
        [visit("not_found", at="30 09:00")],
        {"state": "not_found", **OPEN, "second_look": True},
    ),
    Case(
        "a door listed twice awaits its second look",
        [visit("duplicate", at="30 09:00", duplicate_of="f" * 32)],
        {"state": "duplicate", **OPEN, "second_look": True},
    ),
    Case(
        "no common language",
        [visit("language", at="30 09:00")],
        {"state": "language", **OPEN, "contacted": True},
    ),
    Case(
        "somebody who cannot answer alone",
        [visit("unable", at="30 09:00")],
        {"state": "unable", **OPEN, "contacted": True},
    ),
    Case(
        "a household under observation is closed for the round without a knock",
        [visit("under_observation", at="30 09:00")],
        {"state": "under_observation", **CLOSED, "attempted": False, "attempts": 0, "screened": False},
    ),
    Case(
        "a supervisor closes a door that did not open: closed, never screened",
        [visit("no_answer", at="30 09:00"), visit("no_answer", at="30 19:00"), closed(at="30 22:00")],
        {"state": "closed_unresolved", **CLOSED, "screened": False, "attempts": 2, "next_band": None},
    ),
]

ORDERS: Final = [
    Case(
        "what was said later counts, though it arrived first",
        [
            visit("refused", at="30 19:00"),
            visit("appointment", at="30 09:00", appointment_at="2020-01-30T20:00:00+08:00"),
        ],
        {"state": "refused", **OPEN, "due_at": None, "attempts": 2},
    ),
    Case(
        "three days late and in reverse order the door is the same",
        [visit("no_access", at="30 20:00"), visit("no_answer", at="29 14:00"), visit("no_answer", at="28 09:00")],
        {"state": "no_access", **OPEN, "attempts": 3, "next_band": "morning"},
    ),
    Case(
        "a door that answered once stays screened whatever is said later",
        [
            visit("screened", at="30 09:00", persons=3),
            visit("no_answer", at="30 14:00"),
            visit("refused", at="30 20:00"),
        ],
        {"state": "screened", **CLOSED, "screened": True, "attempts": 3},
    ),
    Case(
        "a slow phone's clock is set right by the skew that it had measured",
        [visit("refused", at="30 09:00", by=LI, skew_ms=36_000_000), visit("no_answer", at="30 15:00", by=WANG)],
        {"state": "refused", **OPEN},
    ),
    Case(
        "two phones at one moment: the device decides, the same way everywhere",
        [visit("language", at="30 09:00", by=WANG), visit("refused", at="30 09:00", by=LI)],
        {"state": "language", **OPEN, "attempts": 2},
    ),
    Case(
        "two acts of one phone in one millisecond keep the order of their numbers",
        [visit("refused", at="30 09:00"), visit("no_access", at="30 09:00")],
        {"state": "no_access", **OPEN},
    ),
    Case(
        "a clock reset to 1970 sorts first and loses nothing",
        [visit("no_answer", at="30 09:00"), visit("no_access", at="1970-01-01T08:00:00.000+08:00")],
        {"state": "no_answer", **OPEN, "attempts": 2},
    ),
    Case(
        "the same bands in another time zone",
        [visit("no_answer", at="2020-01-30T19:46:00.000+08:00")],
        {"state": "no_answer", "next_band": "afternoon"},
        timezone="Europe/London",
    ),
    Case(
        "an evening lasts until four in the morning",
        [visit("no_answer", at="31 03:59")],
        {"state": "no_answer", "next_band": "morning"},
    ),
    Case(
        "four o'clock is morning",
        [visit("no_answer", at="31 04:00")],
        {"state": "no_answer", "next_band": "afternoon"},
    ),
    Case(
        "the band tried least comes next",
        [
            visit("no_answer", at="28 09:00"),
            visit("no_answer", at="28 19:00"),
            visit("no_answer", at="29 09:00"),
            visit("no_answer", at="29 14:00"),
            visit("no_answer", at="29 15:00"),
        ],
        {"state": "no_answer", "next_band": "evening"},
    ),
    Case(
        "an appointment that was missed is no longer due",
        [
            visit("appointment", at="30 09:00", appointment_at="2020-01-30T20:30:00+08:00"),
            visit("no_answer", at="30 20:30"),
        ],
        {"state": "no_answer", **OPEN, "due_at": None, "contacted": True},
    ),
]

CORRECTIONS: Final = [
    Case(
        "a withdrawn visit counts nowhere",
        [visit("screened", at="30 09:00", persons=4, label="wrong"), withdrawal("wrong", at="30 09:05")],
        {"state": "untouched", **OPEN, "attempted": False, "persons": 0, "attempts": 0},
    ),
    Case(
        "a withdrawal may arrive before what it withdraws",
        [withdrawal("wrong", at="30 09:05"), visit("screened", at="30 09:00", persons=4, label="wrong")],
        {"state": "untouched", **OPEN, "attempted": False},
    ),
    Case(
        "a correction replaces what it corrects",
        [
            visit("screened", at="30 09:00", persons=4, label="wrong"),
            visit("no_answer", at="30 09:10", corrects=["wrong"]),
        ],
        {"state": "no_answer", **OPEN, "screened": False, "attempts": 1, "persons": 0},
    ),
    Case(
        "a correction may arrive first and be corrected itself",
        [
            visit("screened_part", at="30 09:20", corrects=["second"], persons=3, absent=1),
            visit("screened", at="30 09:10", corrects=["first"], label="second", persons=3),
            visit("no_answer", at="30 09:00", label="first"),
        ],
        {"state": "screened_part", **CLOSED, "attempts": 1, "absent": 1},
    ),
    Case(
        "one withdrawal of several visits",
        [
            visit("no_answer", at="30 09:00", label="one"),
            visit("no_answer", at="30 09:01", label="two"),
            visit("refused", at="30 19:00"),
            withdrawal("one", "two", at="30 19:05"),
        ],
        {"state": "refused", "attempts": 1, "next_band": "morning"},
    ),
    Case(
        "the same withdrawal twice changes nothing more",
        [
            visit("screened", at="30 09:00", label="wrong"),
            withdrawal("wrong", at="30 09:05"),
            withdrawal("wrong", at="30 09:06", by=WANG),
            visit("no_access", at="30 10:00"),
        ],
        {"state": "no_access", "attempts": 1},
    ),
    Case(
        "a supervisor's closing can be withdrawn",
        [
            visit("no_answer", at="30 09:00"),
            closed(at="30 20:00", label="closing"),
            withdrawal("closing", at="30 20:10", by=SECRETARY),
        ],
        {"state": "no_answer", **OPEN},
    ),
    Case(
        "a visit that corrects a closing opens the door again for what was said",
        [closed(at="30 20:00", label="closing"), visit("appointment", at="30 20:30", corrects=["closing"])],
        {"state": "appointment", **OPEN, "due_at": None},
    ),
]

SECOND_LOOKS: Final = [
    Case(
        "a second person says the same: out of scope",
        [
            visit("vacant", at="30 09:00", evidence=["meter"], by=LI),
            visit("vacant", at="30 19:00", evidence=["meter"], by=WANG),
        ],
        {"state": "vacant_confirmed", **OUT, "second_look": False, "next_band": None, "screened": False},
    ),
    Case(
        "two persons could not find the door: out of scope",
        [visit("not_found", at="30 09:00", by=LI), visit("not_found", at="30 19:00", by=WANG)],
        {"state": "not_found_confirmed", **OUT},
    ),
    Case(
        "the same person twice is not a second look",
        [visit("vacant", at="30 09:00", evidence=["meter"]), visit("vacant", at="30 19:00", evidence=["meter"])],
        {"state": "vacant", **OPEN, "second_look": True},
    ),
    Case(
        "typed in by one clerk for two who went: two persons say the same",
        [
            visit("not_found", at="30 09:00", by=SECRETARY, visited_by=LI, source="paper"),
            visit("not_found", at="30 19:00", by=SECRETARY, visited_by=WANG, source="paper"),
        ],
        {"state": "not_found_confirmed", **OUT},
    ),
    Case(
        "typed in for the same person, once more said by that person: one person says it",
        [
            visit("not_found", at="30 09:00", by=SECRETARY, visited_by=LI, source="call"),
            visit("not_found", at="30 19:00", by=LI),
        ],
        {"state": "not_found", **OPEN},
    ),
    Case(
        "the partner of the first is not a second person",
        [visit("not_found", at="30 09:00", by=LI, partner_id=WANG), visit("not_found", at="30 19:00", by=WANG)],
        {"state": "not_found", **OPEN, "second_look": True},
    ),
    Case(
        "nor is somebody who comes with the first as partner",
        [visit("not_found", at="30 09:00", by=LI), visit("not_found", at="30 19:00", by=WANG, partner_id=LI)],
        {"state": "not_found", **OPEN},
    ),
    Case(
        "two pairs that share nobody confirm each other",
        [
            visit("not_dwelling", at="30 09:00", by=LI, partner_id=WANG),
            visit("not_dwelling", at="30 19:00", by=ZHAO, partner_id=SECRETARY),
        ],
        {"state": "not_dwelling_confirmed", **OUT},
    ),
    Case(
        "two persons who say different things confirm neither",
        [visit("vacant", at="30 09:00", evidence=["meter"], by=LI), visit("not_found", at="30 19:00", by=WANG)],
        {"state": "not_found", **OPEN, "second_look": True},
    ),
    Case(
        "a third person confirms the first",
        [
            visit("duplicate", at="29 09:00", by=LI),
            visit("vacant", at="29 19:00", evidence=["meter"], by=WANG),
            visit("duplicate", at="30 09:00", by=ZHAO),
        ],
        {"state": "duplicate_confirmed", **OUT},
    ),
    Case(
        "a sign of life after the first look asks for two new ones",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("occupied_no_answer", at="29 19:00", by=WANG, signs=["light"]),
            visit("vacant", at="30 09:00", evidence=["meter"], by=ZHAO),
        ],
        {"state": "vacant", **OPEN, "second_look": True},
    ),
    Case(
        "a sign of life after both looks brings the door back",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("vacant", at="28 19:00", evidence=["meter"], by=WANG),
            visit("refused_soft", at="29 19:00", by=ZHAO),
        ],
        {"state": "refused_soft", **OPEN},
    ),
    Case(
        "a resident's own report is a sign of life too",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("vacant", at="28 19:00", evidence=["meter"], by=WANG),
            visit("self_report", at="29 19:00", by=ZHAO, source="resident"),
        ],
        {"state": "self_report", **OPEN},
    ),
    Case(
        "nobody home between the two looks is no sign of life",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("no_answer", at="28 19:00", by=ZHAO),
            visit("vacant", at="29 09:00", evidence=["meter"], by=WANG),
        ],
        {"state": "vacant_confirmed", **OUT},
    ),
    Case(
        "a bare no-answer does not wipe out that the home was said to be empty",
        [visit("vacant", at="28 09:00", evidence=["meter"]), visit("no_answer", at="28 19:00")],
        {"state": "vacant", **OPEN, "second_look": True},
    ),
    Case(
        "somebody who answers outweighs two who said nobody lives there",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("vacant", at="28 19:00", evidence=["meter"], by=WANG),
            visit("screened", at="29 19:00", by=ZHAO, persons=2),
        ],
        {"state": "screened", **CLOSED, "persons": 2},
    ),
    Case(
        "two looks outweigh a supervisor's closing",
        [
            closed(at="29 22:00"),
            visit("vacant", at="30 09:00", evidence=["meter"], by=LI),
            visit("vacant", at="30 19:00", evidence=["meter"], by=WANG),
        ],
        {"state": "vacant_confirmed", **OUT},
    ),
]

AWAY: Final = [
    Case(
        "away, and nobody home in another time band of the same day: final for the round",
        [visit("away", at="30 09:00"), visit("no_answer", at="30 14:00")],
        {"state": "away_final", **CLOSED, "screened": False, "next_band": None},
    ),
    Case(
        "a second knock in the same band of the same day is no re-check",
        [visit("away", at="30 09:00"), visit("no_answer", at="30 11:00")],
        {"state": "away", **OPEN, "next_band": "afternoon"},
    ),
    Case(
        "the same band of another working day is a re-check",
        [visit("away", at="29 09:00"), visit("away", at="30 09:00")],
        {"state": "away_final", **CLOSED},
    ),
    Case(
        "half past one at night belongs to the evening before",
        [visit("away", at="30 23:00"), visit("no_answer", at="31 01:30")],
        {"state": "away", **OPEN},
    ),
    Case(
        "a knock before the household was said to be away re-checks nothing",
        [visit("no_answer", at="29 09:00"), visit("away", at="30 14:00")],
        {"state": "away", **OPEN},
    ),
    Case(
        "a closed gate is no re-check",
        [visit("away", at="29 09:00"), visit("no_access", at="30 14:00")],
        {"state": "no_access", **OPEN},
    ),
    Case(
        "a sign of life cancels what was said of being away",
        [visit("away", at="28 09:00"), visit("no_answer", at="29 14:00"), visit("refused", at="30 19:00")],
        {"state": "refused", **OPEN},
    ),
    Case(
        "away again after a sign of life starts anew",
        [
            visit("away", at="27 09:00"),
            visit("occupied_no_answer", at="28 14:00"),
            visit("away", at="29 14:00"),
            visit("no_answer", at="30 09:00"),
        ],
        {"state": "away_final", **CLOSED},
    ),
    Case(
        "a round may ask for two re-checks",
        [visit("away", at="28 09:00"), visit("no_answer", at="29 14:00")],
        {"state": "away", **OPEN},
        policy=RoundPolicy(away_rechecks=2),
    ),
    Case(
        "two re-checks where two are asked for",
        [visit("away", at="28 09:00"), visit("no_answer", at="29 14:00"), visit("away", at="29 20:00")],
        {"state": "away_final", **CLOSED},
        policy=RoundPolicy(away_rechecks=2),
    ),
]

PROXY: Final = [
    Case(
        "three attempts in two bands, the last a neighbour's word: closed as proxy, not screened",
        [visit("no_answer", at="29 09:00"), visit("no_answer", at="29 19:00"), visit("proxy", at="30 09:00")],
        {"state": "proxy_final", **CLOSED, "screened": False, "contacted": False},
    ),
    Case(
        "three attempts in one band do not make a neighbour's word final",
        [visit("no_answer", at="28 09:00"), visit("no_answer", at="29 09:00"), visit("proxy", at="30 09:00")],
        {"state": "proxy", **OPEN},
    ),
    Case(
        "two attempts are too few",
        [visit("no_answer", at="29 09:00"), visit("proxy", at="30 19:00")],
        {"state": "proxy", **OPEN},
    ),
    Case(
        "nobody home after the neighbour's word does not undo it",
        [visit("proxy", at="29 09:00"), visit("no_answer", at="29 19:00"), visit("no_answer", at="30 09:00")],
        {"state": "proxy_final", **CLOSED},
    ),
    Case(
        "a refusal after the neighbour's word opens the question again",
        [
            visit("no_answer", at="28 09:00"),
            visit("proxy", at="28 19:00"),
            visit("no_answer", at="29 14:00"),
            visit("refused", at="30 09:00"),
        ],
        {"state": "refused", **OPEN},
    ),
    Case(
        "a resident's own report is not one of the attempts",
        [visit("no_answer", at="29 09:00"), visit("self_report", at="29 19:00"), visit("proxy", at="30 14:00")],
        {"state": "proxy", **OPEN, "attempts": 2},
    ),
    Case(
        "a round may ask for all three bands",
        [visit("no_answer", at="29 09:00"), visit("no_answer", at="29 19:00"), visit("proxy", at="30 09:00")],
        {"state": "proxy", **OPEN, "next_band": "afternoon"},
        policy=RoundPolicy(proxy_bands=3),
    ),
    Case(
        "the third band makes it final where all three are asked for",
        [visit("no_answer", at="29 09:00"), visit("no_answer", at="29 19:00"), visit("proxy", at="30 14:00")],
        {"state": "proxy_final", **CLOSED},
        policy=RoundPolicy(proxy_bands=3),
    ),
]

HOUSEHOLDS: Final = [
    Case(
        "a door with two households is as far as the one that nobody met",
        [visit("screened", at="30 09:00", household=1, households=2, persons=3)],
        {"state": "untouched", **OPEN, "households": 2, "persons": 3, "screened": False, "contacted": True},
    ),
    Case(
        "both households answered",
        [
            visit("screened", at="30 09:00", household=1, households=2, persons=3),
            visit("screened_part", at="30 09:05", household=2, households=2, persons=2, absent=1),
        ],
        {"state": "screened_part", **CLOSED, "households": 2, "persons": 5, "absent": 1, "screened": True},
    ),
    Case(
        "a second household found later opens the door again",
        [
            visit("screened", at="29 09:00", persons=3),
            visit("no_answer", at="30 09:00", household=2, households=2),
        ],
        {"state": "no_answer", **OPEN, "households": 2, "screened": False},
    ),
    Case(
        "a household's number says that there are at least so many",
        [visit("screened", at="30 09:00", household=3, persons=2)],
        {"state": "untouched", "households": 3, **OPEN},
    ),
    Case(
        "a supervisor's closing speaks for every household that did not answer",
        [visit("screened", at="30 09:00", household=1, households=3, persons=3), closed(at="30 22:00")],
        {"state": "closed_unresolved", **CLOSED, "households": 3, "screened": False, "persons": 3},
    ),
    Case(
        "one household is away for good, the other answered",
        [
            visit("screened", at="29 09:00", household=1, households=2, persons=2),
            visit("away", at="29 09:05", household=2, households=2),
            visit("no_answer", at="30 19:00", household=2, households=2),
        ],
        {**CLOSED, "households": 2, "state": "away_final", "screened": False},
    ),
    Case(
        "a door is out of scope only when every household behind it is",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI, household=1, households=2),
            visit("vacant", at="29 09:00", evidence=["meter"], by=WANG, household=1, households=2),
            visit("screened", at="29 09:05", by=WANG, household=2, households=2, persons=2),
        ],
        {"state": "screened", **CLOSED, "screened": True, "persons": 2},
    ),
    Case(
        "the appointment of one household stands, though another was tried after it",
        [
            visit("appointment", at="30 09:00", household=1, households=2, appointment_at="2020-01-30T20:30:00+08:00"),
            visit("no_answer", at="30 14:00", household=2, households=2),
        ],
        {"state": "appointment", **OPEN, "due_at": 1580387400000},
    ),
    Case(
        "the last count of a household stands",
        [
            visit("screened_part", at="29 09:00", persons=3, absent=2),
            visit("screened", at="30 09:00", persons=4, absent=0),
        ],
        {"state": "screened", "persons": 4, "absent": 0, "attempts": 2},
    ),
]

PHONE: Final = [
    Case(
        "an answer by phone stays owed where the round does not allow it",
        [visit("screened_phone", at="30 09:00", how="phone", persons=3)],
        {"state": "screened_phone", **OPEN, "screened": False, "contacted": True, "next_band": "afternoon"},
        policy=RoundPolicy(phone_closes=False),
    ),
    Case(
        "a visit in person after the call closes it",
        [visit("screened_phone", at="30 09:00", how="phone"), visit("screened", at="30 19:00", persons=3)],
        {"state": "screened", **CLOSED, "screened": True},
        policy=RoundPolicy(phone_closes=False),
    ),
    Case(
        "a call counts as a sign of life even where it does not close",
        [
            visit("vacant", at="28 09:00", evidence=["meter"], by=LI),
            visit("screened_phone", at="29 09:00", by=ZHAO, how="video"),
            visit("vacant", at="30 09:00", evidence=["meter"], by=WANG),
        ],
        {"state": "vacant", **OPEN},
        policy=RoundPolicy(phone_closes=False),
    ),
]

POSITIVES: Final = [
    Case(
        "a returnee is not hidden by a later visit that found nothing",
        [visit("screened", at="29 09:00", triggers=["returnee"]), visit("screened", at="30 09:00", by=WANG)],
        {"state": "screened", "triggers": ("returnee",)},
    ),
    Case(
        "nor by being closed, out of scope or unanswered",
        [
            visit("refused", at="27 09:00", triggers=["symptom"]),
            visit("vacant", at="28 09:00", evidence=["meter"], by=WANG),
            visit("vacant", at="29 09:00", evidence=["meter"], by=ZHAO),
            closed(at="30 09:00"),
        ],
        {"state": "vacant_confirmed", **OUT, "triggers": ("symptom",)},
    ),
    Case(
        "two phones disagree offline: both stay, the positive shows",
        [
            visit("screened", at="30 09:01", by=WANG, persons=3),
            visit("screened", at="30 09:00", by=LI, persons=3, triggers=["contact", "symptom"]),
        ],
        {"state": "screened", "triggers": ("symptom", "contact"), "attempts": 2},
    ),
    Case(
        "a trigger of one household stays on the door",
        [
            visit("screened", at="30 09:00", household=1, households=2, triggers=["contact"]),
            visit("screened", at="30 09:05", household=2, households=2),
        ],
        {**CLOSED, "triggers": ("contact",)},
    ),
    Case(
        "only withdrawing the visit itself takes its trigger away",
        [
            visit("screened", at="30 09:00", triggers=["returnee"], label="wrong"),
            visit("screened", at="30 09:30"),
            withdrawal("wrong", at="30 09:40"),
        ],
        {"state": "screened", "triggers": (), "attempts": 1},
    ),
]

FILES: Final = {
    "outcomes": OUTCOMES,
    "orders": ORDERS,
    "corrections": CORRECTIONS,
    "second_looks": SECOND_LOOKS,
    "away": AWAY,
    "proxy": PROXY,
    "households": HOUSEHOLDS,
    "phone": PHONE,
    "positives": POSITIVES,
    **NOBODY_HOME,
}
