"""Wording: a frame said in the sentence that would be read as that frame, as a clerk writes it."""

from typing import Final

from bulou.core.territory.framing.frame import Frame, Houses, Numbering

_NUMBERED: Final[dict[Numbering, str]] = {
    "floor": "", "padded": "门牌0101起", "letter": "门牌1A起", "sequence": "门牌1起", "through": "门牌通排",
}  # fmt: skip


def wording(frame: Frame | Houses) -> str:
    """The sentence; reading it gives the frame again."""
    if isinstance(frame, Houses):
        return "、".join(f"{number}号" for number in frame.numbers)
    words = [f"{'、'.join(frame.buildings)}号楼"]
    if frame.floors:
        words += [_stairwells(frame.stairwells), *_floors(frame.floors), f"每层{frame.landing}户"]
        words += [_NUMBERED[frame.numbering], _shops(frame.shops)]
    return " ".join(word for word in words if word)


def _stairwells(labels: tuple[str, ...]) -> str:
    if labels == ("",):
        return "不分单元"
    if labels == tuple(str(one) for one in range(1, len(labels) + 1)):
        return f"{len(labels)}单元"
    return f"第{'、'.join(labels)}单元"


def _floors(floors: tuple[int, ...]) -> list[str]:
    above = [floor for floor in floors if floor > 0]
    missing = [str(floor) for floor in range(above[0], above[-1]) if floor not in above]
    words = [f"{above[-1]}层" if above[0] == 1 else f"{above[0]}-{above[-1]}层"]
    words += [f"没有{'、'.join(missing)}层"] if missing else []
    return words + ([f"地下{-floors[0]}层"] if floors[0] < 0 else [])


def _shops(shops: int | None) -> str:
    return "" if shops is None else f"底商{shops}间" if shops else "底商"
