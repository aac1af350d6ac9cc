"""Rounds as the desk names them."""

import json

from bulou.ground.words import Language, word
from bulou.projections.views.rounds import RoundRow


def round_name(row: RoundRow, language: Language) -> str:
    """The round's name in the reader's language, or its number."""
    names: dict[str, str] = json.loads(row.name)
    return names.get(language) or word("round.number", language, n=row.number)
