"""The chain of responsibility: who is on duty over a place, the nearest first."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.core.people.roles import FALLBACK, OWNS_DOORS
from bulou.projections.read import read
from bulou.projections.views.people import PostRow, Posts, names


class OnDuty(Struct, frozen=True, kw_only=True):
    """Everybody in post at one instant, by the area that they answer for, and their working names."""

    by_area: Mapping[Id, tuple[PostRow, ...]]
    names: Mapping[Id, str]

    def owners(self, areas: Iterable[Id | None]) -> list[PostRow]:
        """Those who own the doors of these areas: grid workers, building heads, volunteers; else the tract cadres."""
        posts = [post for area in areas if area for post in self.by_area.get(area, ())]
        owners = [post for post in posts if post.post in OWNS_DOORS]
        return owners or [post for post in posts if post.post in FALLBACK]

    def name(self, person_id: Id) -> str:
        """A working name, or an empty text."""
        return self.names.get(person_id, "")


def on_duty(scope: Scope, *, at: Instant) -> OnDuty:
    """Who is on duty where at an instant."""
    by_area: dict[Id, tuple[PostRow, ...]] = {}
    for post in read(scope, Posts(at=at)):
        by_area[post.area_id] = (*by_area.get(post.area_id, ()), post)
    return OnDuty(by_area=by_area, names=names(scope))
