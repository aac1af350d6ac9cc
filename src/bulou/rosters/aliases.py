"""An alias: another spelling under which the same file names a compound."""

from __future__ import annotations

from collections import Counter

from bulou.rosters.places import compound_kind, normal_name

_TAILS = ("小区", "家属院", "家属楼", "花园", "佳苑", "家园", "公寓", "苑", "院")
_REGION = ("省", "市", "县", "区", "镇", "乡", "街道", "社区", "村")


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
        if target != name:
            found[name] = target
    return found


def _usual_spelling(names: Counter[str]) -> dict[str, str]:
    usual: dict[str, str] = {}
    for name, _ in names.most_common():
        usual.setdefault(normal_name(name), name)
    return usual
