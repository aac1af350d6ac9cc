"""Tables of the ledger: regions, heads, facts, and incidents that could not be filed as facts."""

from typing import ClassVar

from django.db import models


class Region(models.Model):
    """One county-size committee, by the code that stands in URLs. It never changes its id."""

    tenancy = "central"
    region_id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    timezone = models.CharField(max_length=40)

    class Meta:
        db_table = "region"


class Head(models.Model):
    """The region's last position and chain link, and the epoch: one incarnation of its database.

    `read_version`: as which read tables and folds its rows were written ("": before versions).
    """

    tenancy = "tenant"
    region_id = models.UUIDField(primary_key=True)
    epoch = models.UUIDField()
    position = models.BigIntegerField(db_default=0)
    chain = models.CharField(max_length=64, db_default="")
    read_version = models.CharField(max_length=120, db_default="")

    class Meta:
        db_table = "head"


class LostStretch(models.Model):
    """Positions that an earlier incarnation had given out and a restored backup did not know: first to last."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "epoch")
    region_id = models.UUIDField()
    epoch = models.UUIDField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    restored_at = models.BigIntegerField()

    class Meta:
        db_table = "lost_stretch"


class FactRow(models.Model):
    """One fact: the exact bytes that were written, and what the server added. Instants are milliseconds UTC."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "fact_id")
    region_id = models.UUIDField()
    fact_id = models.UUIDField()
    position = models.BigIntegerField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    author_id = models.UUIDField()
    device_id = models.UUIDField(null=True)
    device_seq = models.BigIntegerField(null=True)
    ordered_at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    channel = models.CharField(max_length=12)
    written = models.TextField()
    hash = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        db_table = "fact"
        constraints: ClassVar = [models.UniqueConstraint(fields=["region_id", "position"], name="fact_position")]
        indexes: ClassVar = [
            models.Index(fields=["region_id", "key"], name="fact_key"),
            models.Index(fields=["region_id", "device_id", "device_seq"], name="fact_device"),
        ]


class Incident(models.Model):
    """Something that must not happen, kept whole: fact_conflict, cloned_store, unreadable."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    kind = models.CharField(max_length=20)
    at = models.BigIntegerField()
    device_id = models.UUIDField(null=True)
    fact_id = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    written = models.BinaryField()

    class Meta:
        db_table = "incident"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region_id", "kind", "fact_id", "hash"], name="incident_once")
        ]
