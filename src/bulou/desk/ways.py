"""Ways of working (做法) as versions; a version takes effect when a round is launched with it."""

from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec
from django.http import HttpResponse, QueryDict

from bulou.core.rounds.facts import WaysPublished
from bulou.core.rounds.policy import METHODS, Protection, RoundPolicy
from bulou.desk.page import Page, page
from bulou.ground.words import LANGUAGES
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.rounds import Rounds, Ways, policy_of

LIMITS: Final = {
    "proxy_attempts": (1, 20), "proxy_bands": (1, 3), "away_rechecks": (1, 20), "vacant_evidence": (0, 6),
    "close_attempts": (0, 20), "close_bands": (0, 3),
}  # fmt: skip
"""By number of the policy: the least and the most."""
PROTECTION: Final[tuple[Protection, ...]] = get_args(Protection)
CONFIRM: Final = ("another", "supervisor")


class OutOfBounds(ValueError):
    """A number that no round can go by."""


@page(methods=("GET", "POST"))
def ways(here: Page) -> HttpResponse:
    """Every version, and a form that makes the next one from the last, or from the last round."""
    published = read(here.scope, Ways())
    known = read(here.scope, Rounds())
    refused = ""
    draft = published[-1].ways if published else policy_of(known[-1]) if known else RoundPolicy()
    if here.request.method == "POST":
        try:
            draft = typed_policy(here.request.POST)
        except OutOfBounds:
            refused = here.word("rounds.refused.policy")
        else:
            _publish(here, draft, number=len(published) + 1)
            return here.go(here.to("ways"), "ways.published", n=len(published) + 1)
    return here.render(
        "desk/ways.html",
        {
            "refused": refused,
            "versions": list(reversed(published)),
            "draft": draft,
            "next": len(published) + 1,
            "numbers": [(name, getattr(draft, name), *bounds) for name, bounds in LIMITS.items()],
            "methods": METHODS,
            "protection": PROTECTION,
            "confirm": CONFIRM,
        },
        status=422 if refused else 200,
    )


def typed_policy(said: QueryDict) -> RoundPolicy:
    """The policy in a form. Raises OutOfBounds: what was typed is no number, or too large."""
    numbers = {}
    for name, (least, most) in LIMITS.items():
        text = said.get(name, "")
        if not text.isdecimal() or len(text) > 3 or not least <= int(text) <= most:
            raise OutOfBounds(name)
        numbers[name] = int(text)
    advice: Mapping[str, str] = {one: said.get(f"advice_{one}", "").strip()[:600] for one in LANGUAGES}
    chosen: dict[str, Any] = {
        **numbers,
        "phone_closes": "phone_closes" in said,
        "pairs": "pairs" in said,
        "phone_first": "phone_first" in said,
        "confirm_by": next((one for one in CONFIRM if one == said.get("confirm_by")), CONFIRM[0]),
        "methods": tuple(one for one in METHODS if one == "door" or one in said.getlist("methods")),
        "protection": tuple(one for one in PROTECTION if one in said.getlist("protection")),
        "advice": {language: text for language, text in advice.items() if text},
    }
    return msgspec.convert(chosen, RoundPolicy)


def _publish(here: Page, policy: RoundPolicy, *, number: int) -> None:
    body = WaysPublished(number=number, policy=policy)
    saying = Saying(subject_kind="ways", subject_id=new_id(here.now), body=body)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
