"""Marks: the sign and the tone by which a door's state is recognised; the same signs as on the phone and on paper."""

from typing import Final, Literal

from msgspec import Struct

Tone = Literal["plain", "done", "open", "out", "alarm"]

PATHS: Final = {
    "empty": "M4 4h16v16H4z",
    "check": "M4 13l5 5L20 6",
    "dash": "M4 12h16",
    "cross": "M5 5l14 14M19 5L5 19",
    "circle": "M12 4a8 8 0 100 16 8 8 0 000-16z",
    "struck": "M12 4a8 8 0 100 16 8 8 0 000-16zM5 19L19 5",
    "clock": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l4 3",
    "bang": "M12 3v12M12 19v2",
    "plus": "M12 4v16M4 12h16",
    "hash": "M9 3L7 21M17 3l-2 18M3 9h18M3 15h18",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "dots": "M4 12h2M11 12h2M18 12h2",
    "lamp": "M4 18h16M12 3a5 5 0 00-3 9v2h6v-2a5 5 0 00-3-9z",
    "again": "M20 12a8 8 0 11-3-6M20 3v6h-6",
    "lens": "M10 3a7 7 0 100 14 7 7 0 000-14zM15 15l6 6",
    "gate": "M5 21V5h14v16M12 5v16M3 21h18",
}


class Look(Struct, frozen=True):
    """A sign and its tone. The sign alone must be enough: on paper there is no colour."""

    sign: str
    tone: Tone


_DONE: Final = {"screened": "check", "screened_part": "check", "screened_phone": "check"}
_OUT: Final = {
    "under_observation": "hash", "vacant_confirmed": "struck", "not_dwelling_confirmed": "struck",
    "not_found_confirmed": "struck", "duplicate_confirmed": "struck", "away_final": "arrow", "proxy_final": "dots",
    "closed_unresolved": "dash",
}  # fmt: skip
_OPEN: Final = {
    "self_report": "dots", "proxy": "dots", "no_answer": "dash", "occupied_no_answer": "lamp", "no_access": "gate",
    "appointment": "clock", "refused_soft": "cross", "refused": "cross", "away": "arrow", "vacant": "circle",
    "not_dwelling": "circle", "not_found": "circle", "duplicate": "circle", "language": "dots", "unable": "dots",
    "overruled": "again",
}  # fmt: skip

LOOKS: Final[dict[str, Look]] = {
    "untouched": Look("empty", "plain"),
    **{state: Look(sign, "done") for state, sign in _DONE.items()},
    **{state: Look(sign, "open") for state, sign in _OPEN.items()},
    **{state: Look(sign, "out") for state, sign in _OUT.items()},
}


def look_of(state: str, *, closed: bool) -> Look:
    """How a door looks. A phone answer that its round does not count as final is still open, and must look so."""
    look = LOOKS[state]
    return Look("dots", "open") if look.tone == "done" and not closed else look
