"""A column's role, told from the words that clerks write above it."""

from __future__ import annotations

import re
from functools import lru_cache

from bulou.rosters.cells import fold
from bulou.rosters.synonyms import WORDS, Role

_PATTERNS = tuple((role, re.compile(words)) for role, words in WORDS)
PEOPLE_ROLES = frozenset({Role.NAME, Role.HEAD, Role.OWNER, Role.MEMBERS})


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role | None:
    """The role of a header's label, or None when these are not words that head a column."""
    text = re.sub(r"[\s*:★☆_.·\-]+", "", fold(label).lower())
    bare = re.sub(r"[(\[【<].*?[)\]】>]|[(\[【<].*$", "", text)
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
_WEAK = frozenset({Role.RELATION, Role.NOTE, Role.OTHER, Role.USE, Role.SEX, Role.AGE, Role.HOUSEHOLD, Role.LIVED_IN})


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
    if len(roles) < 2 or known * 5 < filled * 3 or not roles - _WEAK:
        return False
    return not any(c in _VALUES or len(c) > 24 for c in cells if c)


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
