"""An office in a data folder of its own, made before its server starts; prints how its people sign in."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django first

from bulou.core.people.facts import PostTaken  # noqa: E402
from bulou.intake.said import Saying, new_id  # noqa: E402
from bulou.intake.writer import write  # noqa: E402
from bulou.ledger import regions  # noqa: E402
from bulou.vault import keyring  # noqa: E402
from tests.town import NOW, OPENED, Town, an_evening, build_town  # noqa: E402


def morning() -> Town:
    """The first one: a region with a director and a clerk, and nothing else."""
    region = regions.Region(
        region_id=new_id(OPENED), code="jixian", name_zh="吉县", name_en="Ji County", timezone="Asia/Shanghai"
    )
    write(lambda: regions.found(region, epoch=new_id(OPENED)))
    keyring.make(region.region_id)
    town = Town(region=region)
    town.engage("王主任", "director", "region", region.region_id, key="director")
    town.engage("小陈", "clerk", "region", region.region_id, key="clerk")
    return town


def evening() -> Town:
    """The small town at 19:46 of its second round; every door has an owner."""
    town = build_town()
    an_evening(town)
    since = "2020-01-29T08:00:00+08:00"
    post = PostTaken(
        person_id=town.people["volunteer"],
        post="volunteer",
        area_kind="grid",
        area_id=town.grids["桥南 2"],
        since=since,
    )
    town.say(Saying(subject_kind="post", subject_id=new_id(OPENED), body=post))
    return town


def main(kind: str) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    town = evening() if kind == "evening" else morning()
    signs_in = [one for one in ("director", "secretary", "clerk") if one in town.people]
    print(json.dumps({one: town.sign_in_token(one, at=NOW) for one in signs_in}))


main(sys.argv[1])
