"""What can be said about staff: posts taken over an area, absences, posts left; and units that partner an area."""

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
AreaKind = Literal["region", "community", "compound", "grid", "building", "stairwell"]
OffsetTime = Annotated[str, Meta(max_length=40)]


class PersonEngaged(Struct, frozen=True, kw_only=True):
    """Somebody works for the region (a staff post is a trigger for a person record). Name and phone are private."""

    has_phone: bool = False


class PostTaken(Struct, frozen=True, kw_only=True):
    """A person holds a post over an area from `since` until `until` (exclusive; absent: until said otherwise).

    `stands_in_for` names the post of whoever is away while this one lasts (替班).
    """

    person_id: WireId
    post: PostKind
    area_kind: AreaKind
    area_id: WireId
    since: OffsetTime
    until: OffsetTime | None = None
    stands_in_for: WireId | None = None


class PostLeft(Struct, frozen=True, kw_only=True):
    """The post (the subject) ends at `until`."""

    until: OffsetTime


class AbsenceRecorded(Struct, frozen=True, kw_only=True):
    """Whoever holds the post (the subject) is away from it from `since` until `until` (absent: until said otherwise).

    The post stays theirs, and what they still say counts; only nobody is on duty in it. Why they are away is not asked.
    """

    since: OffsetTime
    until: OffsetTime | None = None


class AbsenceEnded(Struct, frozen=True, kw_only=True):
    """The absence that was said in this fact ends at `until`, earlier than it was said or at last."""

    absence_id: WireId
    until: OffsetTime


class PartnerUnitAssigned(Struct, frozen=True, kw_only=True):
    """A unit (包联单位: an office, a bureau) helps an area. Its name is public; whom to call there is private."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    area_kind: AreaKind
    area_id: WireId
    since: OffsetTime
    until: OffsetTime | None = None


class PartnerUnitReleased(Struct, frozen=True, kw_only=True):
    """The unit (the subject) no longer helps there from `until` on."""

    until: OffsetTime


FallbackReason = Literal["short_of_staff", "on_the_way", "few_doors", "covered_from_above", "other"]


class FallbackSigned(Struct, frozen=True, kw_only=True):
    """Whoever says this leaves the fallback doors (兜底) of an area without an owner until `until`, knowingly, and why.

    What more there is to say about it is private.
    """

    area_kind: AreaKind
    area_id: WireId
    reason: FallbackReason
    until: OffsetTime | None = None


class FallbackSignatureWithdrawn(Struct, frozen=True, kw_only=True):
    """The signature (the subject) no longer stands from `until` on."""

    until: OffsetTime


class OutingBegun(Struct, frozen=True, kw_only=True):
    """Whoever says this goes from door to door with this colleague from now on (今天和谁一组); none: alone.

    It holds until the working day ends or until the next one; two who go together are one witness.
    """

    partner_id: WireId | None
