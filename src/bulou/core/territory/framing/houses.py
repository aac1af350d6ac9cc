"""Houses of a lane by number: from one to another, the odd or the even ones, single ones, without the missing ones."""

import re
from typing import Final

from bulou.core.territory.framing.numbers import LIST, N, values

_SIDE: Final = r"单号|双号|奇数|偶数|全部|全号|ODD|EVEN|ALL"
_GONE: Final = re.compile(rf"(?:没有|没|无|缺|不含|除去?|去掉|跳过|NO|WITHOUT)\s*(?P<list>{LIST})\s*号?")
_FROM_TO: Final = rf"{N}号?-{N}(?:号(?![院楼]))?(?!\d|楼|单元|层)"
_ONE: Final = rf"{N}号(?![院楼])|(?<=NO )\d+|(?<=NOS )\d+"
_SOME: Final = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?:NOS?\.?\s*)?第?(?P<list>{_FROM_TO}|{_ONE})\s*"
    rf"[(]?\s*(?P<after>{_SIDE})?\s*(?:NUMBERS)?[)]?"
)
_ODD: Final = frozenset({"单号", "奇数", "ODD"})
_EVEN: Final = frozenset({"双号", "偶数", "EVEN"})


def houses(text: str) -> tuple[int, tuple[int, ...]]:
    """Where the numbers begin in a tidied line, and the houses in walking order. Raises BadRange."""
    gone: set[int] = set()
    begins = len(text)
    for found in _GONE.finditer(text):
        gone |= set(values(found["list"]))
        begins = min(begins, found.start())
    rest = _GONE.sub(lambda m: " " * len(m[0]), text)
    numbers: dict[int, None] = {}
    for found in _SOME.finditer(rest):
        begins = min(begins, found.start())
        side = found["before"] or found["after"] or ""
        numbers |= dict.fromkeys(one for one in values(found["list"].replace("号", "")) if _on(one, side))
    return (begins if numbers else len(text)), tuple(one for one in numbers if one not in gone)


def _on(number: int, side: str) -> bool:
    return (side not in _ODD or number % 2 == 1) and (side not in _EVEN or number % 2 == 0)
