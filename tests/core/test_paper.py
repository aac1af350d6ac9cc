"""Sheets: doors spread over leaves of paper, the steps of a leaf, and the figures of all of them."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw, Struct
from msgspec.json import encode

from bulou.core.kernel.entries import Entry
from bulou.core.kernel.envelope import Fact, Subject
from bulou.core.paper.facts import SheetDoorAdded, SheetEntered, SheetIssued, SheetReopened, SheetReturned, SheetVoided
from bulou.core.paper.fold import STAGES, sheet
from bulou.core.paper.rules import paper_figures, sheets_of

SHEET = "5" * 32


class Door(Struct, frozen=True):
    id: str
    stairwell_id: str
    community_id: str


def _doors(*sizes: int, community: str = "a") -> list[Door]:
    return [
        Door(f"{stairwell}-{n}", f"{community}{stairwell}", community)
        for stairwell, size in enumerate(sizes)
        for n in range(size)
    ]


@given(st.lists(st.integers(1, 90), max_size=12), st.integers(1, 40))
def test_every_door_stands_on_exactly_one_sheet_in_walking_order(sizes: list[int], rows: int) -> None:
    doors = _doors(*sizes)
    sheets = sheets_of(doors, rows=rows)
    assert [door for one in sheets for door in one] == doors
    assert all(0 < len(one) <= rows for one in sheets)


def test_a_stairwell_that_fits_on_one_sheet_is_not_torn_over_two() -> None:
    assert [len(one) for one in sheets_of(_doors(24, 24, 10), rows=34)] == [24, 34]


def test_a_stairwell_that_fits_on_no_sheet_is_cut() -> None:
    assert [len(one) for one in sheets_of(_doors(50), rows=34)] == [34, 16]


def test_no_sheet_leaves_its_community() -> None:
    sheets = sheets_of([*_doors(3), *_doors(3, community="b")], rows=34)
    assert [{door.community_id for door in one} for one in sheets] == [{"a"}, {"b"}]


def _entry(number: int, body: Struct, *, supersedes: tuple[str, ...] = ()) -> Entry:
    fact = Fact(
        region_id="1" * 32, fact_id=f"{number:032x}", act_id="2" * 32, author_id="3" * 32, kind=type(body).__name__,
        version=1, subject=Subject("sheet", SHEET), occurred_at="2020-01-30T10:00:00+08:00", body=Raw(encode(body)),
        round_id="4" * 32 if isinstance(body, SheetIssued) else None, supersedes=supersedes,
    )  # fmt: skip
    return Entry(fact=fact, key=f"sheet:{SHEET}", position=number, recorded_at=number, ordered_at=number)


ISSUED = _entry(1, SheetIssued(number=12, person_id="6" * 32, community_id="7" * 32, dwellings=("8" * 32,)))
BACK = _entry(2, SheetReturned())
ADDED = _entry(3, SheetDoorAdded(dwelling_id="9" * 32))
ENTERED = _entry(4, SheetEntered(rows=1, blank=1))
REOPENED = _entry(5, SheetReopened(), supersedes=(f"{4:032x}",))
VOIDED = _entry(6, SheetVoided(reason="lost"))


def test_a_sheet_is_out_until_somebody_says_otherwise() -> None:
    known = sheet([ISSUED])
    assert known is not None
    assert (known.stage, known.step_id) == ("out", None)


def test_a_sheet_goes_back_to_where_it_stood_when_a_step_is_undone() -> None:
    entered, reopened = sheet([ISSUED, BACK, ENTERED]), sheet([ISSUED, BACK, ENTERED, REOPENED])
    assert entered is not None
    assert reopened is not None
    assert (entered.stage, reopened.stage) == ("entered", "back")


def test_a_door_written_on_an_empty_line_becomes_the_next_row() -> None:
    known = sheet([ISSUED, ADDED, ADDED])
    assert known is not None
    assert known.dwellings == ("8" * 32, "9" * 32)


def test_the_order_in_which_steps_arrive_does_not_matter() -> None:
    steps = [ISSUED, BACK, ADDED, ENTERED, REOPENED, VOIDED]
    whole = sheet(steps)
    assert whole is not None
    assert whole.stage == "void"
    assert all(sheet(list(some)) == whole for some in permutations(steps))


def test_nothing_is_known_of_a_sheet_that_nobody_gave_out() -> None:
    assert sheet([BACK, ENTERED]) is None


def test_fourteen_out_thirteen_back_one_not_typed_in() -> None:
    figures = paper_figures([{"out": 1}, {"back": 1, "entered": 12}])
    assert (
        figures["sheets_issued"],
        figures["sheets_back"],
        figures["sheets_unentered"],
        figures["sheets_still_out"],
    ) == (14, 13, 1, 1)


@given(st.lists(st.dictionaries(st.sampled_from(STAGES), st.integers(0, 99))))
def test_every_sheet_given_out_is_back_out_or_void(stages: list[dict[str, int]]) -> None:
    figures = paper_figures(stages)
    assert figures["sheets_issued"] == figures["sheets_back"] + figures["sheets_still_out"] + figures["sheets_void"]
    assert figures["sheets_unentered"] <= figures["sheets_back"]
