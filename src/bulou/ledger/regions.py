"""Regions: found by the code in a URL, founded once by an operator."""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.ground import database


class Region(Struct, frozen=True, kw_only=True):
    """One county-size committee and its time zone."""

    region_id: Id
    code: str
    name_zh: str
    name_en: str
    timezone: str

    @property
    def zone(self) -> tzinfo:
        """The region's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def name(self) -> dict[str, str]:
        """The name in both languages."""
        return {"zh": self.name_zh, "en": self.name_en}


class UnknownRegion(LookupError):
    """No region of that code lives in this database."""


_COLUMNS = ("region_id", "code", "name_zh", "name_en", "timezone")


@lru_cache(maxsize=1000)
def _cached(code: str) -> Region:
    found = database.one("SELECT region_id, code, name_zh, name_en, timezone FROM region WHERE code = %s", [code])
    if found is None:
        raise UnknownRegion(code)
    return Region(**dict(zip(_COLUMNS, found, strict=True)))


@lru_cache(maxsize=1000)
def zone_of(region_id: Id) -> tzinfo:
    """The time zone of a region, kept in memory. Raises UnknownRegion."""
    found = database.one("SELECT timezone FROM region WHERE region_id = %s", [region_id])
    if found is None:
        raise UnknownRegion(region_id)
    return ZoneInfo(str(found[0]))


def by_code(code: str) -> Region:
    """The region of this code. Raises UnknownRegion. Regions never change, so they are kept in memory."""
    return _cached(code)


def forget() -> None:
    """Forgets what is kept in memory; for a database that was replaced under our feet (restore, tests)."""
    _cached.cache_clear()
    zone_of.cache_clear()


def all_regions() -> list[Region]:
    """Every region of this database, in the order of their codes."""
    found = database.rows("SELECT region_id, code, name_zh, name_en, timezone FROM region ORDER BY code")
    return [Region(**dict(zip(_COLUMNS, row, strict=True))) for row in found]


def found(region: Region, *, epoch: Id) -> None:
    """Founds a region with an empty ledger."""
    database.insert("region", _COLUMNS, [(region.region_id, *(getattr(region, name) for name in _COLUMNS[1:]))])
    database.insert("head", ("region_id", "epoch", "position", "chain"), [(region.region_id, epoch, 0, "")])


def position(region_id: Id) -> int:
    """The region's last commit position."""
    found = database.one("SELECT position FROM head WHERE region_id = %s", [region_id])
    return int(found[0]) if found else 0


def epoch(region_id: Id) -> Id:
    """The incarnation of this region's database."""
    found = database.one("SELECT epoch FROM head WHERE region_id = %s", [region_id])
    if found is None:
        raise UnknownRegion(region_id)
    return str(found[0])
