"""The small town before anybody knocked, with one-time links for phones. Prints what a journey needs to know."""

from __future__ import annotations

import json
from typing import Final

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django first

from bulou.access import devices  # noqa: E402
from bulou.core.visits.facts import VisitRecorded  # noqa: E402
from tests.town import NOW, build_town  # noqa: E402

OBSERVED: Final = "学背巷 5号"
LINKS: Final = 4


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    town = build_town()
    town.visit(OBSERVED, VisitRecorded(outcome="under_observation"), at=NOW)
    town.engage("钱巷长", "building_head", "stairwell", town.stairwells["学背巷"], key="head")
    links = {
        name: [devices.make_link(town.region_id, town.people[name], by=town.region_id, now=NOW) for _ in range(LINKS)]
        for name in ("grid_worker", "volunteer", "head")
    }
    desk = town.sign_in_token("director")
    told = {"region": town.region_id, "people": town.people, "doors": town.doors, "links": links, "desk": desk}
    print(json.dumps(told))


main()
