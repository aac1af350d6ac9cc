"""A third round over a town at rest: new questions and other ways of working. Prints the ids of both rounds."""

from __future__ import annotations

import json

import django

django.setup()

from bulou.core.kernel.instants import HOUR, local  # noqa: E402  Django first
from bulou.core.kernel.scope import Scope  # noqa: E402
from bulou.core.rounds.facts import Question, QuestionSetPublished, RoundLaunched  # noqa: E402
from bulou.core.rounds.policy import RoundPolicy  # noqa: E402
from bulou.intake.said import Saying, new_id  # noqa: E402
from bulou.intake.say import say  # noqa: E402
from bulou.ledger import regions  # noqa: E402
from bulou.projections.standing import round_of  # noqa: E402
from tests.town import NOW, ZONE  # noqa: E402

QUESTIONS = (
    Question(id="returnee", type="yes_no", text={"zh": "有人返乡吗？", "en": "Any returnee?"}, trigger="returnee"),
    Question(id="advised", type="yes_no", text={"zh": "劝过不出门、不串门吗？", "en": "Told to stay at home?"}),
)


def main() -> None:
    region = regions.by_code("jixian")
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True)
    before = round_of(scope)
    assert before is not None
    questions, launched = new_id(NOW), new_id(NOW)
    body = RoundLaunched(
        number=3,
        name={"zh": "第三轮", "en": "Round 3"},
        opened_at=local(NOW, ZONE).isoformat(),
        deadline=local(NOW + 24 * HOUR, ZONE).isoformat(),
        question_set_id=questions,
        question_set_version=2,
        policy=RoundPolicy(
            pairs=True, protection=("mask",), advice={"zh": "不出门、不串门、不聚集", "en": "Stay at home"}
        ),
    )
    asked = QuestionSetPublished(
        number=2, questions=QUESTIONS, read_out={"zh": "家里几口人？", "en": "How many are you?"}
    )
    say(
        [
            Saying(subject_kind="question_set", subject_id=questions, body=asked),
            Saying(subject_kind="round", subject_id=launched, body=body),
        ],
        region_id=region.region_id, by=region.region_id, now=NOW, zone=ZONE, trusted=True,
    )  # fmt: skip
    print(json.dumps({"second": before.id, "third": launched}))


main()
