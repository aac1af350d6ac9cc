"""Read tables: what the facts add up to now. `position` is the commit position of the row's last change."""

from typing import ClassVar

from django.db import models

from bulou.core.rounds.figures import COUNTS


class Community(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    code = models.CharField(max_length=15)
    sort = models.IntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "community"


class Compound(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    community_id = models.UUIDField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    sort = models.IntegerField()
    other_names = models.TextField(db_default="[]")
    position = models.BigIntegerField()

    class Meta:
        db_table = "compound"
        indexes: ClassVar = [models.Index(fields=["region_id", "community_id"], name="compound_community")]


class Building(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    compound_id = models.UUIDField()
    label = models.CharField(max_length=80)
    sort = models.IntegerField()
    other_names = models.TextField(db_default="[]")
    position = models.BigIntegerField()

    class Meta:
        db_table = "building"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "compound_id"], name="building_compound"),
            models.Index(fields=["region_id", "label"], name="building_label"),
        ]


class PlaceKey(models.Model):
    """A key under which a place with a name is found (ground/pinyin.py); searched by its beginning."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "key", "place_id")
    region_id = models.UUIDField()
    key = models.CharField(max_length=60)
    place_id = models.UUIDField()
    kind = models.CharField(max_length=10)

    class Meta:
        db_table = "place_key"
        indexes: ClassVar = [models.Index(fields=["region_id", "place_id"], name="place_key_place")]


class Stairwell(models.Model):
    """A stairwell or lane, its grid now, and the register's totals of its doors."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    compound_id = models.UUIDField()
    building_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    label = models.CharField(max_length=80)
    sort = models.IntegerField()
    grid_id = models.UUIDField(null=True)
    grids = models.TextField()
    other_names = models.TextField(db_default="[]")
    doors = models.IntegerField(db_default=0)
    persons = models.IntegerField(db_default=0)
    position = models.BigIntegerField()

    class Meta:
        db_table = "stairwell"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "compound_id"], name="stairwell_compound"),
            models.Index(fields=["region_id", "grid_id"], name="stairwell_grid"),
        ]


class Grid(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    community_id = models.UUIDField()
    number = models.IntegerField()
    label = models.CharField(max_length=80)
    boundary = models.CharField(max_length=200, db_default="")
    position = models.BigIntegerField()

    class Meta:
        db_table = "grid"


class Dwelling(models.Model):
    """A door of the register. `withdrawn`: its listing was undone; it counts nowhere but its history stays.

    `left_id`: the stairwell from which it was moved last, whose phones must drop it. `same_as`: the door that a
    withdrawn one is on the list as; `told_apart`: doors (JSON) that only look like this one.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    stairwell_id = models.UUIDField()
    left_id = models.UUIDField(null=True)
    label = models.CharField(max_length=80)
    floor = models.IntegerField(null=True)
    sort = models.IntegerField()
    use = models.CharField(max_length=12)
    source = models.CharField(max_length=10)
    import_id = models.UUIDField(null=True)
    listed_at = models.BigIntegerField()
    persons = models.IntegerField(null=True)
    households = models.IntegerField(db_default=1)
    withdrawn = models.BooleanField(db_default=False)
    same_as = models.UUIDField(null=True)
    told_apart = models.TextField(db_default="[]")
    position = models.BigIntegerField()

    class Meta:
        db_table = "dwelling"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "stairwell_id"], name="dwelling_stairwell"),
            models.Index(fields=["region_id", "position"], name="dwelling_position"),
        ]


class Staff(models.Model):
    """A person who works for the region; the name is in the vault."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    fact_id = models.UUIDField()
    has_phone = models.BooleanField(db_default=False)
    position = models.BigIntegerField()

    class Meta:
        db_table = "staff"


class Post(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    person_id = models.UUIDField()
    post = models.CharField(max_length=24)
    area_kind = models.CharField(max_length=12)
    area_id = models.UUIDField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    stands_in_for = models.UUIDField(null=True)
    absences = models.TextField(db_default="[]")
    position = models.BigIntegerField()

    class Meta:
        db_table = "post"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "person_id"], name="post_person"),
            models.Index(fields=["region_id", "area_id"], name="post_area"),
        ]


class PartnerUnit(models.Model):
    """A unit that helps an area; a contact's name and phone are in the vault under `fact_id`."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    fact_id = models.UUIDField()
    name = models.CharField(max_length=80)
    area_kind = models.CharField(max_length=12)
    area_id = models.UUIDField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "partner_unit"


class FallbackSignature(models.Model):
    """Somebody's answer for leaving doors in fallback; what more was said is in the vault under `fact_id`."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    fact_id = models.UUIDField()
    area_kind = models.CharField(max_length=12)
    area_id = models.UUIDField()
    reason = models.CharField(max_length=24)
    signed_by = models.UUIDField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "fallback_signature"


class Outing(models.Model):
    """Somebody set out with somebody, or alone."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    author_id = models.UUIDField()
    partner_id = models.UUIDField(null=True)
    at = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "outing"
        indexes: ClassVar = [models.Index(fields=["region_id", "at"], name="outing_at")]


class QuestionSet(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    number = models.IntegerField()
    questions = models.TextField()
    read_out = models.TextField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "question_set"


class WaysOfWorking(models.Model):
    """A version of how rounds are gone about (`policy`, JSON)."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    number = models.IntegerField()
    policy = models.TextField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "ways_of_working"


class Round(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    number = models.IntegerField()
    name = models.TextField()
    opened_at = models.BigIntegerField()
    deadline = models.BigIntegerField()
    question_set_id = models.UUIDField()
    question_set_version = models.IntegerField()
    policy = models.TextField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "round"


class Closing(models.Model):
    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    round_id = models.UUIDField()
    community_id = models.UUIDField()
    stage = models.CharField(max_length=10)
    requested_by = models.UUIDField()
    requested_at = models.BigIntegerField()
    as_of = models.BigIntegerField()
    cutoff = models.BigIntegerField()
    figures = models.TextField()
    remainder = models.TextField()
    waived = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.BigIntegerField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "closing"


class Remainder(models.Model):
    """A door that a closed round left open (挂账), and how a supervisor struck it off, if one did.

    Whether a later round settled it is read off that round: see views/remainder.py.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "dwelling_id")
    region_id = models.UUIDField()
    dwelling_id = models.UUIDField()
    round_id = models.UUIDField()
    number = models.IntegerField()
    reason = models.CharField(max_length=24)
    carried_by = models.UUIDField()
    carried_at = models.BigIntegerField()
    struck_how = models.CharField(max_length=12, null=True)
    struck_by = models.UUIDField(null=True)
    struck_at = models.BigIntegerField(null=True)
    struck_fact = models.UUIDField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "remainder"
        indexes: ClassVar = [models.Index(fields=["region_id", "position"], name="remainder_position")]


class DoorRound(models.Model):
    """A door in a round: the one current state of its attempts, and what the next one needs to know (`memory`, JSON).

    The attempts themselves are in the ledger, under the door's key.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "round_id", "dwelling_id")
    region_id = models.UUIDField()
    round_id = models.UUIDField()
    dwelling_id = models.UUIDField()
    stairwell_id = models.UUIDField()
    memory = models.TextField()
    state = models.CharField(max_length=24)
    owed_reason = models.CharField(max_length=24, null=True)
    closed = models.BooleanField()
    out_of_scope = models.BooleanField()
    attempted = models.BooleanField()
    contacted = models.BooleanField()
    screened = models.BooleanField()
    triggers = models.CharField(max_length=40)
    attempts = models.IntegerField()
    persons = models.IntegerField()
    absent = models.IntegerField()
    households = models.IntegerField()
    due_at = models.BigIntegerField(null=True)
    last_at = models.BigIntegerField(null=True)
    last_by = models.UUIDField(null=True)
    contact = models.CharField(max_length=5, db_default="")
    tried_at = models.BigIntegerField(null=True)
    lit_at = models.BigIntegerField(null=True)
    lacks = models.CharField(max_length=10, db_default="")
    bands = models.CharField(max_length=30, db_default="")
    next_band = models.CharField(max_length=10, null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "door_round"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "round_id", "stairwell_id"], name="door_round_stairwell"),
            models.Index(fields=["region_id", "position"], name="door_round_position"),
            models.Index(fields=["region_id", "dwelling_id"], name="door_round_dwelling"),
            models.Index(  # what is owed tonight is counted without passing by the doors that are done
                fields=["region_id", "round_id", "owed_reason", "next_band", "stairwell_id"],
                condition=models.Q(owed_reason__isnull=False),
                name="door_round_owed",
            ),
        ]


class RollUp(models.Model):
    """Counters of one stairwell in one round, moved by the difference between a door's old and new row."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "round_id", "stairwell_id")
    region_id = models.UUIDField()
    round_id = models.UUIDField()
    stairwell_id = models.UUIDField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "roll_up"


for _count in COUNTS:
    RollUp.add_to_class(_count, models.IntegerField(db_default=0))


class PersonFound(models.Model):
    """A named person after a trigger; the name is in the vault."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    dwelling_id = models.UUIDField()
    round_id = models.UUIDField(null=True)
    triggers = models.CharField(max_length=40)
    fact_id = models.UUIDField()
    found_at = models.BigIntegerField()
    author_id = models.UUIDField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "person_found"
        indexes: ClassVar = [models.Index(fields=["region_id", "dwelling_id"], name="person_found_dwelling")]


class HeldFact(models.Model):
    """A fact kept out of every figure until judged; `waits_for` is the id whose arrival releases it."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "fact_id")
    region_id = models.UUIDField()
    fact_id = models.UUIDField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=24)
    waits_for = models.UUIDField(null=True)
    positive = models.BooleanField(db_default=False)
    device_id = models.UUIDField(null=True)
    author_id = models.UUIDField()
    held_at = models.BigIntegerField()
    released_at = models.BigIntegerField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "held_fact"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "key"], name="held_key"),
            models.Index(fields=["region_id", "waits_for"], name="held_waits_for"),
        ]


class Import(models.Model):
    """A roster that was read into the register: counts by verdict; `undone` (JSON) what its withdrawal did."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    fact_id = models.UUIDField()
    file_hash = models.CharField(max_length=64)
    community = models.CharField(max_length=80)
    counts = models.TextField()
    author_id = models.UUIDField()
    at = models.BigIntegerField()
    undone = models.TextField(null=True)
    undone_at = models.BigIntegerField(null=True)
    undone_by = models.UUIDField(null=True)
    position = models.BigIntegerField()

    class Meta:
        db_table = "import"


class HeldRow(models.Model):
    """A row of a roster that could not be placed; what stands in it is in the vault under `fact_id`.

    `state`: open, imported, skipped (`why`), undone; `settled_by` and `settled_at` are of the last word about it.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    fact_id = models.UUIDField()
    import_id = models.UUIDField()
    row = models.IntegerField()
    reason = models.CharField(max_length=24)
    content = models.CharField(max_length=16)
    state = models.CharField(max_length=10)
    why = models.CharField(max_length=12)
    held_at = models.BigIntegerField()
    settled_by = models.UUIDField()
    settled_at = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "held_row"
        indexes: ClassVar = [models.Index(fields=["region_id", "state"], name="held_row_state")]


class Layout(models.Model):
    """What a person said of the columns under some headings: roles from left to right, with commas; '': nothing."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    columns = models.TextField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "layout"


class StoreLoss(models.Model):
    """A phone whose store was wiped, as its next installation reported it."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "device_id")
    region_id = models.UUIDField()
    device_id = models.UUIDField()
    last_seq = models.BigIntegerField()
    unsent = models.IntegerField()
    author_id = models.UUIDField()
    at = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "store_loss"


class Sheet(models.Model):
    """A check-off sheet on paper: to whom, which doors (`dwellings`, JSON, in the order of its rows), and where it is.

    `step_id` is the fact that said so; empty while the sheet is out.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    round_id = models.UUIDField()
    number = models.IntegerField()
    person_id = models.UUIDField()
    community_id = models.UUIDField()
    dwellings = models.TextField()
    stage = models.CharField(max_length=10)
    issued_by = models.UUIDField()
    issued_at = models.BigIntegerField()
    step_id = models.UUIDField(null=True)
    step_by = models.UUIDField(null=True)
    step_at = models.BigIntegerField(null=True)
    void_reason = models.CharField(max_length=12)
    position = models.BigIntegerField()

    class Meta:
        db_table = "sheet"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "number"], name="sheet_number"),
            models.Index(fields=["region_id", "round_id", "community_id"], name="sheet_round"),
        ]


class KeptFigures(models.Model):
    """The figures of every community at a moment of the past (`figures`, JSON by community), for comparison.

    Drawn from a picture when somebody first compares with that moment; a rebuild empties it, nothing depends on it.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "at")
    region_id = models.UUIDField()
    at = models.BigIntegerField()
    cutoff = models.BigIntegerField()
    round = models.IntegerField(null=True)
    figures = models.TextField()

    class Meta:
        db_table = "kept_figures"
