"""Names of places as people say them: 水利小区 3号楼2单元 401, or "水利小区, building 3, stairwell 2, 401"."""

from typing import Protocol

from bulou.ground.words import Language, word


class Named(Protocol):
    """Anything that lies in a stairwell or lane: the words of its place."""

    @property
    def stairwell_kind(self) -> str: ...
    @property
    def stairwell(self) -> str: ...
    @property
    def building(self) -> str | None: ...
    @property
    def compound(self) -> str: ...


class NamedDoor(Named, Protocol):
    """A door with the words of its place."""

    @property
    def label(self) -> str: ...


class NamedCommunity(Protocol):
    """A community with its names in both languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def community_name(community: NamedCommunity, language: Language) -> str:
    """A community in the reader's language, where it has a name in it."""
    return community.name_en if language == "en" and community.name_en else community.name


def building_name(label: str, language: Language) -> str:
    """A building by its number, or by the name that it has."""
    return word("place.building", language, label=label) if label.isascii() and label.isalnum() else label


def stairwell_name(label: str, language: Language) -> str:
    """A stairwell by its number, or by the name that it has."""
    return word("place.stairwell", language, label=label) if label.isascii() and label.isalnum() else label


def within(place: Named, language: Language) -> str:
    """A stairwell or lane within its compound; a lane that is a street by itself has no more to say."""
    if place.stairwell_kind == "lane":
        return "" if place.stairwell == place.compound else place.stairwell
    parts = [building_name(place.building, language)] if place.building else []
    return word("place.joint", language).join([*parts, stairwell_name(place.stairwell, language)])


class NamedBuilding(Protocol):
    """Anything that lies in a building: its number and compound."""

    @property
    def building(self) -> str: ...
    @property
    def compound(self) -> str: ...


def building_words(place: NamedBuilding, language: Language) -> str:
    """A building with its compound."""
    return f"{place.compound} {building_name(place.building, language)}"


def stairwell_words(place: Named, language: Language) -> str:
    """A stairwell or lane with its compound."""
    inside = within(place, language)
    if not inside or inside.startswith(place.compound):
        return inside or place.compound
    return f"{place.compound} {inside}"


def door_words(place: NamedDoor, language: Language) -> str:
    """A door with its stairwell and compound."""
    return word("place.door", language, stairwell=stairwell_words(place, language), label=place.label)
