"""Changes: what is asked or done otherwise in a round than in the one before; people read it before they go."""

from collections.abc import Sequence
from typing import Final

import msgspec

from bulou.core.rounds.facts import Question
from bulou.core.rounds.policy import RoundPolicy

WAYS: Final = tuple(name for name in RoundPolicy.__struct_fields__ if name != "advice")
"""What can change of the ways of working; the words of advice are shown whole."""


def changes(
    *, before: RoundPolicy, after: RoundPolicy, asked: Sequence[Question], asks: Sequence[Question]
) -> list[str]:
    """Questions that are new ("+id"), gone ("-id") or put otherwise ("~id"), then the ways that changed, by name."""
    old, new = {one.id: one for one in asked}, {one.id: one for one in asks}
    found = [f"+{id_}" for id_ in new if id_ not in old]
    found += [f"~{id_}" for id_, one in new.items() if id_ in old and old[id_] != one]
    found += [f"-{id_}" for id_ in old if id_ not in new]
    was, is_ = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    return found + [name for name in WAYS if was[name] != is_[name]]
