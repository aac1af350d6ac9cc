"""The policy of a round: what closes a door in it. Immutable after launch."""

from typing import Annotated

from msgspec import Meta, Struct

Small = Annotated[int, Meta(ge=1, le=20)]


class RoundPolicy(Struct, frozen=True, kw_only=True):
    """What counts as final in one round.

    `phone_closes`: an answer by phone, video or intercom is final. `proxy_attempts` in `proxy_bands` different time
    bands must have failed before a neighbour's word closes a door as proxy. `away_rechecks`: later attempts, in
    another time band or on another working day, after which "away" is final for the round.
    """

    phone_closes: bool = True
    proxy_attempts: Small = 3
    proxy_bands: Annotated[int, Meta(ge=1, le=3)] = 2
    away_rechecks: Small = 1
