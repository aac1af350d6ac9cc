"""Forms: what a person finds on the desk's pages and types into them."""

import re
from collections.abc import Sequence
from typing import Final

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.core.rounds.facts import QuestionSetPublished
from bulou.core.visits.outcomes import TRIGGERS
from bulou.ops.demo.calendar import RoundDates, typed
from bulou.ops.demo.filled import filled
from bulou.ops.demo.questions import POLICIES, ROUND_NAMES

TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINK: Final = re.compile(r"#/enrol/[^/]+/([^<\"\s]+)")
HELD: Final = re.compile(r'/held/([0-9a-f]{32})"')
DOOR: Final = re.compile(r'/doors/([0-9a-f]{32})[?"]')
WAIVED: Final = re.compile(r'name="waive" value="([0-9a-f]{32})"')
WHY_WAIVED: Final = "手机进水开不了机，此前写的都已收齐"
WHY_FALLBACK: Final = "街面先由包片干部兜着，今天内补人"
Fields = Sequence[tuple[str, str]]


def token(text: str) -> str:
    """The token of a page's form. Raises LookupError when the page has no form."""
    found = TOKEN.search(text)
    if found is None:
        raise LookupError("the page has no form")
    return found[1]


def link(text: str) -> str:
    """The token behind the address that turns a phone into somebody's."""
    found = LINK.search(text)
    if found is None:
        raise LookupError("the page shows no link")
    return found[1]


def held(text: str) -> list[Id]:
    """The held facts on the list, each once."""
    return list(dict.fromkeys(HELD.findall(text)))


def doors(text: str) -> list[Id]:
    """The doors that a page of a list shows, in its order."""
    return list(dict.fromkeys(DOOR.findall(text)))


def questions(asked: QuestionSetPublished) -> Fields:
    """A question set as it is typed: the three standard questions, then the region's own."""
    fields = [(f"read_out_{language}", words) for language, words in asked.read_out.items()]
    own = [question for question in asked.questions if question.id not in TRIGGERS]
    for question in asked.questions:
        name = question.id if question.id in TRIGGERS else f"own{own.index(question)}"
        fields += [(f"{name}_{language}", words) for language, words in question.text.items()]
        if question in own:
            options = "\n".join(f"{one.text['zh']} | {one.text['en']}" for one in question.options)
            fields += [(f"{name}_type", question.type), (f"{name}_trigger", ""), (f"{name}_options", options)]
    return fields


def launch(text: str, dates: RoundDates) -> Fields:
    """A round as it is typed into what the page proposes: the latest questions, the policy of the round before."""
    policy, names = POLICIES[dates.number], ROUND_NAMES[dates.number]
    typed_in = {
        "number": str(dates.number),
        "zh": names["zh"],
        "en": names["en"],
        "deadline": typed(dates.deadline),
        "proxy_attempts": str(policy.proxy_attempts),
        "proxy_bands": str(policy.proxy_bands),
        "away_rechecks": str(policy.away_rechecks),
    }
    if 'name="fallback_reason"' in text:
        typed_in["fallback_reason"] = WHY_FALLBACK
    fields = filled(text, holding="question_set") | {name: [value] for name, value in typed_in.items()}
    return [(name, value) for name, values in fields.items() if name != "csrfmiddlewaretoken" for value in values]


def post(kind: str, area: str, since: Instant) -> Fields:
    """A post over an area, from now on."""
    return [("post", kind), ("area", area), ("since", typed(since))]


def application(text: str) -> Fields:
    """An application to close: the open doors signed for, phones that cannot be heard any more waived by name."""
    fields = [("remainder", "on")] if 'name="remainder"' in text else []
    for device in WAIVED.findall(text):
        fields += [("waive", device), (f"reason-{device}", WHY_WAIVED)]
    return fields
