"""What can be said about staff: a person takes a post over an area, and leaves it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId

PostKind = Literal[
    "director",
    "community_leader",
    "community_secretary",
    "clerk",
    "tract_cadre",
    "grid_worker",
    "building_head",
    "volunteer",
    "administrator",
]
AreaKind = Literal["region", "community", "compound", "grid", "stairwell"]
OffsetTime = Annotated[str, Meta(max_length=40)]


class PersonEngaged(Struct, frozen=True, kw_only=True):
    """Somebody works for the region (a staff post is a trigger for a person record). Name and phone are private."""

    has_phone: bool = False


class PostTaken(Struct, frozen=True, kw_only=True):
    """A person holds a post over an area from `since` until `until` (exclusive; absent: until said otherwise)."""

    person_id: WireId
    post: PostKind
    area_kind: AreaKind
    area_id: WireId
    since: OffsetTime
    until: OffsetTime | None = None


class PostLeft(Struct, frozen=True, kw_only=True):
    """The post (the subject) ends at `until`."""

    until: OffsetTime
