"""As of: any picture of the past equals what was seen then, stays so whatever arrives later, and adds up.

Pictures are compared with the live read tables row for row, over every table that a rebuild fills: whoever adds a
count, a column, a table or a kind of fact and forgets the past finds it here.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import msgspec
import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.holding import hold
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant
from bulou.core.kernel.scope import Scope
from bulou.core.rounds.figures import COUNTS, OWED_REASONS, area_figures, counts_of
from bulou.core.rounds.policy import RoundPolicy
from bulou.core.territory.fold import place
from bulou.core.visits.fold import fold
from bulou.core.visits.rules import door_state
from bulou.ground import database
from bulou.ground.private import within
from bulou.intake.holding import release
from bulou.ledger import append, read
from bulou.ledger.regions import position
from bulou.projections import picture, rebuild
from bulou.projections.read import read as view
from bulou.projections.standing import standing
from bulou.projections.views.doors import LISTS, DoorCount, DoorFilter, Doors
from bulou.projections.views.figures import Level, figures
from bulou.projections.views.remainder import carried_by_community
from tests.properties.test_any_order import LATER, _deliver, _rows, _write, arrivals, tellings
from tests.town import NOW, ZONE, Town, build_town

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

LEVELS: Final[tuple[Level, ...]] = ("region", "community", "compound", "grid", "stairwell")
Seen = tuple[AsOf, dict[str, list[dict[str, Any]]]]


def _seen(town: Town, at: Instant) -> Seen:
    """What is on the screens at an instant, and the pair by which it can be found again."""
    return AsOf(at=at, cutoff=position(town.region_id)), _rows(town.region_id)


def _picture_of(town: Town, as_of: AsOf) -> dict[str, list[dict[str, Any]]]:
    with within(picture.draw(town.region_id, as_of).tables):
        return _rows(town.region_id)


def _release_all(town: Town, at: Instant) -> None:
    """Somebody lets every held fact count that can be read."""
    head = append.lock(town.region_id)
    release(head, _releasable(town.region_id), by=town.people["director"], now=at)
    append.unlock(head)


def _releasable(region_id: Id) -> list[Id]:
    rows = database.rows(
        "SELECT fact_id FROM held_fact WHERE region_id = %s AND released_at IS NULL"
        " AND reason IN ('no_right', 'not_this_person')",
        [region_id],
    )
    return sorted(row[0] for row in rows)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_moment_of_the_past_is_drawn_as_it_was_seen(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        town = build_town(floors=1)
        phones = {who: town.phone(who) for who in ("grid_worker", "volunteer", "director")}
        written = _write(town, phones, data.draw(tellings()))
        moments = [_seen(town, LATER)]
        for batch in data.draw(arrivals(len(written))):
            _deliver(town, written, [batch])
            moments.append(_seen(town, LATER))
            if data.draw(st.integers(0, 5)) == 0:
                _release_all(town, LATER)
                moments.append(_seen(town, LATER))
        for as_of, seen in moments:
            assert _picture_of(town, as_of) == seen
        transaction.set_rollback(True)


def _by_hand(town: Town, as_of: AsOf) -> dict[Id, dict[str, int]]:
    """The figures of every stairwell in the first round, from the facts of the pair alone, with the rules of core."""
    everything = [entry for some in read.in_commit_order(town.region_id, _families()) for entry in some]
    judged: dict[Id, list[Entry]] = {}
    for entry in everything:
        if entry.fact.subject.kind == "fact" and entry.position <= as_of.cutoff:
            judged.setdefault(entry.fact.subject.id, []).append(entry)
    apart = {id_ for id_, facts in judged.items() if (known := hold(facts)) and known.released_at is None}
    by_key: dict[str, list[Entry]] = {}
    for entry in everything:
        if entry.position <= as_of.cutoff and entry.ordered_at <= as_of.at and entry.fact.fact_id not in apart:
            by_key.setdefault(entry.key, []).append(entry)
    return _added_up(town, by_key)


def _families() -> list[str]:
    return [family for one_pass in rebuild.PASSES for family in one_pass]


def _added_up(town: Town, by_key: dict[str, list[Entry]]) -> dict[Id, dict[str, int]]:
    places = {key: known.listing for key, entries in by_key.items() if (known := place(entries)) and known.listing}
    listed: Counter[Id] = Counter()
    rows: dict[Id, list[dict[str, int]]] = {}
    for key, listing in places.items():
        family, _, door = key.partition(":")
        if family != "dwelling" or f"stairwell:{listing.stairwell_id}" not in places:
            continue
        listed[listing.stairwell_id] += 1
        said = by_key.get(f"visit:{town.round_id}:{door}", []) if f"round:{town.round_id}" in by_key else []
        state = door_state(visits=fold(said), policy=RoundPolicy(), zone=ZONE)
        rows.setdefault(listing.stairwell_id, []).append(counts_of(state))
    return {id_: area_figures(listed=doors, rollups=rows[id_]) for id_, doors in listed.items()}


def _then(town: Town, as_of: AsOf) -> Scope:
    return msgspec.structs.replace(town.scope, as_of=as_of)


def _check_lists(scope: Scope, round_id: Id) -> None:
    """Every figure is the length of the list that it opens, and children add up to their parents."""
    levels = {level: figures(scope, level=level, round_id=round_id) for level in LEVELS}
    whole = levels["region"].get(scope.region_id)
    for parts in levels.values():
        for part in parts.values():
            assert part["listed"] == part["out_of_scope"] + part["closed"] + part["owed"]
            assert part["owed"] == sum(part[f"owed_{reason}"] for reason in OWED_REASONS)
        assert whole is None or whole == {name: sum(part[name] for part in parts.values()) for name in whole}
    for name in LISTS:
        where = DoorFilter(round_id=round_id, among=name)
        counted = view(scope, DoorCount(where=where))[0].doors
        sums = {**(whole or {}), "carried": sum(carried_by_community(scope).values())}
        assert counted == len(view(scope, Doors(where=where))) == sums.get(name, 0)


moments = st.tuples(st.integers(-10, 3000).map(lambda ago: NOW - ago * MINUTE), st.floats(0, 1))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_pair_gives_the_figures_that_its_facts_add_up_to_and_nothing_later_changes_them(
    db: None, data: st.DataObject
) -> None:
    with transaction.atomic():
        town = build_town(floors=1)
        phones = {who: town.phone(who) for who in ("grid_worker", "volunteer", "director")}
        written = _write(town, phones, data.draw(tellings()))
        batches = data.draw(arrivals(len(written)))
        half = len(batches) // 2
        _deliver(town, written, batches[:half])
        _release_all(town, LATER)
        at, depth = data.draw(moments)
        as_of = AsOf(at=at, cutoff=round(depth * position(town.region_id)))
        before = _picture_of(town, as_of)
        scope = _then(town, as_of)
        by_hand = _by_hand(town, as_of)
        by_stairwell = figures(scope, level="stairwell", round_id=town.round_id)
        assert {
            id_: {name: number for name, number in part.items() if name != "residents"}
            for id_, part in by_stairwell.items()
            if part["listed"]
        } == by_hand
        _check_lists(scope, town.round_id)
        _deliver(town, written, batches[half:])
        _release_all(town, LATER)
        assert _picture_of(town, as_of) == before
        transaction.set_rollback(True)


def test_every_table_that_is_rebuilt_from_the_ledger_is_in_a_picture(db: None) -> None:
    """A read table that a rebuild does not fill would stand empty in every picture."""
    owned = {model._meta.db_table for model in apps.get_app_config("projections").get_models()}
    assert owned == set(rebuild.TABLES)
    assert set(COUNTS) <= {field.name for field in apps.get_model("projections", "RollUp")._meta.get_fields()}


def test_standing_as_of_now_is_the_standing_of_now(db: None) -> None:
    town = build_town()
    now = standing(town.scope, at=NOW)
    then = standing(_then(town, AsOf(at=NOW, cutoff=position(town.region_id))), at=NOW)
    assert (then.round, then.region, then.communities) == (now.round, now.region, now.communities)
