"""Pinyin: the keys under which a Chinese name is found, by its characters, its syllables or its initials.

A key is made of [0-9a-z] only, so that its order, and with it a search by its beginning, is the same on every database.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

KEY_LENGTH: Final = 60
_CHARACTERS: Final = 12
"""So much of a name, from any of its characters on, can be asked for."""
_VARIANTS: Final = 6
"""A name with many characters of several readings is kept in so many of them, the most usual first."""
_LAST: Final = "z" * KEY_LENGTH


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """The syllables of every character, the most usual first; read once, when the first name is asked for."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (Path(__file__).parent / "readings.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, syllable, characters = line.split(" ")
            for character in characters:
                found[character] = (*found.get(character, ()), syllable)
    return found


def folded(text: str) -> str:
    """A text as it is compared: narrow, small letters, no spaces and signs."""
    return re.sub(r"[\s·•,，.。、()（）-]+", "", unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=20_000)
def keys_of(name: str) -> frozenset[str]:
    """Every key of a name: from each of its characters on, as characters, as whole syllables, as initials."""
    text = folded(name)
    keys = set()
    for start in range(len(text)):
        part = text[start : start + _CHARACTERS]
        if not start or _is_chinese(part[0]):
            keys.add(_written(part))
            for syllables in _spoken(part):
                keys.add(_key("p", "".join(syllables)))
                keys.add(_key("p", "".join(syllable if syllable.isdigit() else syllable[:1] for syllable in syllables)))
    return frozenset(key for key in keys if len(key) > 1)


def key_of(asked: str) -> str:
    """The beginning of the keys that answer what somebody typed; an empty text for nothing that could be a name."""
    text = folded(asked)[:_CHARACTERS] if any(map(_is_chinese, folded(asked))) else folded(asked)
    if text and all(map(_is_chinese, text)):
        return _written(text)
    key = _key("p", "".join(next(_spoken(text)))) if text else ""
    return key if len(key) > 1 else ""


def after(key: str) -> str:
    """The last key that could begin with this one."""
    return f"{key}{_LAST}"[: KEY_LENGTH + 1]


def answers(name: str, asked: str) -> bool:
    """Whether a name is among what somebody means who typed this much."""
    key = key_of(asked)
    return bool(key) and any(one.startswith(key) for one in keys_of(name))


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _written(part: str) -> str:
    return _key("u", "".join(f"{ord(character):04x}" for character in part))


def _key(kind: str, text: str) -> str:
    return f"{kind}{re.sub('[^0-9a-z]', '', text)}"[:KEY_LENGTH]


def _spoken(part: str) -> Iterator[list[str]]:
    """The syllables of a text in its usual reading, then with one character at a time in another one."""
    known = _readings()
    each = [known.get(character, (character,)) for character in part]
    usual = [readings[0] for readings in each]
    yield usual
    others = [(at, other) for at, readings in enumerate(each) for other in readings[1:]]
    for at, other in others[: _VARIANTS - 1]:
        yield [*usual[:at], other, *usual[at + 1 :]]
