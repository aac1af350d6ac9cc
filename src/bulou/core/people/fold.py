"""How facts become posts: taken, and left at a time."""

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.kernel.latest import latest
from bulou.core.people.facts import AreaKind, PostKind


class Post(Struct, frozen=True, kw_only=True):
    """A person's post over an area, from `since` until `until` (exclusive; None: open)."""

    person_id: Id
    post: PostKind
    area_kind: AreaKind
    area_id: Id
    since: Instant
    until: Instant | None = None

    def held_at(self, at: Instant) -> bool:
        """Whether the person is in post at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


def post(entries: list[Entry]) -> Post | None:
    """What taking and leaving one post add up to, or None when it was only ever left."""
    taken = latest(entries, "PostTaken")
    if taken is None:
        return None
    body = body_of(taken.fact)
    left = latest(entries, "PostLeft")
    ends = [parse_instant(one) for one in (body.until, body_of(left.fact).until if left else None) if one]
    return Post(
        person_id=body.person_id,
        post=body.post,
        area_kind=body.area_kind,
        area_id=body.area_id,
        since=parse_instant(body.since),
        until=min(ends) if ends else None,
    )
