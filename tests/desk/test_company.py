"""Who goes with whom today: said on a phone or not at all, the last word of the working day stands."""

from __future__ import annotations

from datetime import timedelta, timezone

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.instants import HOUR, MINUTE, parse_instant
from bulou.core.people.facts import OutingBegun
from bulou.core.people.fold import Outing
from bulou.core.people.rules import company, pairs
from bulou.core.visits.facts import VisitRecorded
from bulou.ground.words import catalogue
from bulou.intake.said import Saying, new_id
from tests.town import NOW, Town

WORDS = catalogue("zh")
ZONE = timezone(timedelta(hours=8))
EVENING = parse_instant("2020-01-30T19:46:00+08:00")


def set_out(town: Town, who: str, partner: str | None, *, at: int = NOW - HOUR) -> None:
    body = OutingBegun(partner_id=town.people[partner] if partner else None)
    town.say(Saying(subject_kind="outing", subject_id=new_id(at), body=body), by=who, at=at)


def test_the_desk_shows_pairs_and_who_has_not_said(town: Town, director: Client) -> None:
    address = f"/r/{town.region.code}/people"
    assert WORDS["pairs.silent"].format(n=2, field=2) in director.get(address).content.decode()
    set_out(town, "grid_worker", "volunteer")
    shown = director.get(address).content.decode()
    shown = shown[shown.index('id="pairs"') : shown.index("</section>", shown.index('id="pairs"'))]
    assert "张网格</a> + <a" in shown
    assert WORDS["pairs.silent"].split("{")[0] not in shown or "details" not in shown
    set_out(town, "volunteer", None, at=NOW - MINUTE)
    assert WORDS["pairs.alone"] in director.get(address).content.decode()


def test_the_story_of_a_door_says_who_was_there_together(town: Town, director: Client) -> None:
    visited = VisitRecorded(outcome="screened", persons=2, partner_id=town.people["volunteer"])
    town.visit("学背巷 3号", visited)
    page = director.get(f"/r/{town.region.code}/doors/{town.doors['学背巷 3号']}").content.decode()
    assert WORDS["story.partner"].format(name="刘志愿") in page


def test_yesterdays_pair_does_not_carry_over() -> None:
    said = [Outing(author_id="a", partner_id="b", at=EVENING - 20 * HOUR)]
    assert company(outings=said, person_id="a", at=EVENING, zone=ZONE) is None
    assert pairs(outings=said, at=EVENING, zone=ZONE) == []


words = st.builds(
    Outing,
    author_id=st.sampled_from("abcd"),
    partner_id=st.sampled_from([None, *"abcd"]),
    at=st.integers(EVENING - 30 * HOUR, EVENING + HOUR),
)


@given(st.lists(words, max_size=8, unique_by=lambda one: (one.at, one.author_id)))
def test_the_last_word_of_today_by_either_of_the_two_stands(said: list[Outing]) -> None:
    begins = parse_instant("2020-01-30T04:00:00+08:00")
    for person in "abcd":
        mine = [one for one in said if person in {one.author_id, one.partner_id} and begins <= one.at <= EVENING]
        found = company(outings=reversed(said), person_id=person, at=EVENING, zone=ZONE)
        assert (found is None) == (not mine)
        if found:
            assert found.at == max(one.at for one in mine)
            assert found in pairs(outings=said, at=EVENING, zone=ZONE)
