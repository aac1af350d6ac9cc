"""Outcomes: the codes of an attempt and what each says about the door (AAPOR families, Chinese practice)."""

from typing import Final, Literal, get_args

OutcomeCode = Literal[
    "screened",
    "screened_part",
    "screened_phone",
    "self_report",
    "proxy",
    "no_answer",
    "occupied_no_answer",
    "no_access",
    "appointment",
    "refused_soft",
    "refused",
    "away",
    "vacant",
    "not_dwelling",
    "not_found",
    "duplicate",
    "language",
    "unable",
    "under_observation",
]
OUTCOMES: Final[tuple[OutcomeCode, ...]] = get_args(OutcomeCode)

Word = Literal[OutcomeCode, "closed_unresolved", "overruled", "lit", "dark", "amended"]
"""What can be said about a door in a round: the outcome of an attempt, or something that needs nobody at the door."""

Trigger = Literal["returnee", "symptom", "contact"]
TRIGGERS: Final[tuple[Trigger, ...]] = get_args(Trigger)

SCREENED: Final = frozenset({"screened", "screened_part", "screened_phone"})
"""Somebody of the household answered the questions."""

CONTACTED: Final = SCREENED | {"appointment", "refused_soft", "refused", "language", "unable"}
"""Somebody of the household was spoken to."""

SIGNS_OF_LIFE: Final = CONTACTED | {"occupied_no_answer", "under_observation", "self_report", "lit"}
"""Contradicts an earlier claim that nobody lives here."""

NEEDS_SECOND_LOOK: Final = frozenset({"vacant", "not_dwelling", "not_found", "duplicate"})
"""Takes a door out of scope, but only when a second person says the same."""

FINALITY: Final = (
    "closed_unresolved", "proxy_final", "away_final", "under_observation",
    "screened_phone", "screened_part", "screened",
)  # fmt: skip
"""Ways of being closed, the least telling first: behind one door the least telling household speaks."""

NOBODY_LIVES_OR_IS_HERE: Final = NEEDS_SECOND_LOOK | {"away"}
"""What a sign of life makes void."""

NOT_AN_ATTEMPT: Final = frozenset({"self_report", "under_observation"})
"""Nobody of ours went to the door."""
