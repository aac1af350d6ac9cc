"""What can be said about facts themselves and the devices that wrote them: held, released, a store lost."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId

HoldReason = Literal[
    "unknown_kind",
    "unknown_version",
    "unreadable_body",
    "no_right",
    "not_this_person",
    "unknown_place",
    "unknown_round",
    "unknown_fact",
    "wrong_subject",
]


class FactHeld(Struct, frozen=True, kw_only=True):
    """The server keeps this fact (subject: fact) out of every figure until somebody judges it.

    `waits_for`: the id whose arrival lets it be judged again by itself.
    """

    reason: HoldReason
    waits_for: WireId | None = None


class FactReleased(Struct, frozen=True, kw_only=True):
    """A held fact counts from now on: a person released it, or the fact that it waited for arrived."""

    reason: Literal["judged", "arrived"] = "judged"


class DeviceStoreLost(Struct, frozen=True, kw_only=True):
    """A phone found its store wiped (subject: the lost device): its last number and how many were unsent."""

    last_seq: Annotated[int, Meta(ge=0, le=2**53)]
    unsent: Annotated[int, Meta(ge=0, le=2**31 - 1)]
