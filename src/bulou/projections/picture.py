"""A picture: the read tables of a region as of a past moment, folded anew from the ledger into memory.

The folds, the tables and the views are those of the present; only which facts count is another (core/kernel/as_of.py).
So a figure of the past cannot be computed by other rules than one of tonight, and its list is where it always is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct

from bulou.core.catalogue import CATALOGUE
from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.entries import Entry
from bulou.core.kernel.holding import hold
from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ground.private import Private, within
from bulou.ledger import read
from bulou.projections import held, visits
from bulou.projections.apply import REFOLDED
from bulou.projections.blank import schema
from bulou.projections.rebuild import PASSES

PARENTS: Final = {
    "compound": ("community_id", "community"),
    "building": ("compound_id", "compound"),
    "stairwell": ("compound_id", "compound"),
    "dwelling": ("stairwell_id", "stairwell"),
}
"""By table of places: the column that says where a place lies, and the table in which that must be listed."""
AT_DOORS: Final = frozenset({"household", "visit", "remainder"})
"""Families of keys that end in a door and say nothing while it is not listed."""


class Picture(Struct, frozen=True, kw_only=True):
    """Tables as of a pair, and, by kind, how many facts in it this version of the program cannot read."""

    as_of: AsOf
    tables: Private
    unread: Mapping[str, int]


def draw(region_id: Id, as_of: AsOf) -> Picture:
    """Folds everything that was said by T and known by K. Reads the ledger once, in the order of its keys."""
    region = database.rows("SELECT * FROM region WHERE region_id = %s", [region_id])
    tables = Private(schema())
    with within(tables):
        database.run(f"INSERT INTO region VALUES ({database.marks(region[0])})", region[0])
    apart = _hold(region_id, as_of, tables)
    unread: Counter[str] = Counter()
    for families in PASSES[1:]:
        for some in read.in_key_order(region_id, families, cutoff=as_of.cutoff, at=as_of.at):
            counting = _counting(some, apart, unread)
            with within(tables):
                _fold(region_id, counting)
        with within(tables):
            _drop_unplaced(region_id, families)
    strange = [family for family in read.families(region_id) if not any(family in families for families in PASSES)]
    for some in read.in_key_order(region_id, strange, cutoff=as_of.cutoff, at=as_of.at):
        _counting(some, apart, unread)
    return Picture(as_of=as_of, tables=tables, unread=dict(unread))


def _hold(region_id: Id, as_of: AsOf, tables: Private) -> frozenset[Id]:
    """Fills in what was held, and gives the facts that were still held at K; see AsOf.judged."""
    apart: set[Id] = set()
    for some in read.in_key_order(region_id, PASSES[0], cutoff=as_of.cutoff):
        about = {key.partition(":")[2]: entries for key, entries in some.items()}
        targets = [one for one in read.by_ids(region_id, list(about)) if as_of.said(one)]
        for target in targets:
            known = hold(about[target.fact.fact_id])
            if known is not None and known.released_at is None:
                apart.add(target.fact.fact_id)
        with within(tables):
            held.write(region_id, targets, about)
    return frozenset(apart)


def _counting(
    some: Mapping[str, list[Entry]], apart: Collection[Id], unread: Counter[str]
) -> dict[str, dict[str, list[Entry]]]:
    """What counts, by family and key. Facts that a newer version wrote and this one cannot read are counted apart."""
    by_family: dict[str, dict[str, list[Entry]]] = {}
    for key, entries in some.items():
        counting = [one for one in entries if one.fact.fact_id not in apart] if apart else entries
        if not all(map(_readable, counting)):
            unread.update(one.fact.kind for one in counting if not _readable(one))
            counting = [one for one in counting if _readable(one)]
        if counting:
            by_family.setdefault(key.partition(":")[0], {})[key] = counting
    return by_family


def _readable(entry: Entry) -> bool:
    kind = CATALOGUE.get(entry.fact.kind)
    return kind is not None and entry.fact.version <= kind.version


def _fold(region_id: Id, by_family: Mapping[str, dict[str, list[Entry]]]) -> None:
    """The folds of the present, given all that counts of every key."""
    for family, by_key in by_family.items():
        known = _at_listed_doors(region_id, by_key) if family in AT_DOORS else by_key
        if family == "visit":
            visits.apply(region_id, [entry for entries in known.values() for entry in entries], whole=True)
        else:
            REFOLDED[family](region_id, known)


def _at_listed_doors(region_id: Id, by_key: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """A phone's clock may say that a door was knocked at before it was listed: then it is not in the picture yet."""
    doors = _known("dwelling", region_id, {key.rpartition(":")[2] for key in by_key})
    rounds = _known("round", region_id, {key.split(":")[1] for key in by_key if key.startswith("visit:")})
    return {
        key: entries
        for key, entries in by_key.items()
        if key.rpartition(":")[2] in doors and (key.partition(":")[0] != "visit" or key.split(":")[1] in rounds)
    }


def _known(table: str, region_id: Id, ids: Collection[Id]) -> set[Id]:
    found: set[Id] = set()
    for some in database.chunks(sorted(ids)):
        found |= {
            row[0]
            for row in database.rows(
                f'SELECT id FROM "{table}" WHERE region_id = %s AND id IN ({database.marks(some)})',
                [region_id, *some],
            )
        }
    return found


def _drop_unplaced(region_id: Id, tables: Iterable[str]) -> None:
    """Places that lie in something which was not listed yet are not in the picture either; from the largest down."""
    for table in tables:
        if table in PARENTS:
            column, parent = PARENTS[table]
            database.run(
                f'DELETE FROM "{table}" WHERE region_id = %s'
                f' AND {column} NOT IN (SELECT id FROM "{parent}" WHERE region_id = %s)',
                [region_id, region_id],
            )
