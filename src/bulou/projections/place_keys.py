"""Place keys: under which keys a compound, a lane or a building with a name is found."""

from collections.abc import Iterable

from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ground.pinyin import keys_of


def write(region_id: Id, kind: str, named: Iterable[tuple[Id, str]]) -> None:
    """Rewrites the keys of these places; a place may have several names; one that is only a number has no key,
    it is found by counting.
    """
    names: dict[Id, list[str]] = {}
    for place_id, name in named:
        names.setdefault(place_id, []).append(name)
    for some in database.chunks(sorted(names)):
        database.run(
            f"DELETE FROM place_key WHERE region_id = %s AND place_id IN ({database.marks(some)})", [region_id, *some]
        )
    database.insert(
        "place_key",
        ("region_id", "key", "place_id", "kind"),
        [
            (region_id, key, place_id, kind)
            for place_id, called in names.items()
            for key in sorted({key for name in called if not name.isdecimal() for key in keys_of(name)})
        ],
    )
