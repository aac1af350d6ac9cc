"""Reasons: why a row is held or is not data, and the words that say so."""

from typing import Final

HELD: Final = (
    "no_place",
    "no_compound",
    "no_room",
    "no_building",
    "contradictory",
    "follows_held",
    "like_known",
    "elsewhere",
    "too_long",
    "not_understood",
    "garbled",
)
IGNORED: Final = (
    "blank",
    "title",
    "header",
    "section",
    "total",
    "stamp",
    "note",
    "summary",
    "hidden",
    "chat",
    "skipped",
)


def reason_key(family: str, reason: str) -> str:
    """The key of the words: family is "held", "remedy" or "ignored"."""
    known = IGNORED if family == "ignored" else HELD
    return f"import.{family}.{reason if reason in known else 'other'}"
