"""Views: every field says how much it tells about people, every view takes its fence, nobody reads past it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

import bulou
from bulou.core.kernel.privacy import Privacy
from bulou.core.kernel.scope import Scope
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.projections.read import Fence, Statement, Unfenced, View, privacy_of, read, sensitive_fields
from bulou.projections.views.classes import Text
from bulou.projections.views.phone import PhoneVisits
from tests.town import NOW, Town

REGION_WIDE = {
    "Communities", "Compounds", "CompoundNames", "Grids", "Rounds", "QuestionSets", "Staff", "Posts", "Closings",
    "HeldFacts",
}  # fmt: skip
"""What every reader of a region may know: the names of its parts, its rounds and questions, who works where, and that
a fact is held; which door it is about is opened by those who judge there."""


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(bulou.__path__, "bulou."):
        if found.name.startswith(("bulou.projections", "bulou.desk", "bulou.sync", "bulou.reports")):
            yield importlib.import_module(found.name)


def _views() -> list[type[View[Any]]]:
    list(_modules())
    found: list[type[View[Any]]] = []
    waiting = list(View.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("bulou."):
            found.append(one)
    return sorted(set(found), key=lambda view: view.__name__)


VIEWS = _views()


def _name(view: type[View[Any]]) -> str:
    return view.__name__


def test_there_are_views_to_judge() -> None:
    assert {"PhoneDoors", "PhoneVisits", "Sums", "HeldFacts", "Staff"} <= {_name(view) for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=_name)
def test_every_field_of_every_view_declares_its_privacy_class(view: type[View[Any]]) -> None:
    assert set(privacy_of(view.row)) == set(view.row.__struct_fields__)
    assert all(isinstance(level, Privacy) for level in privacy_of(view.row).values())


@pytest.mark.parametrize("view", VIEWS, ids=_name)
def test_what_tells_of_sickness_is_sensitive_in_every_view(view: type[View[Any]]) -> None:
    told = privacy_of(view.row)
    assert all(told[name] == Privacy.SENSITIVE for name in ("triggers", "fever", "positive_as") if name in told)


class _Undeclared(Struct):
    name: str


class _Forgetful(View[Struct], frozen=True, kw_only=True):
    row: ClassVar[type[Struct]] = msgspec.defstruct("Row", [("id", Text)])

    def statement(self, fence: Fence) -> Statement:
        return "SELECT id FROM community WHERE region_id = %s", [fence.scope.region_id]


def test_a_field_without_a_class_and_a_view_without_a_fence_are_refused(town: Town) -> None:
    with pytest.raises(TypeError, match="declares no privacy class"):
        privacy_of(_Undeclared)
    with pytest.raises(Unfenced):
        read(town.scope, _Forgetful())


def _arguments(view: type[View[Any]], town: Town, own: str) -> dict[str, Any]:
    """Arguments that ask for everything, by the names that views use."""
    hints = typing.get_type_hints(view)
    known = {
        "at": NOW, "after": 0, "since": 0, "limit": 10_000, "number": 2, "round_id": town.round_id,
        "level": "stairwell",
        "community_id": town.communities[own], "compound_id": next(iter(town.compounds.values())),
        "door_id": next(iter(town.doors.values())), "dwelling_id": next(iter(town.doors.values())),
        "stairwell_id": next(iter(town.stairwells.values())), "person_id": town.people["grid_worker"],
        "grid_id": next(iter(town.grids.values())), "fact_id": "0" * 32, "key": "x",
    }  # fmt: skip
    required = [
        name
        for name, parameter in inspect.signature(view).parameters.items()
        if parameter.default is inspect.Parameter.empty
    ]
    return {name: known.get(name, _anything(hints.get(name))) for name in required}


def _anything(hint: object) -> Any:  # noqa: ANN401  # an argument that no view has yet
    if typing.get_origin(hint) in {list, tuple, set, frozenset}:
        return typing.get_origin(hint)()  # type: ignore[misc]  # an empty one
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint(round_id="0" * 32, among="listed")
    return {int: 0, bool: False}.get(hint, "0" * 32)  # type: ignore[call-overload]


def _seen(scope: Scope, view: type[View[Any]], town: Town, own: str) -> set[str]:
    """Every id and text that a reader gets out of a view."""
    rows = read(scope, view(**_arguments(view, town, own)), purpose="test", now=NOW)
    return {str(value) for row in rows for value in msgspec.structs.asdict(row).values()}


def _scope(town: Town, **areas: frozenset[str]) -> Scope:
    nowhere = Scope(region_id=town.region_id, reader_id=town.people["grid_worker"])
    return msgspec.structs.replace(nowhere, **areas)


def _ids_of(town: Town, community: str) -> set[str]:
    """Doors, stairwells, compounds, grids, visits and persons of one community."""
    compounds = database.rows(
        "SELECT id FROM compound WHERE region_id = %s AND community_id = %s",
        [town.region_id, town.communities[community]],
    )
    ids = {row[0] for row in compounds}
    for table, parent in (("stairwell", "compound_id"), ("dwelling", "stairwell_id"), ("person_found", "dwelling_id")):
        ids |= {
            row[0]
            for row in database.rows(
                f'SELECT id FROM "{table}" WHERE region_id = %s AND {parent} IN ({database.marks(sorted(ids))})',
                [town.region_id, *sorted(ids)],
            )
        }
    return ids


@pytest.mark.parametrize("view", [view for view in VIEWS if _name(view) not in REGION_WIDE], ids=_name)
def test_a_reader_of_one_community_gets_no_row_of_another(town: Town, view: type[View[Any]]) -> None:
    town.visit("河边小区 1-1-101", VisitRecorded(outcome="screened", triggers=("symptom",)), by="director")
    town.visit("水利小区 1-1-101", VisitRecorded(outcome="screened", triggers=("symptom",)), by="director")
    theirs = town.phone("other_secretary")
    town.push(theirs, [("f" * 32, VisitRecorded(outcome="refused"))], said=NOW, received=NOW)
    foreign = _ids_of(town, "桥南") | {theirs.device_id, "f" * 32}
    for areas in (
        {"communities": frozenset([town.communities["东关"]])},
        {"compounds": frozenset([town.compounds["水利小区"]])},
        {"grids": frozenset([town.grids["东关 1"]])},
        {"stairwells": frozenset([town.stairwells["水利小区 1-1"]])},
        {},
    ):
        for asked in ("东关", "桥南"):
            seen = _seen(_scope(town, **areas), view, town, asked)
            assert not [text for text in seen for id_ in foreign if id_ in text]


@pytest.mark.parametrize("view", VIEWS, ids=_name)
def test_somebody_without_any_area_sees_nothing(town: Town, view: type[View[Any]]) -> None:
    assert _seen(_scope(town), view, town, "东关") <= {"0"}


@pytest.mark.parametrize("view", VIEWS, ids=_name)
def test_nobody_reads_another_region(town: Town, view: type[View[Any]]) -> None:
    stranger = Scope(region_id="9" * 32, reader_id="8" * 32, whole_region=True)
    assert _seen(stranger, view, town, "东关") <= {"0"}


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.sets(st.sampled_from(["水利小区 1-1", "水利小区 1-2", "学背巷", "河边小区 1-1"])))
def test_a_phone_gets_the_doors_of_its_stairwells_and_of_no_other(town: Town, mine: set[str]) -> None:
    with transaction.atomic():
        scope = _scope(town, stairwells=frozenset(town.stairwells[name] for name in mine))
        for name in ("PhoneDoors", "Areas"):
            view = next(view for view in VIEWS if _name(view) == name)
            theirs = {
                id_ for door, id_ in town.doors.items() if not any(door.startswith(stairwell) for stairwell in mine)
            }
            assert not _seen(scope, view, town, "东关") & theirs
        transaction.set_rollback(True)


def test_reading_positives_needs_a_purpose_and_leaves_one_line(town: Town) -> None:
    for door in ("水利小区 1-1-101", "水利小区 1-1-102"):
        town.visit(door, VisitRecorded(outcome="screened", triggers=("contact",)))
    asked = PhoneVisits()
    assert sensitive_fields(PhoneVisits.row) == ("triggers",)
    for purpose, now in (("", NOW), ("triage", None)):
        with pytest.raises(PermissionError, match="a purpose is needed"):
            read(town.scope, asked, purpose=purpose, now=now)
    read(town.scope, asked, purpose="triage", now=NOW)
    opened = database.rows(
        "SELECT reader_id, purpose, subject, entries, at FROM vault_opening WHERE region_id = %s", [town.region_id]
    )
    assert opened == [(town.people["director"], "triage", "PhoneVisits", 2, NOW)]


def test_reading_rows_without_a_positive_leaves_no_line(town: Town) -> None:
    town.visit("水利小区 1-1-101", VisitRecorded(outcome="no_answer"))
    assert read(town.scope, PhoneVisits())
    assert database.rows("SELECT 1 FROM vault_opening WHERE region_id = %s", [town.region_id]) == []
