"""A frame: the shape of buildings or of a lane as somebody remembers it, and exactly which doors that makes."""

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

Numbering = Literal["floor", "padded", "through", "sequence", "letter"]
"""How doors are numbered: 101 102; 0101 0102; 101 102 | 103 104 through the stairwells; 1 2 3 4; 1A 1B."""
FrameUse = Literal["home", "business"]

MOST_DOORS: Final = 3000
"""Doors that one sentence may make; what is more is a slip of the pen."""
MOST_ON_A_FLOOR: Final = 60
HIGHEST: Final = 120
SHOPS: Final = "底商"
"""The label of the row of shops below a building, which belong to no stairwell."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class FramedDoor(Struct, frozen=True, kw_only=True):
    """A door that a frame makes. `building` and `stairwell` are empty where there is none; a house has no `floor`."""

    building: str
    stairwell: str
    label: str
    floor: int | None
    use: FrameUse = "home"


class Frame(Struct, frozen=True, kw_only=True):
    """Buildings of one shape. `stairwells` ("",): not divided. No floors: the buildings are known and nothing more.

    `floors` as they are counted in the building, the missing ones left out, cellars negative. `shops`: None, no shops;
    0, the ground floor of every stairwell is shops; a number, so many shops below every building.
    """

    buildings: tuple[str, ...]
    stairwells: tuple[str, ...] = ()
    floors: tuple[int, ...] = ()
    landing: int = 0
    numbering: Numbering = "floor"
    shops: int | None = None

    def doors(self) -> Iterator[FramedDoor]:
        """Every door, building by building, stairwell by stairwell, from the ground upwards."""
        for building in self.buildings:
            if self.shops and self.floors:
                for number in range(1, self.shops + 1):
                    yield FramedDoor(
                        building=building, stairwell=SHOPS, label=f"{SHOPS}{number}", floor=1, use="business"
                    )
            for at, stairwell in enumerate(self.stairwells):
                yield from self._stairwell(building, stairwell, at)

    def _stairwell(self, building: str, stairwell: str, at: int) -> Iterator[FramedDoor]:
        floors = [floor for floor in self.floors if not (self.shops and floor == 1)]
        for storey, floor in enumerate(floors):
            for flat in range(1, self.landing + 1):
                yield FramedDoor(
                    building=building,
                    stairwell=stairwell,
                    label=self._label(floor, flat, storey=storey, stairwell=at),
                    floor=floor,
                    use="business" if self.shops == 0 and floor == 1 else "home",
                )

    def _label(self, floor: int, flat: int, *, storey: int, stairwell: int) -> str:
        below = "地下" if floor < 0 else ""
        height = abs(floor)
        match self.numbering:
            case "padded":
                return f"{below}{height:02}{flat:02}"
            case "through":
                return f"{below}{height}{stairwell * self.landing + flat:02}"
            case "sequence":
                return str(storey * self.landing + flat)
            case "letter":
                return f"{below}{height}{_LETTERS[flat - 1]}"
        return f"{below}{height}{flat:02}"

    def size(self) -> int:
        """How many doors it makes."""
        ground = 1 in self.floors
        flats = len(self.stairwells) * (len(self.floors) - bool(self.shops and ground)) * self.landing
        return len(self.buildings) * (flats + ((self.shops or 0) if self.floors else 0))

    def fault(self) -> str:
        """The code of what cannot be, or nothing."""
        if len(set(self.buildings)) < len(self.buildings) or len(set(self.stairwells)) < len(self.stairwells):
            return "twice"
        if any(not -9 <= floor <= HIGHEST or floor == 0 for floor in self.floors):
            return "floors"
        across = len(self.stairwells) * self.landing if self.numbering == "through" else self.landing
        if across > (len(_LETTERS) if self.numbering == "letter" else 99) or self.landing > MOST_ON_A_FLOOR:
            return "landing"
        return "too_many" if self.size() > MOST_DOORS else ""


class Houses(Struct, frozen=True, kw_only=True):
    """The houses of a lane or street by number, in walking order."""

    numbers: tuple[int, ...]

    def doors(self) -> Iterator[FramedDoor]:
        """Every house."""
        for number in self.numbers:
            yield FramedDoor(building="", stairwell="", label=f"{number}号", floor=None)

    def size(self) -> int:
        """How many doors it makes."""
        return len(self.numbers)
