"""Company: who goes with whom today, who has not said, who is away and who stands in."""

from collections.abc import Mapping

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.people.roles import OWNS_DOORS
from bulou.core.people.rules import pairs
from bulou.desk.page import Page
from bulou.projections.views.chain import OnDuty
from bulou.projections.views.company import outings


def pairs_today(here: Page, duty: OnDuty) -> Mapping[str, object]:
    """`pairs` as (one, other, since), `alone` as (one, since), `silent`: field people on duty who said nothing."""
    today = pairs(outings=outings(here.scope, at=here.at), at=here.at, zone=here.region.zone)
    said = {one.author_id for one in today} | {one.partner_id for one in today}
    field = {
        post.person_id
        for posts in duty.by_area.values()
        for post in posts
        if post.post in OWNS_DOORS and post.on_duty_at(here.at)
    }
    silent = sorted((duty.name(person), person) for person in field - said)
    return {
        "pairs": [one for one in today if one.partner_id],
        "alone": [one for one in today if not one.partner_id],
        "silent": silent,
        "field": len(field),
    }


class Away(Struct, frozen=True, kw_only=True):
    """Somebody who is away now, until when (None: open), and who stands in; nobody: the doors may be uncovered."""

    person_id: Id
    name: str
    until: Instant | None
    stand_ins: tuple[tuple[Id, str], ...]


def absent(duty: OnDuty) -> list[Away]:
    """Everybody who is away from a post now, by name."""
    posts = [post for some in duty.by_area.values() for post in some]
    found = {}
    for person in {post.person_id for post in posts if post.absent_at(duty.at)}:
        away = [post for post in posts if post.person_id == person and post.absent_at(duty.at)]
        ids, absences = {post.id for post in away}, [post.absent_at(duty.at) for post in away]
        ends = [one.until for one in absences if one]
        instead = {post.person_id: duty.name(post.person_id) for post in posts if post.stands_in_for in ids}
        found[person] = Away(
            person_id=person,
            name=duty.name(person),
            until=max((end for end in ends if end), default=None) if None not in ends else None,
            stand_ins=tuple(instead.items()),
        )
    return sorted(found.values(), key=lambda one: (one.name, one.person_id))
