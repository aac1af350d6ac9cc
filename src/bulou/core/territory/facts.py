"""What can be said about places: listed, renamed by being listed again, put into a grid, withdrawn."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bulou.core.kernel.envelope import WireId

Label = Annotated[str, Meta(min_length=1, max_length=80)]
Sort = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
CompoundKind = Literal["compound", "street"]
StairwellKind = Literal["stairwell", "lane"]
DwellingUse = Literal["home", "vacant", "business", "dormitory", "worksite", "other"]
DwellingSource = Literal["listed", "framed", "added"]


class CommunityListed(Struct, frozen=True, kw_only=True):
    """A community (社区) of the region. Said again, it renames."""

    name: Label
    name_en: Annotated[str, Meta(max_length=80)] = ""
    code: Annotated[str, Meta(max_length=15)] = ""
    sort: Sort = 0


class CompoundListed(Struct, frozen=True, kw_only=True):
    """A compound (小区) or a street of scattered homes, in one community."""

    community_id: WireId
    name: Label
    kind: CompoundKind = "compound"
    sort: Sort = 0


class BuildingListed(Struct, frozen=True, kw_only=True):
    """A building (楼栋) of a compound; the label is the number alone, such as "3"."""

    compound_id: WireId
    label: Label
    sort: Sort = 0


class StairwellListed(Struct, frozen=True, kw_only=True):
    """A stairwell (单元) of a building, or a lane of a compound or street (no building).

    `grid_id`: a worker found it beside his own stairwells; it belongs to their grid until somebody draws it elsewhere.
    """

    compound_id: WireId
    building_id: WireId | None = None
    kind: StairwellKind = "stairwell"
    label: Label
    sort: Sort = 0
    grid_id: WireId | None = None


OtherNames = Annotated[tuple[Label, ...], Meta(max_length=40)]


class CompoundAlsoCalled(Struct, frozen=True, kw_only=True):
    """Every other name by which people and rosters know a compound or street (老电影公司院). Said again, it replaces.

    Names that it was listed under before need not be said: they are remembered by themselves.
    """

    names: OtherNames


class BuildingAlsoCalled(Struct, frozen=True, kw_only=True):
    """Every other name or number of a building, such as the one on an old plate. Said again, it replaces."""

    names: OtherNames


class StairwellAlsoCalled(Struct, frozen=True, kw_only=True):
    """Every other name of a stairwell or lane. Said again, it replaces."""

    names: OtherNames


class StairwellAssigned(Struct, frozen=True, kw_only=True):
    """A stairwell or lane belongs to this grid from now on; none takes it out of every grid."""

    grid_id: WireId | None


class DwellingListed(Struct, frozen=True, kw_only=True):
    """A door. `label` is what stands on it ("401", "12号"); a lane has no `floor`; `sort` is the walking order."""

    stairwell_id: WireId
    label: Label
    floor: Annotated[int, Meta(ge=-9, le=200)] | None = None
    sort: Sort = 0
    use: DwellingUse = "home"
    source: DwellingSource = "listed"
    import_id: WireId | None = None


class DwellingWithdrawn(Struct, frozen=True, kw_only=True):
    """The listings of this door, named in `supersedes`, were a mistake: an import is undone, or the door is on the list
    twice and `same_as` is the one that stays.
    """

    import_id: WireId | None = None
    same_as: WireId | None = None


class DwellingToldApart(Struct, frozen=True, kw_only=True):
    """Somebody looked: this door and `other` are two, however alike they are written. `apart` false takes it back."""

    other: WireId
    apart: bool = True


class GridDrawn(Struct, frozen=True, kw_only=True):
    """A grid (网格) of a community; which stairwells belong to it is said of the stairwells.

    `boundary` says in words where it ends (四至: 东至…西至…), for the notice that is put up.
    """

    community_id: WireId
    number: Annotated[int, Meta(ge=1, le=9999)]
    label: Annotated[str, Meta(max_length=80)] = ""
    boundary: Annotated[str, Meta(max_length=200)] = ""


class ImportRecorded(Struct, frozen=True, kw_only=True):
    """A roster was read into the register: its counts by verdict. The file's name travels in the private part.

    Said before the doors, so that an import that broke off can be found and undone. Its `act_id` is the import's id,
    as is that of every fact that the import says.
    """

    file_hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    community: Annotated[str, Meta(max_length=80)] = ""
    counts: dict[str, int] = {}


class LayoutMapped(Struct, frozen=True, kw_only=True):
    """What stands in the columns of rosters with these headings (subject: the fingerprint of the headings).

    The role of every column from left to right, empty for one that says nothing; no columns at all: as the program
    reads them by itself. Holds no heading and no cell.
    """

    columns: Annotated[tuple[Annotated[str, Meta(pattern=r"^[a-z_]{0,16}$")], ...], Meta(max_length=200)] = ()


class RowHeld(Struct, frozen=True, kw_only=True):
    """A row of a roster that could not be placed (subject: row), kept until somebody settles it.

    The subject's id and `content` are keyed hashes of the row, so that the same row is known again. The private part
    holds the row: {file, sheet, columns: [[role, heading, text]], text}.
    """

    import_id: WireId
    row: Annotated[int, Meta(ge=1)]
    reason: Annotated[str, Meta(pattern=r"^[a-z_]{1,24}$")]
    content: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}$")]


class RowSettled(Struct, frozen=True, kw_only=True):
    """What became of a held row (subject: row): imported with a corrected file or a door named by hand, skipped for a
    reason, undone with its import, or open again.
    """

    how: Literal["imported", "skipped", "undone", "open"]
    why: Literal["", "moved_away", "not_ours", "double", "no_data", "other"] = ""
    import_id: WireId | None = None


class ImportWithdrawn(Struct, frozen=True, kw_only=True):
    """An import was undone: how many doors were withdrawn, went back to what was known before, and were kept."""

    withdrawn: Annotated[int, Meta(ge=0)]
    restored: Annotated[int, Meta(ge=0)]
    kept: Annotated[int, Meta(ge=0)]
