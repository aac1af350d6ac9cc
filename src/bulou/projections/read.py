"""Reading: the one place where screens, exports, the API and phones get rows, always inside the reader's scope."""

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, Final, Generic, TypeVar, cast, get_type_hints

import msgspec
from msgspec import Struct

from bulou.core.kernel.instants import Instant
from bulou.core.kernel.privacy import Privacy
from bulou.core.kernel.scope import Scope
from bulou.ground import database
from bulou.ground.private import within
from bulou.projections.pictures import PICTURES
from bulou.vault import sealing

R = TypeVar("R", bound=Struct)
Statement = tuple[str, list[Any]]


class Unfenced(AssertionError):
    """A view forgot its fence; it would have shown rows outside the reader's scope."""


class Fence:
    """The reader's scope as conditions on stairwells, compounds or communities; every view must ask it for one."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.used = False

    def doors(self, *, stairwell: str = "s", compound: str = "c") -> Statement:
        """A condition on aliases of stairwell and compound: rows of doors that the reader may see."""
        ways: list[Statement] = [
            _any_of(f"{compound}.community_id", self.scope.communities),
            _any_of(f"{stairwell}.compound_id", self.scope.compounds),
            _any_of(f"{stairwell}.grid_id", self.scope.grids),
            _any_of(f"{stairwell}.building_id", self.scope.buildings),
            _any_of(f"{stairwell}.id", self.scope.stairwells),
        ]
        return self._within(stairwell, ways)

    def communities(self, *, column: str, alias: str) -> Statement:
        """A condition on a column that names a community; people with smaller areas see no community as a whole."""
        return self._within(alias, [_any_of(f"{alias}.{column}", self.scope.communities)])

    def people(self, *, column: str, alias: str) -> Statement:
        """A condition on a column that names a person: the reader, and whoever ever had a post in the areas."""
        areas = self.scope.areas
        if self.scope.whole_region or not areas:
            return self._within(alias, [])
        ways = [_any_of("fp.area_id", areas)]
        ways += [_any_of(f"{place}.community_id", self.scope.communities) for place in ("fg", "fc", "fd", "fe")]
        posted, params = _one_of([way for way in ways if way[0]])
        return self._within(
            alias,
            [
                (f"{alias}.{column} = %s", [self.scope.reader_id]),
                (f"EXISTS ({_POSTS} WHERE fp.region_id = {alias}.region_id AND fp.person_id = {alias}.{column}"
                 f" AND ({posted}))", params),
            ],
        )  # fmt: skip

    def region(self, *, alias: str) -> Statement:
        """A condition for rows that everybody of the region may see (rounds, questions, posts)."""
        self.used = True
        return (f"{alias}.region_id = %s" + (" AND 1 = 0" if self.scope.empty else ""), [self.scope.region_id])

    def whole_region(self, *, alias: str) -> Statement:
        """A condition for rows that only readers of the whole region may see."""
        return self._within(alias, [])

    def _within(self, alias: str, ways: Sequence[Statement]) -> Statement:
        self.used = True
        here: Statement = (f"{alias}.region_id = %s", [self.scope.region_id])
        if self.scope.whole_region:
            return here
        open_ways = [way for way in ways if way[0]]
        if not open_ways:
            return (f"{here[0]} AND 1 = 0", here[1])
        condition, params = _one_of(open_ways)
        return (f"{here[0]} AND ({condition})", [*here[1], *params])


_POSTS: Final = (
    "SELECT 1 FROM post fp"
    " LEFT JOIN grid fg ON fg.region_id = fp.region_id AND fg.id = fp.area_id"
    " LEFT JOIN compound fc ON fc.region_id = fp.region_id AND fc.id = fp.area_id"
    " LEFT JOIN stairwell fs ON fs.region_id = fp.region_id AND fs.id = fp.area_id"
    " LEFT JOIN compound fd ON fd.region_id = fs.region_id AND fd.id = fs.compound_id"
    " LEFT JOIN building fb ON fb.region_id = fp.region_id AND fb.id = fp.area_id"
    " LEFT JOIN compound fe ON fe.region_id = fb.region_id AND fe.id = fb.compound_id"
)
"""Posts with the grid, compound, building or stairwell that they are over, to find the community of each."""


def _one_of(ways: Sequence[Statement]) -> Statement:
    return (" OR ".join(sql for sql, _ in ways), [p for _, params in ways for p in params])


def _any_of(column: str, ids: frozenset[str]) -> Statement:
    some = sorted(ids)
    return (f"{column} IN ({database.marks(some)})", list(some)) if some else ("", [])


class View(Struct, Generic[R], frozen=True, kw_only=True):
    """A question to the read tables. `row` is its answer's shape; every field of it declares a Privacy class."""

    row: ClassVar[type[Struct]]

    @property
    def about(self) -> str:
        """What the log says was looked at where this shows identifiable people: "kind:id" of the one thing, if any."""
        return type(self).__name__

    def statement(self, fence: Fence) -> Statement:
        """The SQL and its parameters, columns in the order of the row's fields; takes a condition from the fence."""
        raise NotImplementedError


def read(scope: Scope, view: View[R], *, purpose: str = "", now: Instant | None = None) -> list[R]:
    """The rows of a view that this scope may see. Identity and sensitive fields need a purpose and are logged."""
    fence = Fence(scope)
    sql, params = view.statement(fence)
    if not fence.used:
        raise Unfenced(type(view).__name__)
    names = view.row.__struct_fields__
    found = [
        msgspec.convert(dict(zip(names, values, strict=True)), view.row, strict=False)
        for values in _rows(scope, sql, params)
    ]
    _log_sensitive(scope, view, found, purpose, now)
    return cast("list[R]", found)


def _rows(scope: Scope, sql: str, params: Sequence[Any]) -> list[database.Row]:
    """From the tables of now, or from the picture of the moment that the scope names."""
    if scope.as_of is None:
        return database.rows(sql, params)
    with within(PICTURES.of(scope.region_id, scope.as_of).tables):
        return database.rows(sql, params)


@cache
def sensitive_fields(row: type[Struct]) -> tuple[str, ...]:
    """The fields of a row that say something about an identifiable person."""
    return tuple(name for name, level in privacy_of(row).items() if level >= Privacy.IDENTITY)


def privacy_of(row: type[Struct]) -> dict[str, Privacy]:
    """The privacy class of every field of a row. Raises TypeError for a field that declares none."""
    levels = {}
    for name, hint in get_type_hints(row, include_extras=True).items():
        declared = [one for one in getattr(hint, "__metadata__", ()) if isinstance(one, msgspec.Meta)]
        level = next((one.extra["privacy"] for one in declared if one.extra and "privacy" in one.extra), None)
        if level is None:
            raise TypeError(f"{row.__name__}.{name} declares no privacy class")
        levels[name] = level
    return levels


def _log_sensitive(scope: Scope, view: View[Any], found: list[Struct], purpose: str, now: Instant | None) -> None:
    fields = sensitive_fields(view.row)
    telling = sum(1 for row in found if any(getattr(row, field) for field in fields)) if fields else 0
    if not telling:
        return
    if not purpose or now is None:
        raise PermissionError(f"{type(view).__name__} shows {', '.join(fields)}: a purpose is needed")
    sealing.log_opening(
        scope.region_id, by=scope.reader_id, purpose=purpose, subject=view.about, entries=telling, now=now
    )
