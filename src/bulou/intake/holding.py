"""Holding and releasing at the door: both are facts, said by the server or by the person who judged."""

from collections.abc import Mapping, Sequence

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.facts import FactHeld, FactReleased
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.judging import Judgement, judge_all
from bulou.intake.said import Saying, said
from bulou.ledger import append as ledger
from bulou.ledger import read
from bulou.projections import held as held_facts
from bulou.projections.apply import apply

CHANNEL = "server"


def hold(head: ledger.Head, judgements: Mapping[Id, Judgement], *, now: Instant) -> None:
    """Says that these stored facts do not count yet; they appear on the desk with their reason."""
    sayings = [
        Saying(subject_kind="fact", subject_id=fact_id, body=FactHeld(reason=j.reason, waits_for=j.waits_for))
        for fact_id, j in judgements.items()
    ]
    if sayings:
        _say(head, sayings, by=head.region_id, now=now)


def release(head: ledger.Head, fact_ids: Sequence[Id], *, by: Id, now: Instant, reason: str = "judged") -> None:
    """Lets held facts count: says so, and folds them into the state of their keys."""
    still = held_facts.still_held(head.region_id, fact_ids)
    if not still:
        return
    body = FactReleased(reason="arrived" if reason == "arrived" else "judged")
    _say(head, [Saying(subject_kind="fact", subject_id=one, body=body) for one in still], by=by, now=now)
    released = held_facts.lifted(head.region_id, read.by_ids(head.region_id, still))
    apply(head.region_id, released)
    release_waiting(head, released, now=now)


def release_waiting(head: ledger.Head, arrived: Sequence[Entry], *, now: Instant, heard: Sequence[Entry] = ()) -> None:
    """Judges again what waited for the things that these facts made known; releases it or holds it for what is left.

    `heard`: facts that came just now, held ones too; what takes one of them back has waited for them themselves.
    """
    made_known = [e.fact.subject.id for e in arrived if e.fact.kind.endswith(("Listed", "Drawn", "Launched", "Issued"))]
    made_known += [e.fact.fact_id for e in heard if e.key.startswith("visit:")]
    waiting = read.by_ids(head.region_id, held_facts.waiting_for(head.region_id, made_known))
    if not waiting:
        return
    judgements = judge_all(head.region_id, waiting)
    hold(head, judgements, now=now)
    free = [entry.fact.fact_id for entry in waiting if entry.fact.fact_id not in judgements]
    release(head, free, by=head.region_id, now=now, reason="arrived")


def _say(head: ledger.Head, sayings: Sequence[Saying], *, by: Id, now: Instant) -> None:
    facts = said(sayings, region_id=head.region_id, by=by, now=now)
    apply(head.region_id, ledger.append(head, [one.as_written for one in facts], now=now, channel=CHANNEL))
