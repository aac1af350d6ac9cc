"""A door's story: every fact that anybody said about it, its rounds and the people found there included."""

from bulou.core.kernel.envelope import Fact
from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.ledger import read


def story(region_id: Id, dwelling_id: Id) -> list[Fact]:
    """Every fact about a door, held ones too."""
    rounds = [row[0] for row in database.rows("SELECT id FROM round WHERE region_id = %s", [region_id])]
    people = [
        row[0]
        for row in database.rows(
            "SELECT id FROM person_found WHERE region_id = %s AND dwelling_id = %s", [region_id, dwelling_id]
        )
    ]
    keys = [
        f"dwelling:{dwelling_id}",
        f"household:{dwelling_id}",
        f"remainder:{dwelling_id}",
        *(f"visit:{round_id}:{dwelling_id}" for round_id in rounds),
        *(f"person:{person_id}" for person_id in people),
    ]
    return [entry.fact for entry in read.of_keys(region_id, keys)]
