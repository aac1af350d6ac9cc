"""Merging: a door that is on the list twice is withdrawn as the other one, comes back, or is told apart from it."""

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.latest import in_order, superseded
from bulou.core.territory.facts import DwellingListed, DwellingToldApart, DwellingWithdrawn
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.ledger import read as ledger
from bulou.rosters.writing import Author


def merge(author: Author, *, keep: Id, drop: Id) -> None:
    """Withdraws every standing listing of `drop`, which is the same door as `keep`. Raises NotSaid.

    Its visits, counts and contacts stay facts of its own story and count nowhere.
    """
    listings = _listings(author.region_id, drop)
    gone = superseded(ledger.of_keys(author.region_id, [f"dwelling:{drop}"]))
    standing = tuple(one.fact.fact_id for one in listings if one.fact.fact_id not in gone)
    body = DwellingWithdrawn(same_as=keep)
    _say(author, Saying(subject_kind="dwelling", subject_id=drop, body=body, supersedes=standing))


def restore(author: Author, *, door: Id) -> None:
    """Lists a withdrawn door again as it was listed last: with its place, its visits and its people. Raises NotSaid."""
    listed: DwellingListed = body_of(_listings(author.region_id, door)[-1].fact)
    _say(author, Saying(subject_kind="dwelling", subject_id=door, body=listed))


def tell_apart(author: Author, *, door: Id, other: Id, apart: bool = True) -> None:
    """Says that two doors which look alike are two; or takes that back. Raises NotSaid."""
    body = DwellingToldApart(other=other, apart=apart)
    _say(author, Saying(subject_kind="dwelling", subject_id=door, body=body))


def _listings(region_id: Id, door: Id) -> list[Entry]:
    entries = in_order(ledger.of_keys(region_id, [f"dwelling:{door}"]))
    return [one for one in entries if one.fact.kind == "DwellingListed"]


def _say(author: Author, saying: Saying) -> None:
    say([saying], region_id=author.region_id, by=author.by, now=author.now, zone=author.zone)
