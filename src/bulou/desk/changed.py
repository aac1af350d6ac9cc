"""Changed: what is asked or done otherwise in a round than in the one before, in words."""

from collections.abc import Sequence
from typing import Any, Final

from bulou.core.rounds.changes import changes
from bulou.desk.page import Page
from bulou.projections.read import read
from bulou.projections.views.rounds import QuestionSetRow, RoundRow, Rounds, policy_of, questions_of

MARKS: Final = {"+": "change.new", "-": "change.gone", "~": "change.other"}


def changed(here: Page, row: RoundRow, sets: Sequence[QuestionSetRow]) -> list[str]:
    """One sentence for each change; none for the first round."""
    earlier = [one for one in read(here.scope, Rounds()) if one.number < row.number]
    if not earlier:
        return []
    before = earlier[-1]
    asked, asks = questions_of(sets, before), questions_of(sets, row)
    told = {one.id: one.text[here.language] for one in (*asked, *asks)}
    was, now = policy_of(before), policy_of(row)
    return [
        here.word(MARKS[one[0]], question=told[one[1:]])
        if one[0] in MARKS
        else _way(here, one, getattr(was, one), getattr(now, one))
        for one in changes(before=was, after=now, asked=asked, asks=asks)
    ]


def _way(here: Page, name: str, was: Any, now: Any) -> str:  # noqa: ANN401  # a field of the policy, of any type
    """One way of working that changed, with what holds now."""
    way = here.word(f"way.{name}")
    if isinstance(now, bool):
        return here.word("change.on" if now else "change.off", way=way)
    if isinstance(now, int):
        return here.word("change.number", way=way, was=was, now=now)
    if isinstance(now, str):
        return here.word("change.to", way=way, now=here.word(f"way.{name}.{now}"))
    family = "method" if name == "methods" else name
    words = here.word("list.comma").join(here.word(f"{family}.{one}") for one in now)
    return here.word("change.to", way=way, now=words or here.word("change.nothing"))
