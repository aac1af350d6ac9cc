"""Pinyin: writes the table of readings for search; `python -m tools.pinyin` needs pypinyin, which runs nowhere else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

TABLE = Path(__file__).parents[1] / "src" / "bulou" / "ground" / "readings.txt"
MOST = 3
"""Readings of a character that are kept, the most usual first; rarer ones would only find what nobody means."""
OPENING = (
    "# Readings: a syllable and the characters read so, by how usual it is for them. Written by tools/pinyin.py.\n"
)


def main() -> None:
    """A line for every rank of a reading and syllable: "0 xian 县先...", characters of GBK in their order."""
    by_syllable: dict[tuple[int, str], list[str]] = defaultdict(list)
    for code in range(0x4E00, 0x9FA6):
        character = chr(code)
        syllables = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False, errors="ignore")
        for rank, syllable in enumerate(dict.fromkeys(syllables[0]) if syllables else ()):
            if rank < MOST and syllable.isascii() and syllable.isalpha():
                by_syllable[(rank, syllable)].append(character)
    lines = [f"{rank} {syllable} {''.join(some)}\n" for (rank, syllable), some in sorted(by_syllable.items())]
    TABLE.write_text(OPENING + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
