"""A share: what one file holds of one community, where its rows are of several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bulou.rosters.lines import Line
from bulou.rosters.verdicts import RowVerdict

Items = list[Line | RowVerdict]
_TAIL = re.compile(r"(?:社区)?(?:居民委员会|居委会)?$")
_REGION = re.compile(r".*[省市县镇乡](?=.{2})|.*街道(?:办事处|办)?(?=.{2})")


def community_name(said: str) -> str:
    """The community's name as files are called after it: 东关 for 吉昌镇东关社区居委会."""
    return _REGION.sub("", _TAIL.sub("", said.strip()))


def shares_of(items: Sequence[Line | RowVerdict], usual: str) -> dict[str, Items]:
    """The items by community; only `usual` where the rows do not name two or more.

    A row belongs where it says, else where its compound's other rows say. What is not data goes with the row below it.
    """
    of_compound = _by_compound(items)
    found: dict[str, Items] = {}
    waiting: Items = []
    last: tuple[str, str] | None = None
    for item in items:
        if isinstance(item, RowVerdict):
            if last and last[0] == item.sheet and item.reason not in ("title", "header", "section"):
                found[last[1]].append(item)
            else:
                waiting.append(item)
            continue
        name = _community(item, of_compound) or usual
        found.setdefault(name, []).extend([*waiting, item])
        waiting, last = [], (item.sheet, name)
    found.setdefault(last[1] if last else usual, []).extend(waiting)
    return found if len(found) > 1 else {usual: list(items)}


def _community(line: Line, of_compound: dict[str, str]) -> str:
    if line.sure_community:
        return community_name(line.community)
    return of_compound.get(line.place.compound, "") if line.place else community_name(line.community)


def _by_compound(items: Sequence[Line | RowVerdict]) -> dict[str, str]:
    """What most rows of each compound say; a slip in one address moves nobody to another community."""
    said: dict[str, Counter[str]] = {}
    for item in items:
        if isinstance(item, Line) and item.place and item.community:
            said.setdefault(item.place.compound, Counter())[community_name(item.community)] += 1
    return {compound: counter.most_common(1)[0][0] for compound, counter in said.items()}
