"""Behind the doors: who is at home when, who refuses, where nobody lives; known to nobody until somebody knocks."""

from random import Random
from typing import Any, Final, Literal

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Band, Instant, band
from bulou.ops.demo.calendar import ZONE, on, written
from bulou.ops.demo.town import Door, Town

Temper = Literal["ordinary", "away", "refuses", "hard_of_hearing", "left", "vacant", "shop", "observed"]
"""`left`: on the list as occupied, but nobody lives there any more."""

AT_HOME: Final[dict[Band, float]] = {"morning": 0.30, "afternoon": 0.29, "evening": 0.50}
"""How often a first knock is answered; 20 to 40 per cent by day, better in the evening."""
ON_THE_PHONE: Final = 0.52
LIT: Final[dict[Temper, float]] = {
    "ordinary": 0.55,
    "refuses": 0.6,
    "hard_of_hearing": 0.6,
    "observed": 0.8,
    "away": 0.02,
}
"""How often there is light behind a door that did not open; where nobody lives, never."""
PERSUADED: Final = 0.6
"""How often a refusal is resolved when a head whom the household knows comes along."""
Body = dict[str, Any]


class Household(Struct, kw_only=True):
    """What is true behind one door."""

    temper: Temper
    persons: int
    home_factor: float
    phone_known: bool
    trigger: str | None = None
    told: bool = False
    awaits: Instant | None = None


class Answered(Struct, frozen=True, kw_only=True):
    """What came of one attempt: the body of the visit, and a trigger that a person record follows from."""

    body: Body
    takes: int
    trigger: str | None = None


class Behind:
    """The truth about every door of the town, and chance."""

    def __init__(self, town: Town, *, rng: Random) -> None:
        self.rng = rng
        self.households: dict[Id, Household] = {door.id: self._household(door) for door in town.doors}

    def _household(self, door: Door) -> Household:
        if door.use != "home":
            return Household(
                temper="shop" if door.use == "business" else "vacant", persons=0, home_factor=0, phone_known=False
            )
        temper: Temper = self.rng.choices(
            ("ordinary", "away", "refuses", "hard_of_hearing", "left"), weights=(925, 34, 14, 7, 10)
        )[0]
        changed = self.rng.choices((0, 1, -1, 2), weights=(86, 7, 4, 3))[0]
        trigger = self.rng.choices((None, "returnee", "symptom", "contact"), weights=(9872, 120, 5, 3))[0]
        return Household(
            temper=temper,
            persons=max(door.persons + changed, 1),
            home_factor=self.rng.choice((0.3, 0.8, 1.0, 1.0, 1.3, 1.5)),
            phone_known=self.rng.random() < 0.85,
            trigger=trigger if temper == "ordinary" else None,
        )

    def lit(self, door_id: Id) -> bool:
        """Whether there is light in the window of an evening."""
        chance = LIT.get(self.households[door_id].temper, 0)
        return chance > 0 and self.rng.random() < chance

    def added(self, door_id: Id) -> None:
        """A door that no list had, with somebody at home."""
        self.households[door_id] = Household(
            temper="ordinary", persons=self.rng.randint(1, 4), home_factor=1.5, phone_known=False
        )

    def attempt(self, door_id: Id, *, at: Instant, how: str, persuades: bool = False) -> Answered:
        """What happens when somebody knocks or calls at this moment; `persuades`: with somebody whom they listen to."""
        one = self.households[door_id]
        if one.temper == "observed":
            return self._said({"outcome": "under_observation"}, 20)
        awaited = one.awaits is not None and abs(at - one.awaits) < 60 * MINUTE
        if one.temper == "ordinary":
            return self._ordinary(one, at, how, awaited=awaited)
        if how == "phone":
            return self._called(one, at)
        if one.temper in {"vacant", "left", "shop"}:
            return self._nobody_lives(one)
        if one.temper == "away":
            return self._neighbour_says_away(at)
        return self._reluctant(one, at, how, persuades=persuades)

    def _ordinary(self, one: Household, at: Instant, how: str, *, awaited: bool) -> Answered:
        chance = ON_THE_PHONE if how == "phone" else AT_HOME[band(at, ZONE)] * one.home_factor
        if awaited or self.rng.random() < chance:
            return self._opened(one, at, how)
        if how == "phone":
            return self._said({"outcome": "no_answer", "how": "phone"}, 45)
        lit = band(at, ZONE) == "evening" and self.rng.random() < 0.22
        if lit or self.rng.random() < 0.03:
            return self._said({"outcome": "occupied_no_answer", "signs": ["light" if lit else "sound"]}, 70)
        return self._said({"outcome": "no_answer"}, 55)

    def _opened(self, one: Household, at: Instant, how: str) -> Answered:
        if how == "door" and one.awaits is None and self.rng.random() < 0.05:
            one.awaits = at + self.rng.choice((90, 180, 240, 1440)) * MINUTE
            return self._said({"outcome": "appointment", "appointment_at": written(one.awaits)}, 90)
        one.awaits = None
        absent = self.rng.randint(1, 2) if one.persons > 2 and self.rng.random() < 0.13 else 0
        outcome = "screened_phone" if how == "phone" else "screened_part" if absent else "screened"
        body: Body = {"outcome": outcome, "persons": one.persons}
        if absent and how == "door":
            body["absent"] = absent
        if how != "door":
            body["how"] = how
        found, one.told = (None if one.told else one.trigger), True
        if one.trigger:
            body["triggers"] = [one.trigger]
        return self._said(body, 150 if how == "door" else 110, trigger=found)

    def _called(self, one: Household, at: Instant) -> Answered:
        if one.temper == "away" and self.rng.random() < 0.5:
            return self._said({"outcome": "away", "how": "phone", "away_until": on(at, days=6)}, 100)
        if one.temper == "refuses" and self.rng.random() < 0.4:
            return self._said({"outcome": "refused_soft", "how": "phone"}, 80)
        return self._said({"outcome": "no_answer", "how": "phone"}, 45)

    def _nobody_lives(self, one: Household) -> Answered:
        if one.temper == "shop":
            return self._said({"outcome": "not_dwelling"}, 30)
        if self.rng.random() < (0.8 if one.temper == "vacant" else 0.35):
            evidence = self.rng.choice(("meter", "neighbour", "property_office", "sealed"))
            return self._said({"outcome": "vacant", "evidence": [evidence]}, 50)
        return self._said({"outcome": "no_answer"}, 50)

    def _neighbour_says_away(self, at: Instant) -> Answered:
        told = self.rng.random()
        if told < 0.45:
            return self._said({"outcome": "away", "evidence": ["neighbour"], "away_until": on(at, days=5)}, 80)
        if told < 0.55:
            return self._said({"outcome": "proxy", "evidence": ["neighbour"]}, 80)
        return self._said({"outcome": "no_answer"}, 55)

    def _reluctant(self, one: Household, at: Instant, how: str, *, persuades: bool) -> Answered:
        if persuades and self.rng.random() < PERSUADED:
            return self._opened(one, at, how)
        if self.rng.random() > AT_HOME[band(at, ZONE)] + 0.1:
            return self._said({"outcome": "no_answer"}, 55)
        if one.temper == "hard_of_hearing":
            if self.rng.random() < 0.4:
                return self._opened(one, at, how)
            return self._said({"outcome": "language"}, 120)
        if self.rng.random() < 0.3:
            return self._opened(one, at, how)
        return self._said({"outcome": self.rng.choice(("refused_soft", "refused_soft", "refused"))}, 90)

    def _said(self, body: Body, seconds: int, *, trigger: str | None = None) -> Answered:
        return Answered(body=body, takes=round(seconds * 1000 * self.rng.uniform(0.7, 1.4)), trigger=trigger)
