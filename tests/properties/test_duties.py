"""Duties in any order: posts, absences, stand-ins, partner units, signatures and pairs add up the same after a rebuild.

And every moment of the past is drawn as it was seen.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.instants import MINUTE
from bulou.core.people.facts import (
    AbsenceEnded,
    AbsenceRecorded,
    FallbackSignatureWithdrawn,
    FallbackSigned,
    OutingBegun,
    PartnerUnitAssigned,
    PartnerUnitReleased,
    PostLeft,
    PostTaken,
)
from bulou.ground.private import within
from bulou.intake.said import Saying
from bulou.ledger.regions import position
from bulou.projections import picture, rebuild
from bulou.projections.standing import standing
from tests.properties.test_any_order import _rows
from tests.town import NOW, Town, build_town
from tests.wire import stamp

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

SUBJECTS = [digit * 32 for digit in "abcde"]
minutes = st.integers(-600, 600)
deeds = st.tuples(st.integers(0, 8), st.integers(0, 4), minutes, minutes, st.integers(1, 600))


def _body(town: Town, deed: tuple[int, int, int, int, int]) -> tuple[str, str, Struct]:
    """What is said: the kind of its subject, which one of five, and the body."""
    what, which, begin, end, _ = deed
    since, until = stamp(NOW + begin * MINUTE), stamp(NOW + end * MINUTE)
    grid, person = town.grids["桥南 2"], town.people["volunteer"]
    area: dict[str, Any] = {"area_kind": "grid", "area_id": grid, "since": since}
    leader: Any = ("grid_worker", "tract_cadre", "community_leader")[which % 3]
    bodies: list[tuple[str, Struct]] = [
        ("post", PostTaken(person_id=person, post=leader, **area)),
        ("post", PostLeft(until=until)),
        ("post", AbsenceRecorded(since=since, until=until)),
        ("post", AbsenceEnded(absence_id=SUBJECTS[which], until=until)),
        ("partner_unit", PartnerUnitAssigned(name="水利局", **area)),
        ("partner_unit", PartnerUnitReleased(until=until)),
        ("fallback", FallbackSigned(area_kind="grid", area_id=grid, reason="other", until=until)),
        ("fallback", FallbackSignatureWithdrawn(until=until)),
        ("outing", OutingBegun(partner_id=person if which % 2 else None)),
    ]
    kind, body = bodies[what]
    return kind, SUBJECTS[which], body


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(deeds, min_size=1, max_size=10))
def test_duties_are_the_same_after_a_rebuild_and_every_moment_is_drawn_as_it_was_seen(
    db: None, said: list[tuple[int, int, int, int, int]]
) -> None:
    with transaction.atomic():
        town = build_town(floors=1)
        seen = []
        for deed in said:
            kind, subject, body = _body(town, deed)
            saying = Saying(subject_kind=kind, subject_id=subject, body=body)
            town.say(saying, by="director", at=NOW - deed[4] * MINUTE)
            seen.append((AsOf(at=NOW, cutoff=position(town.region_id)), _rows(town.region_id)))
        figures = [standing(town.scope, at=NOW + hours * 60 * MINUTE).region for hours in range(-8, 9, 2)]
        rebuild.rebuild(town.region_id)
        assert _rows(town.region_id) == seen[-1][1]
        assert [standing(town.scope, at=NOW + h * 60 * MINUTE).region for h in range(-8, 9, 2)] == figures
        for as_of, rows in seen:
            with within(picture.draw(town.region_id, as_of).tables):
                assert _rows(town.region_id) == rows
        transaction.set_rollback(True)
