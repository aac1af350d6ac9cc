"""A column's role, told from the words that clerks write above it."""

from __future__ import annotations

import re
from functools import lru_cache

from bulou.rosters.cells import fold
from bulou.rosters.synonyms import WORDS, Role

_PATTERNS = tuple((role, re.compile(words)) for role, words in WORDS)
_MONTH = re.compile(
    r"(?:(?:20)?\d\d年?度?)?(?:1[0-2]|0?[1-9])月份?|20\d\d年度?|[应实]收.{0,4}|[上下]半年|[一二三四1-4]季度"
)
PEOPLE_ROLES = frozenset({Role.NAME, Role.HEAD, Role.OWNER, Role.MEMBERS})


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role | None:
    """The role of a header's label, or None when these are not words that head a column."""
    text = re.sub(r"[\s*:★☆_.·\-]+", "", fold(label).lower())
    bare = re.sub(r"[(\[【<].*?[)\]】>]|[(\[【<].*$", "", text)
    if _MONTH.fullmatch(bare):
        return Role.OTHER
    if not bare or len(bare) > 14 or re.search(r"\d{2}", bare):
        return None
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(bare):
            return role
    return None


# Words that stand in cells of data; 户主 and 租户 may be either and so are not here.
_VALUES = frozenset(
    (
        "男",
        "女",
        "自",
        "租",
        "自住",
        "租住",
        "常住",
        "外来",
        "出租",
        "本人",
        "配偶",
        "子",
        "女儿",
        "儿子",
        "居民",
    )
)
_DATA = re.compile(r"\d{5}")
_WEAK = frozenset(
    {
        Role.RELATION,
        Role.NOTE,
        Role.OTHER,
        Role.USE,
        Role.SEX,
        Role.AGE,
        Role.HOUSEHOLD,
        Role.LIVED_IN,
        Role.EMPTY,
        Role.TRADE,
    }
)


def is_header(cells: list[str]) -> bool:
    """Whether the row only names columns: two roles or more, three cells in five known, none that holds data."""
    if _DATA.search(" ".join(cells)):
        return False
    roles: set[Role] = set()
    filled = known = 0
    for cell in cells:
        if not cell:
            continue
        filled += 1
        role = role_of(cell)
        if role is not None:
            known += 1
            roles.add(role)
        elif filled > known * 3 + 4:
            return False
    if len(roles) < 2 or not roles - _WEAK or any(len(c) > 24 for c in cells):
        return False
    # A ledger may have more columns of months and amounts than of anything else.
    if known * 5 < filled * 3 and (known < 5 or len(roles - _WEAK) < 3):
        return False
    either = [c for c in cells if c in _VALUES]
    if not either:
        return True
    # 自住 and 出租 may head columns of ticks, but only beside several words that head columns and nothing else.
    plain = {role_of(c) for c in cells if c and c not in _VALUES} - {None}
    return len(plain) >= 4 and filled - known < 2 and len(set(either)) == len(either)


def is_second_row(cells: list[str], above: list[str]) -> bool:
    """Whether the row completes the header above it: sub-headings under a group, nothing that is data."""
    filled = [(i, c) for i, c in enumerate(cells) if c]
    if not filled or any(re.search(r"\d{3}|[号栋幢]楼?$", c) and role_of(c) is None for _, c in filled):
        return False
    if any(
        i < len(above) and above[i] and role_of(above[i]) not in (None, Role.OTHER, role_of(c), *_GROUPS)
        for i, c in filled
    ):
        return False
    return sum(role_of(c) is not None for _, c in filled) * 2 > len(filled)


_GROUPS = (Role.ADDRESS, Role.HEAD, Role.MEMBERS, Role.USE, Role.NAME, Role.OWNER, Role.COUNT)


def combined(top: list[str], bottom: list[str]) -> list[Role | None]:
    """The roles under a header of two rows; a group's heading stretches to the right over its blank cells."""
    roles: list[Role | None] = []
    group = ""
    for i in range(max(len(top), len(bottom))):
        above = top[i] if i < len(top) else ""
        below = bottom[i] if i < len(bottom) else ""
        group = above or (group if below else "")
        roles.append(_under(group, below) if below else role_of(above))
    return roles


def _under(group: str, label: str) -> Role | None:
    role, over = role_of(label), role_of(group)
    if role is None:
        role = role_of(group + label) or over
    if role is Role.NAME and over in (Role.HEAD, Role.OWNER):
        return over
    return role
