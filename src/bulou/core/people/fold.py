"""How facts become posts: taken, away from, left; and how units become partners of an area."""

from msgspec import Struct

from bulou.core.catalogue import body_of
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant, parse_instant
from bulou.core.kernel.latest import in_order, latest
from bulou.core.people.facts import AreaKind, FallbackReason, PostKind


class Absence(Struct, frozen=True, array_like=True):
    """A time away from a post, from `since` until `until` (exclusive; None: open); `id` is the fact that said so."""

    id: Id
    since: Instant
    until: Instant | None = None

    def covers(self, at: Instant) -> bool:
        """Whether the person is away at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


class Post(Struct, frozen=True, kw_only=True):
    """A person's post over an area, from `since` until `until` (exclusive; None: open), and the times away from it."""

    person_id: Id
    post: PostKind
    area_kind: AreaKind
    area_id: Id
    since: Instant
    until: Instant | None = None
    id: Id = ""
    stands_in_for: Id | None = None
    absences: tuple[Absence, ...] = ()

    def held_at(self, at: Instant) -> bool:
        """Whether the person is in post at this instant: what somebody in post says counts, also from home."""
        return self.since <= at and (self.until is None or at < self.until)

    def absent_at(self, at: Instant) -> Absence | None:
        """The absence that covers this instant."""
        return next((one for one in self.absences if one.covers(at)), None)

    def on_duty_at(self, at: Instant) -> bool:
        """Whether the person is in post at this instant and not away: only then somebody answers for the doors."""
        return self.held_at(at) and self.absent_at(at) is None


class Partner(Struct, frozen=True, kw_only=True):
    """A unit that helps an area, from `since` until `until` (exclusive; None: open)."""

    name: str
    area_kind: AreaKind
    area_id: Id
    since: Instant
    until: Instant | None = None


class Signature(Struct, frozen=True, kw_only=True):
    """Somebody answers for leaving an area's doors in fallback, from `since` until `until` (exclusive; None: open)."""

    id: Id
    area_kind: AreaKind
    area_id: Id
    reason: FallbackReason
    signed_by: Id
    since: Instant
    until: Instant | None = None

    def stands_at(self, at: Instant) -> bool:
        """Whether it is in force at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


class Outing(Struct, frozen=True, kw_only=True):
    """Somebody sets out with somebody, or alone."""

    author_id: Id
    partner_id: Id | None
    at: Instant


def post(entries: list[Entry]) -> Post | None:
    """What taking, being away from and leaving one post add up to, or None when nobody ever took it."""
    taken = latest(entries, "PostTaken")
    if taken is None:
        return None
    body = body_of(taken.fact)
    return Post(
        id=taken.fact.subject.id,
        person_id=body.person_id,
        post=body.post,
        area_kind=body.area_kind,
        area_id=body.area_id,
        since=parse_instant(body.since),
        until=_end(body.until, latest(entries, "PostLeft")),
        stands_in_for=body.stands_in_for,
        absences=_absences(entries),
    )


def partner(entries: list[Entry]) -> Partner | None:
    """What assigning and releasing one unit add up to, or None when nobody ever assigned it."""
    assigned = latest(entries, "PartnerUnitAssigned")
    if assigned is None:
        return None
    body = body_of(assigned.fact)
    return Partner(
        name=body.name,
        area_kind=body.area_kind,
        area_id=body.area_id,
        since=parse_instant(body.since),
        until=_end(body.until, latest(entries, "PartnerUnitReleased")),
    )


def signature(entries: list[Entry]) -> Signature | None:
    """What signing and withdrawing add up to, or None when nobody ever signed."""
    signed = latest(entries, "FallbackSigned")
    if signed is None:
        return None
    body = body_of(signed.fact)
    return Signature(
        id=signed.fact.subject.id,
        area_kind=body.area_kind,
        area_id=body.area_id,
        reason=body.reason,
        signed_by=signed.fact.author_id,
        since=signed.ordered_at,
        until=_end(body.until, latest(entries, "FallbackSignatureWithdrawn")),
    )


def outing(entries: list[Entry]) -> Outing | None:
    """What was said of one outing, or None when it was taken back."""
    said = latest(entries, "OutingBegun")
    if said is None:
        return None
    return Outing(author_id=said.fact.author_id, partner_id=body_of(said.fact).partner_id, at=said.ordered_at)


def _end(planned: str | None, said: Entry | None) -> Instant | None:
    """The earlier of what was planned and what was said later."""
    ends = [parse_instant(one) for one in (planned, body_of(said.fact).until if said else None) if one]
    return min(ends) if ends else None


def _absences(entries: list[Entry]) -> tuple[Absence, ...]:
    """Every time away, in the one total order; one that ended before it began is none."""
    ended: dict[Id, Instant] = {}
    for entry in entries:
        if entry.fact.kind == "AbsenceEnded":
            body = body_of(entry.fact)
            until = parse_instant(body.until)
            ended[body.absence_id] = min(until, ended.get(body.absence_id, until))
    found = []
    for entry in in_order(entries):
        if entry.fact.kind != "AbsenceRecorded":
            continue
        body = body_of(entry.fact)
        since = parse_instant(body.since)
        planned = parse_instant(body.until) if body.until else None
        ends = [one for one in (planned, ended.get(entry.fact.fact_id)) if one]
        if not ends or min(ends) > since:
            found.append(Absence(entry.fact.fact_id, since, min(ends) if ends else None))
    return tuple(found)
