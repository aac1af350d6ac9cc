"""Tables of access: central accounts and sign-in links; devices and enrolment links of a region."""

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """A login. What it may do comes from the posts of the person it stands for in a region."""

    tenancy = "central"
    id = models.UUIDField(primary_key=True)
    login = models.CharField(max_length=80, unique=True)
    password = models.CharField(max_length=200, db_default="")
    region_id = models.UUIDField()
    person_id = models.UUIDField()
    disabled = models.BooleanField(db_default=False)
    failures = models.IntegerField(db_default=0)
    locked_until = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "account"


class SignInLink(models.Model):
    """A one-time link to the desk: the digest of its token, its expiry, and whether it was used."""

    tenancy = "central"
    digest = models.CharField(max_length=64, primary_key=True)
    account_id = models.UUIDField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "sign_in_link"


class RateCount(models.Model):
    """How often one address tried one thing within one window; rows of past windows are swept."""

    tenancy = "central"
    bucket = models.CharField(max_length=100, primary_key=True)
    window = models.BigIntegerField()
    tries = models.IntegerField()

    class Meta:
        db_table = "rate_count"


class EnrolLink(models.Model):
    """A one-time link that makes a phone a person's device; repeated by the same device it answers the same."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "digest")
    region_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    person_id = models.UUIDField()
    expires_at = models.BigIntegerField()
    made_by = models.UUIDField()
    used_at = models.BigIntegerField(null=True)
    device_id = models.UUIDField(null=True)

    class Meta:
        db_table = "enrol_link"


class Device(models.Model):
    """An enrolled phone of a person: the digest of its token and the arithmetic of what it wrote."""

    tenancy = "tenant"
    pk = models.CompositePrimaryKey("region_id", "device_id")
    region_id = models.UUIDField()
    device_id = models.UUIDField()
    person_id = models.UUIDField()
    name = models.CharField(max_length=80)
    token_digest = models.CharField(max_length=64)
    enrolled_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)
    heard_at = models.BigIntegerField(null=True)
    wrote = models.BigIntegerField(db_default=0)
    unsent = models.IntegerField(db_default=0)
    received = models.BigIntegerField(db_default=0)
    skew_ms = models.BigIntegerField(null=True)
    app = models.CharField(max_length=40, db_default="")
    unsent_since = models.BigIntegerField(null=True)

    class Meta:
        db_table = "device"
        constraints: ClassVar = [models.UniqueConstraint(fields=["region_id", "token_digest"], name="device_token")]
