"""Company: who goes with whom today, who goes alone, and who has not said."""

from collections.abc import Mapping

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
