"""Standing: how the region and each community stand in a round; the same figures on Tonight, in status and in print."""

from collections import Counter
from typing import Final

from msgspec import Struct

from bulou.core.kernel.hearing import expected_since
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.paper.rules import COUNTS as PAPER
from bulou.core.paper.rules import paper_figures
from bulou.core.rounds.figures import area_figures
from bulou.ledger import regions
from bulou.projections.read import read
from bulou.projections.views import figures, phones
from bulou.projections.views.fallback import uncovered
from bulou.projections.views.remainder import carried_by_community
from bulou.projections.views.rounds import RoundRow, Rounds
from bulou.projections.views.sheets import paper
from bulou.projections.views.territory import Communities, CommunityRow

UNCOVERED: Final = ("unowned", "fallback", "fallback_unsigned")
"""Doors that nobody owns; of those in fallback (兜底) the ones that nobody signed for are counted once more."""

STATUS: Final = (
    "listed", "out_of_scope", "eligible", "attempted", "contacted", "screened", "closed", "owed",
    *UNCOVERED, "unframed", "carried", *PAPER,
)  # fmt: skip


class Standing(Struct, frozen=True, kw_only=True):
    """The figures of everything in the scope and of each community in it, and the arithmetic of the phones."""

    round: RoundRow | None
    region: dict[str, int]
    communities: list[tuple[CommunityRow, dict[str, int]]]
    phones: dict[str, int]
    heard_since: Instant
    """Phones that were not heard from since then count as unheard."""


def round_of(scope: Scope, number: int | None = None) -> RoundRow | None:
    """The round of this number, or the latest one."""
    rounds = read(scope, Rounds())
    wanted = [row for row in rounds if number is None or row.number == number]
    return wanted[-1] if wanted else None


def standing(scope: Scope, *, at: Instant, number: int | None = None) -> Standing:
    """How everything stands; since when phones must have been heard from is core.kernel.hearing's rule."""
    current = round_of(scope, number)
    round_id = current.id if current else None
    by_community = figures.figures(scope, level="community", round_id=round_id)
    owners = _owners(scope, at)
    _, sheets = paper(scope, round_id=round_id)
    unframed = Counter(row.community_id for row in read(scope, figures.Unframed()))
    carried = carried_by_community(scope)
    empty = {**area_figures(listed=0, rollups=[]), "residents": 0}
    communities = []
    for community in read(scope, Communities()):
        if not _within(scope, community.id, by_community):
            continue
        communities.append(
            (
                community,
                {
                    **by_community.get(community.id, empty),
                    **{name: owners[(community.id, name)] for name in UNCOVERED},
                    "unframed": unframed[community.id],
                    "carried": carried.get(community.id, 0),
                    **sheets.get(community.id, paper_figures([])),
                },
            )
        )
    every = [*empty, *UNCOVERED, "unframed", "carried", *PAPER]
    region = {name: sum(counts[name] for _, counts in communities) for name in every}
    since = heard_since(scope, current, at=at)
    return Standing(
        round=current,
        region=region,
        communities=communities,
        phones=phones.arithmetic(scope, since=since),
        heard_since=since,
    )


def heard_since(scope: Scope, current: RoundRow | None, *, at: Instant) -> Instant:
    """Since when the phones must have been heard from, in this round or in none."""
    zone = regions.zone_of(scope.region_id)
    return expected_since(at=at, zone=zone, opened_at=current.opened_at if current else 0)


def _within(scope: Scope, community_id: Id, seen: dict[Id | None, dict[str, int]]) -> bool:
    return scope.whole_region or community_id in scope.communities or community_id in seen


def _owners(scope: Scope, at: Instant) -> Counter[tuple[Id, str]]:
    doors: Counter[tuple[Id, str]] = Counter()
    for area in uncovered(scope, at=at):
        doors[(area.community_id, area.owned)] += area.doors
        if area.owned == "fallback" and area.signature is None:
            doors[(area.community_id, "fallback_unsigned")] += area.doors
    return doors
