"""Tables of the vault: sealed entries and the log of their openings."""

from typing import ClassVar

from django.db import models


class Sealed(models.Model):
    """One private part, encrypted; `fact_id` is the fact that committed to it, `key_id` the key that sealed it."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "fact_id")
    region_id = models.UUIDField()
    fact_id = models.UUIDField()
    subject = models.CharField(max_length=60)
    key_id = models.CharField(max_length=16)
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_sealed"
        indexes: ClassVar = [models.Index(fields=["region_id", "subject"], name="vault_subject")]


class Opening(models.Model):
    """Who opened how many entries, of what, when and for what purpose. A bulk opening is one row.

    Signing in at the desk and looking at this log are rows of it too.
    """

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "id")
    region_id = models.UUIDField()
    id = models.UUIDField()
    at = models.BigIntegerField()
    reader_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    entries = models.IntegerField()

    class Meta:
        db_table = "vault_opening"
        indexes: ClassVar = [
            models.Index(fields=["region_id", "at"], name="vault_opening_at"),
            models.Index(fields=["region_id", "subject"], name="vault_opening_subject"),
        ]
