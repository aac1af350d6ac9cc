"""Order sheets: one page that tells one person the day's work - how many doors, where, why, when, and what to ask."""

from msgspec import Struct


class Place(Struct, frozen=True, kw_only=True):
    """A stairwell or lane with what is owed there; `reasons` are words with their numbers."""

    name: str
    eligible: int
    owed: int
    reasons: str


class Appointment(Struct, frozen=True, kw_only=True):
    """A door that somebody is expected at; `late`: the time has passed."""

    time: str
    door: str
    late: bool


class OrderPaper(Struct, frozen=True, kw_only=True):
    """The orders of one person for one day."""

    person: str
    community: str
    day: str
    round_name: str
    deadline: str
    eligible: int
    owed: int
    places: tuple[Place, ...]
    appointments: tuple[Appointment, ...]
    sheets: tuple[str, ...]
    read_out: str
    printed: str


class OrdersPaper(Struct, frozen=True, kw_only=True):
    """Orders printed together, a page or more each."""

    orders: tuple[OrderPaper, ...]
