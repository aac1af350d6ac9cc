"""What follows from places: who may take a door back again."""

from collections.abc import Iterable

from bulou.core.catalogue import body_of
from bulou.core.kernel.envelope import Fact


def takes_back_own_door(withdrawal: Fact, said: Iterable[Fact]) -> bool:
    """Whether a withdrawal takes back a door that its author listed on the same phone, and nothing else was said of.

    `said`: every fact about the door, its visits and the people found there included. Once somebody else relied on
    the door, or its author knocked there, whether it exists is no longer for one person to say.
    """
    others = [fact for fact in said if fact.fact_id != withdrawal.fact_id]
    return len(others) == 1 and _added_by_the_same(withdrawal, others[0])


def _added_by_the_same(withdrawal: Fact, listing: Fact) -> bool:
    return (
        listing.kind == "DwellingListed"
        and body_of(listing).source in ("added", "framed")
        and listing.author_id == withdrawal.author_id
        and listing.device_id is not None
        and listing.device_id == withdrawal.device_id
        and listing.fact_id in withdrawal.supersedes
    )
