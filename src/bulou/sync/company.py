"""Company: the colleagues that a phone offers when its person sets out, and whom that person goes with today."""

from datetime import tzinfo
from typing import Any

from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.rules import company
from bulou.projections.read import read
from bulou.projections.views.company import LastPost, colleagues, outings
from bulou.projections.views.people import names


def told(scope: Scope, *, after: int, now: Instant, zone: tzinfo) -> dict[str, Any]:
    """What a pull says about company; `colleagues` only when a post changed since the phone's cursor."""
    last = company(
        outings=outings(scope, at=now, person_id=scope.reader_id), person_id=scope.reader_id, at=now, zone=zone
    )
    pair = None
    if last is not None:
        other = last.partner_id if last.author_id == scope.reader_id else last.author_id
        pair = {"partner_id": other, "at": last.at}
    return {"pair": pair, **_colleagues(scope, after=after, now=now)}


def _colleagues(scope: Scope, *, after: int, now: Instant) -> dict[str, Any]:
    if after and read(scope, LastPost())[0].position <= after:
        return {}
    found = colleagues(scope, at=now)
    known = names(scope, {post.person_id for post in found})
    told = [{"id": p.person_id, "name": known.get(p.person_id, ""), "post": p.post} for p in found]
    return {"colleagues": [one for one in told if one["name"]]}
