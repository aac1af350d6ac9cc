"""Boundaries: which compounds, buildings and stairwells an area holds, said so that one can walk along it."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bulou.desk.page import Page
from bulou.ground.words import Language, word
from bulou.projections.views.register import ListedStairwellRow


def boundary(here: Page, mine: Iterable[ListedStairwellRow], everything: Sequence[ListedStairwellRow]) -> str:
    """水利小区1—3号楼、4号楼1、2单元；东关街. A compound that lies in the area whole is only named."""
    chosen = {row.id for row in mine}
    said = []
    for _, group in groupby(everything, key=lambda row: row.compound_id):
        compound = list(group)
        inside = [row for row in compound if row.id in chosen]
        if inside:
            parts = [] if len(inside) == len(compound) else _buildings(here, inside, compound)
            said.append(
                compound[0].compound
                + here.word("grids.within" if parts else "grids.whole", parts=here.word("grids.comma").join(parts))
            )
    return here.word("grids.next").join(said)


def _buildings(here: Page, inside: Sequence[ListedStairwellRow], compound: Sequence[ListedStairwellRow]) -> list[str]:
    parts: list[str] = []
    whole: list[str] = []
    for building, group in groupby(inside, key=lambda row: row.building):
        stairwells = list(group)
        if building is None:
            parts += [row.label for row in stairwells]
        elif len(stairwells) == sum(1 for row in compound if row.building == building):
            whole.append(building)
        else:
            name = building_name(building, here.language)
            parts.append(here.word("grids.stairwells", building=name, stairwells=_ranges(here, stairwells)))
    numbered = [one for one in whole if is_number(one)]
    named = [one for one in whole if not is_number(one)]
    return ([building_name(ranges(numbered, here.language), here.language)] if numbered else []) + named + parts


def is_number(label: str) -> bool:
    """Whether a building bears a number or letter, not a name of its own."""
    return label.isascii() and label.isalnum()


def building_name(label: str, language: Language) -> str:
    """A building by its number, or by the name that it has."""
    return word("grids.buildings", language, buildings=label) if is_number(label[:1]) else label


def _ranges(here: Page, stairwells: Iterable[ListedStairwellRow]) -> str:
    return ranges([row.label for row in stairwells], here.language)


def ranges(labels: Iterable[str], language: Language) -> str:
    """1, 2, 3, 5, 东楼 as 1—3、5、东楼."""
    runs: list[list[str]] = []
    for label in labels:
        follows = runs and label.isdecimal() and runs[-1][-1].isdecimal() and int(label) == int(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(label)
        else:
            runs.append([label])
    comma = word("grids.comma", language)
    said = [word("grids.range", language, first=r[0], last=r[-1]) if len(r) > 2 else comma.join(r) for r in runs]
    return comma.join(said)
