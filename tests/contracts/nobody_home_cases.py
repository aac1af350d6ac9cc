"""Golden cases of doors that stay shut: evidence, second looks, lit windows, overrules, amendments, other methods."""

from __future__ import annotations

from typing import Final

from bulou.core.rounds.policy import RoundPolicy
from tests.contracts.telling import LI, WANG, ZHAO, Case, amended, confirmed, overruled, visit, window, withdrawal

OPEN = {"closed": False, "out_of_scope": False}
CLOSED = {"closed": True, "out_of_scope": False}
OUT = {"closed": False, "out_of_scope": True}

EVIDENCE: Final = [
    Case(
        "two persons without any evidence do not make an empty home",
        [visit("vacant", at="28 09:00", by=LI), visit("vacant", at="28 19:00", by=WANG)],
        {"state": "vacant", **OPEN, "second_look": True, "lacks": "evidence"},
    ),
    Case(
        "one person with every evidence lacks the second person",
        [visit("vacant", at="28 09:00", by=LI, evidence=["meter", "neighbour", "property_office"])],
        {"state": "vacant", **OPEN, "lacks": "person"},
    ),
    Case(
        "a round may ask for two kinds of evidence: the same kind twice is one",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 19:00", by=WANG, evidence=["meter"]),
        ],
        {"state": "vacant", **OPEN, "lacks": "evidence"},
        policy=RoundPolicy(vacant_evidence=2),
    ),
    Case(
        "the evidence of both adds up",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 19:00", by=WANG, evidence=["property_office"]),
        ],
        {"state": "vacant_confirmed", **OUT, "lacks": ""},
        policy=RoundPolicy(vacant_evidence=2),
    ),
    Case(
        "evidence brought later by the first person completes what two said",
        [
            visit("vacant", at="28 09:00", by=LI),
            visit("vacant", at="28 19:00", by=WANG),
            visit("vacant", at="29 09:00", by=LI, evidence=["meter"]),
        ],
        {"state": "vacant_confirmed", **OUT},
    ),
    Case(
        "a shop needs a second person but no meter",
        [visit("not_dwelling", at="28 09:00", by=LI), visit("not_dwelling", at="28 19:00", by=WANG)],
        {"state": "not_dwelling_confirmed", **OUT},
        policy=RoundPolicy(vacant_evidence=3),
    ),
    Case(
        "where a supervisor must confirm, two workers do not",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 19:00", by=WANG, evidence=["neighbour"]),
        ],
        {"state": "vacant", **OPEN, "lacks": "supervisor"},
        policy=RoundPolicy(confirm_by="supervisor"),
    ),
    Case(
        "the supervisor's second look confirms",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            confirmed("vacant", at="28 20:00", how="phone", evidence=["owner_phone"]),
        ],
        {"state": "vacant_confirmed", **OUT},
        policy=RoundPolicy(confirm_by="supervisor"),
    ),
    Case(
        "a supervisor's word alone is one person's word",
        [confirmed("vacant", at="28 20:00", evidence=["owner_phone"])],
        {"state": "vacant", **OPEN, "lacks": "person"},
        policy=RoundPolicy(confirm_by="supervisor"),
    ),
    Case(
        "a confirmed claim that is withdrawn needs its second look again",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 19:00", by=WANG, label="second"),
            withdrawal("second", at="28 19:30", by=WANG),
        ],
        {"state": "vacant", **OPEN, "lacks": "person"},
    ),
]

LIGHTS: Final = [
    Case(
        "a lit window says where to climb, but nobody knocked",
        [window(at="28 19:40", lit=True)],
        {"state": "untouched", **OPEN, "attempted": False, "attempts": 0, "lit_at": 1580211600000, "tried_at": None},
    ),
    Case(
        "a lit window at a door called empty opens it again",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 15:00", by=WANG, evidence=["neighbour"]),
            window(at="28 19:40", lit=True, by=ZHAO),
        ],
        {"state": "occupied_no_answer", **OPEN, "second_look": False, "attempts": 2},
    ),
    Case(
        "nobody home after the light does not make it empty again",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            window(at="28 19:40", lit=True),
            visit("no_answer", at="29 09:00"),
        ],
        {"state": "no_answer", **OPEN},
    ),
    Case(
        "nor does it after somebody refused through the door",
        [
            visit("vacant", at="28 09:00", evidence=["meter"]),
            visit("refused", at="28 19:00", by=WANG),
            visit("no_answer", at="29 09:00"),
        ],
        {"state": "no_answer", **OPEN},
    ),
    Case(
        "light where nobody answered: somebody seems to be in",
        [visit("no_answer", at="28 15:00"), window(at="28 19:40", lit=True)],
        {"state": "occupied_no_answer", **OPEN, "attempts": 1, "bands": ("afternoon",)},
    ),
    Case(
        "light cancels that the household is away",
        [visit("away", at="28 09:00"), visit("no_answer", at="28 15:00"), window(at="28 19:40", lit=True)],
        {"state": "occupied_no_answer", **OPEN},
    ),
    Case(
        "light changes nothing about a door that answered",
        [visit("screened", at="28 09:00", persons=2), window(at="28 19:40", lit=True)],
        {"state": "screened", **CLOSED},
    ),
    Case(
        "a dark window is evidence of emptiness, not an attempt",
        [
            visit("vacant", at="28 09:00", by=LI),
            visit("vacant", at="28 15:00", by=WANG),
            window(at="28 19:40", lit=False, by=ZHAO),
        ],
        {"state": "vacant_confirmed", **OUT, "attempts": 2, "lit_at": None},
    ),
    Case(
        "three dark evenings are a second kind of evidence; three looks in one evening are not",
        [
            visit("vacant", at="26 09:00", by=LI),
            visit("vacant", at="26 15:00", by=WANG),
            window(at="26 19:00", lit=False),
            window(at="26 20:00", lit=False),
            window(at="26 21:00", lit=False),
        ],
        {"state": "vacant", **OPEN, "lacks": "evidence"},
        policy=RoundPolicy(vacant_evidence=2),
    ),
    Case(
        "on three evenings they are",
        [
            visit("vacant", at="26 09:00", by=LI),
            visit("vacant", at="26 15:00", by=WANG),
            window(at="26 19:00", lit=False),
            window(at="27 20:00", lit=False),
            window(at="28 21:00", lit=False),
        ],
        {"state": "vacant_confirmed", **OUT},
        policy=RoundPolicy(vacant_evidence=2),
    ),
    Case(
        "light in between begins the dark evenings anew",
        [
            window(at="26 19:00", lit=False),
            window(at="27 20:00", lit=True),
            visit("vacant", at="28 09:00", by=LI),
            visit("vacant", at="28 15:00", by=WANG),
        ],
        {"state": "vacant", **OPEN, "lacks": "evidence"},
    ),
    Case(
        "a window belongs to every household behind the door",
        [
            visit("vacant", at="28 09:00", household=1, households=2, evidence=["meter"]),
            visit("vacant", at="28 09:05", household=2, households=2, evidence=["meter"]),
            window(at="28 19:40", lit=True),
        ],
        {"state": "occupied_no_answer", **OPEN, "households": 2},
    ),
]

OVERRULES: Final = [
    Case(
        "an overruled visit closes nothing: the door is owed again, and was attempted",
        [visit("screened", at="28 09:00", persons=3), overruled(1, at="28 21:00")],
        {
            "state": "overruled",
            **OPEN,
            "screened": False,
            "attempted": True,
            "contacted": False,
            "attempts": 1,
            "persons": 0,
            "next_band": "afternoon",
        },
    ),
    Case(
        "it may arrive before what it overrules",
        [overruled(2, at="28 21:00"), visit("screened", at="28 09:00", persons=3)],
        {"state": "overruled", **OPEN, "attempts": 1},
    ),
    Case(
        "a visit after it counts as any other",
        [visit("screened", at="28 09:00"), overruled(1, at="28 21:00"), visit("screened", at="29 09:00", persons=4)],
        {"state": "screened", **CLOSED, "persons": 4, "attempts": 2},
    ),
    Case(
        "a positive is not overruled away",
        [visit("screened", at="28 09:00", triggers=["symptom"]), overruled(1, at="28 21:00")],
        {"state": "overruled", **OPEN, "triggers": ("symptom",)},
    ),
    Case(
        "one of two claims overruled leaves the other without a second person",
        [
            visit("vacant", at="28 09:00", by=LI, evidence=["meter"]),
            visit("vacant", at="28 15:00", by=WANG, evidence=["neighbour"]),
            overruled(2, at="28 21:00"),
            visit("no_answer", at="29 09:00", by=ZHAO),
        ],
        {"state": "vacant", **OPEN, "lacks": "person"},
    ),
    Case(
        "an overrule can be taken back",
        [
            visit("screened", at="28 09:00", persons=3),
            overruled(1, at="28 21:00", label="ruling"),
            withdrawal("ruling", at="28 21:10"),
        ],
        {"state": "screened", **CLOSED, "persons": 3},
    ),
    Case(
        "it goes with the visit that it was about",
        [
            visit("screened", at="28 09:00", label="wrong"),
            overruled(1, at="28 21:00"),
            withdrawal("wrong", at="28 22:00"),
        ],
        {"state": "untouched", **OPEN, "attempts": 0},
    ),
    Case(
        "behind one door it speaks of one household",
        [
            visit("screened", at="28 09:00", household=1, households=2, persons=2),
            visit("screened", at="28 09:05", household=2, households=2, persons=3),
            overruled(2, at="28 21:00", household=2),
        ],
        {"state": "overruled", **OPEN, "households": 2, "persons": 2, "contacted": True},
    ),
]

AMENDMENTS: Final = [
    Case(
        "an amended answer adds its trigger and changes nothing else",
        [visit("screened", at="28 09:00", persons=3), amended(1, at="28 20:00", triggers=["symptom"])],
        {"state": "screened", **CLOSED, "triggers": ("symptom",), "attempts": 1, "persons": 3},
    ),
    Case(
        "an amendment takes no trigger away",
        [visit("screened", at="28 09:00", triggers=["returnee"]), amended(1, at="28 20:00")],
        {"state": "screened", "triggers": ("returnee",)},
    ),
    Case(
        "it goes with the visit whose answers it amends",
        [
            visit("screened", at="28 09:00", label="wrong"),
            amended(1, at="28 20:00", triggers=["symptom"]),
            withdrawal("wrong", at="28 20:30"),
        ],
        {"state": "untouched", "triggers": ()},
    ),
    Case(
        "it may arrive before the visit",
        [amended(2, at="28 20:00", triggers=["contact"]), visit("screened", at="28 09:00")],
        {"state": "screened", "triggers": ("contact",), "attempts": 1},
    ),
]

METHODS: Final = [
    Case(
        "a call reached them, nobody stood at the door",
        [visit("refused_soft", at="28 09:00", how="phone"), visit("no_answer", at="28 19:00")],
        {"state": "no_answer", "contacted": True, "contact": "phone", "bands": ("morning", "evening")},
    ),
    Case(
        "at the door outweighs the call, whatever came last",
        [visit("appointment", at="28 09:00"), visit("screened_phone", at="28 19:00", how="phone", persons=2)],
        {"state": "screened_phone", "contact": "door"},
    ),
    Case(
        "a neighbour's word is no contact with the household",
        [visit("proxy", at="28 09:00", evidence=["neighbour"])],
        {"state": "proxy", "contacted": False, "contact": "proxy"},
    ),
    Case(
        "a notice on the door is left, and nothing else is said",
        [visit("no_answer", at="28 09:00", notice_left=True, notice_number="0173")],
        {"state": "no_answer", **OPEN, "contact": ""},
    ),
    Case(
        "where a neighbour's word is no method, it never closes",
        [visit("no_answer", at="29 09:00"), visit("no_answer", at="29 19:00"), visit("proxy", at="30 09:00")],
        {"state": "proxy", **OPEN},
        policy=RoundPolicy(methods=("door", "phone")),
    ),
]

NOBODY_HOME: Final = {
    "evidence": EVIDENCE,
    "lights": LIGHTS,
    "overrules": OVERRULES,
    "amendments": AMENDMENTS,
    "methods": METHODS,
}
