"""Look-alikes: a name that may be another spelling of one that is known; only a person can say."""

import re
from collections.abc import Iterable

from bulou.rosters.places import compound_kind, normal_name

_TELLS_APART = re.compile("[0-9A-Z零一二三四五六七八九十东南西北中上下前后左右内外新老旧大小甲乙丙丁期区院号]")
_SHORTEST = 4
"""Names below this length differ by one character as a matter of course: 东关 and 西关."""


def look_alike(name: str, known: Iterable[str]) -> str | None:
    """The known name that this may be a slip of: 水力小区 or 水利 for 水利小区; None when none is near."""
    mine = normal_name(name)
    for other in known:
        theirs = normal_name(other)
        if theirs != mine and compound_kind(name) == compound_kind(other) and _near(mine, theirs):
            return other
    return None


def _near(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 2 and (longer.startswith(shorter) or longer.endswith(shorter)):
        return not _TELLS_APART.search(longer.replace(shorter, "", 1).replace("小区", "").replace("社区", ""))
    if len(longer) < _SHORTEST:
        return False
    if len(a) == len(b):
        differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(differing) == 1 and not any(_TELLS_APART.match(c) for c in differing[0])
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    return shorter[at:] == longer[at + 1 :] and not _TELLS_APART.match(longer[at])
