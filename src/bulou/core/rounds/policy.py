"""The policy of a round: what closes a door in it, and how people go about it (做法). Immutable after launch."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Small = Annotated[int, Meta(ge=1, le=20)]
Method = Literal["door", "phone", "video", "intercom", "proxy"]
METHODS: tuple[Method, ...] = ("door", "phone", "video", "intercom", "proxy")
Protection = Literal["mask", "gloves", "glasses", "distance", "outside", "disinfect"]


class RoundPolicy(Struct, frozen=True, kw_only=True):
    """What counts as final in one round, and the ways of working that phones show.

    `phone_closes`: an answer by phone, video or intercom is final. `proxy_attempts` in `proxy_bands` different time
    bands must have failed before a neighbour's word closes a door as proxy. `away_rechecks`: later attempts, in
    another time band or on another working day, after which "away" is final for the round.
    `vacant_evidence`: so many different kinds of evidence must be named before an empty home is confirmed;
    `confirm_by`: who may be the second person, anybody else or only a supervisor. `close_attempts` in `close_bands`
    time bands must have failed before a supervisor closes a door without an answer.
    `methods`: the ways in which a household may be reached; without "proxy" a neighbour's word never closes.
    `pairs`, `phone_first`, `protection` and `advice` (words to read before going) bind people, not figures.
    """

    phone_closes: bool = True
    proxy_attempts: Small = 3
    proxy_bands: Annotated[int, Meta(ge=1, le=3)] = 2
    away_rechecks: Small = 1
    vacant_evidence: Annotated[int, Meta(ge=0, le=6)] = 1
    confirm_by: Literal["another", "supervisor"] = "another"
    close_attempts: Annotated[int, Meta(ge=0, le=20)] = 0
    close_bands: Annotated[int, Meta(ge=0, le=3)] = 0
    methods: tuple[Method, ...] = METHODS
    pairs: bool = False
    phone_first: bool = False
    protection: tuple[Protection, ...] = ()
    advice: dict[Literal["zh", "en"], Annotated[str, Meta(max_length=600)]] = {}
