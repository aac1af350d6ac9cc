"""An alias: another spelling under which the same file names a compound."""

from __future__ import annotations

import re
from collections import Counter

from bulou.rosters.places import compound_kind, normal_name

_TAILS = ("小区", "家属院", "家属楼", "花园", "佳苑", "家园", "公寓", "苑", "院")
# 东关街水利小区: the street says where the compound is and is no part of its name.
_ON_STREET = re.compile(
    r"[\u4e00-\u9fff]{1,5}?[街路巷](?P<compound>[\u4e00-\u9fff]{2,}(?:小区|家属院|家属楼|花园|花苑|佳苑|家园|公寓|苑))"
)
_REGION = ("省", "市", "县", "区", "镇", "乡", "街道", "社区", "村", "街", "路", "巷")


def aliases_of(names: Counter[str]) -> dict[str, str]:
    """Each spelling that stands for another name of this file: 吉县水利小区 and 水利 for 水利小区."""
    found: dict[str, str] = {}
    usual = _usual_spelling(names)
    for name in names:
        target = usual[normal_name(name)]
        longer = [n for n in names if n != name and n.startswith(name) and n[len(name) :] in _TAILS]
        shorter = [n for n in names if n != name and name.endswith(n) and name[: -len(n)].endswith(_REGION)]
        if len(longer) == 1 and compound_kind(name) == "compound":
            target = longer[0]
        elif shorter:
            target = min(shorter, key=len)
        elif (beyond := _ON_STREET.fullmatch(name)) and _is_alone(beyond["compound"], names):
            target = beyond["compound"]
        if target != name:
            found[name] = target
    return found


def _is_alone(compound: str, names: Counter[str]) -> bool:
    """Whether the file knows the compound on one street only: 东关街物资局家属院 and 西关街物资局家属院 are two."""
    return sum(n.endswith(compound) for n in names) == 1


def _usual_spelling(names: Counter[str]) -> dict[str, str]:
    usual: dict[str, str] = {}
    for name, _ in names.most_common():
        usual.setdefault(normal_name(name), name)
    return usual
