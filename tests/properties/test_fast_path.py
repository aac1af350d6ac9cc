"""The fast path of a door: what is added to its memory is what the whole list of its attempts says."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulou.core.kernel.entries import Entry
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.visits.facts import OutcomeOverruled, VisitRecorded, VisitWithdrawn
from bulou.core.visits.fold import fold, follow, standing
from bulou.core.visits.memory import Memory, remember
from bulou.core.visits.rules import state_of
from tests.properties import by_the_book
from tests.properties.door_facts import Told, entries, policies, tellings

ZONE = ZoneInfo("Asia/Shanghai")
NOBODY_HOME = VisitRecorded(outcome="no_answer")
VACANT, NOT_FOUND = VisitRecorded(outcome="vacant"), VisitRecorded(outcome="not_found")
TWO_CONFIRMED = [
    Told(body=body, who=who, hour=hour)
    for hour, (body, who) in enumerate([(VACANT, 0), (NOT_FOUND, 0), (NOT_FOUND, 1), (VACANT, 1), (NOT_FOUND, 0)])
]
"""The last word decides which of two confirmed claims stands."""
WITHDRAWAL_FIRST = [Told(body=VisitWithdrawn(), who=0, hour=5, gone=(1,)), Told(body=NOBODY_HOME, who=0, hour=1)]


def _stored(memory: Memory) -> Memory:
    return msgspec.json.decode(msgspec.json.encode(memory), type=Memory)


def _anew(known: list[Entry]) -> Memory:
    visits = fold(known)
    return remember(standing(visits), withdrawn=visits.withdrawn, zone=ZONE)


def _arriving(order: list[Entry]) -> tuple[Memory, int]:
    """The memory after these arrive one by one, stored in between, and how many of them were simply added."""
    memory = Memory()
    added = 0
    for number, entry in enumerate(order, start=1):
        before = _stored(memory)
        if follow(memory, entry, ZONE):
            added += 1
        else:
            assert memory == before, "what could not be added must leave no trace"
            memory = _anew(order[:number])
        memory = _stored(memory)
    return memory, added


@settings(max_examples=200)
@given(tellings(), st.randoms(use_true_random=False), policies)
@example(WITHDRAWAL_FIRST, None, RoundPolicy())
def test_in_whatever_order_facts_arrive_and_however_often_the_memory_is_that_of_them_all(
    told: list[Told], chance: Random | None, policy: RoundPolicy
) -> None:
    everything = entries(told)
    order = [*everything, *everything[::3]]
    if chance is not None:
        chance.shuffle(order)
    memory, _ = _arriving(order)
    assert memory == _anew(everything)
    assert state_of(memory, policy) == by_the_book.door_state(visits=fold(everything), policy=policy, zone=ZONE)


@settings(max_examples=250)
@given(tellings(most=30), policies)
@example(TWO_CONFIRMED, RoundPolicy())
def test_after_every_fact_the_state_is_the_one_in_the_book(told: list[Told], policy: RoundPolicy) -> None:
    known: list[Entry] = []
    memory = Memory()
    for entry in entries(told):
        known.append(entry)
        if not follow(memory, entry, ZONE):
            memory = _anew(known)
        assert state_of(memory, policy) == by_the_book.door_state(visits=fold(known), policy=policy, zone=ZONE)


@given(st.lists(tellings(most=1), min_size=2, max_size=30))
def test_facts_in_order_that_change_none_before_them_never_ask_for_the_earlier_ones(lists: list[list[Told]]) -> None:
    harmless = [one for (one,) in lists if not isinstance(one.body, OutcomeOverruled)]
    told = [Told(body=one.body, who=one.who, hour=hour) for hour, one in enumerate(harmless)]
    assert _arriving(entries(told))[1] == len(told)


def test_a_late_fact_and_a_correction_ask_for_the_earlier_ones() -> None:
    told = [Told(body=NOBODY_HOME, who=0, hour=9), Told(body=NOBODY_HOME, who=0, hour=2)]
    assert _arriving(entries(told))[1] == 1
    corrected = [Told(body=NOBODY_HOME, who=0, hour=1), Told(body=NOBODY_HOME, who=0, hour=2, gone=(0,))]
    assert _arriving(entries(corrected))[1] == 1


def test_thirty_attempts_are_remembered_in_less_room_than_two_facts() -> None:
    told = [Told(body=NOBODY_HOME, who=hour % 3, hour=hour) for hour in range(30)]
    assert len(msgspec.json.encode(_anew(entries(told)))) < 600
