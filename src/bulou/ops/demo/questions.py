"""The questions of the three rounds: the second set asks where returnees came from, the third who means to go out."""

from typing import Final

from bulou.core.rounds.facts import Option, Question, QuestionSetPublished, Words
from bulou.core.rounds.policy import RoundPolicy

RETURNEE: Final = Question(
    id="returnee",
    type="yes_no",
    text={"zh": "家里有没有人14天内从外地回来？", "en": "Has anybody here come back from elsewhere within 14 days?"},
    trigger="returnee",
)
SYMPTOM: Final = Question(
    id="symptom",
    type="yes_no",
    text={"zh": "有没有人发热、咳嗽？", "en": "Has anybody a fever or a cough?"},
    trigger="symptom",
)
CONTACT: Final = Question(
    id="contact",
    type="yes_no",
    text={"zh": "有没有接触过这样的病人？", "en": "Has anybody met a person who is ill like that?"},
    trigger="contact",
)
FROM: Final = Question(
    id="from",
    type="choice",
    text={"zh": "从哪里回来？", "en": "Back from where?"},
    trigger="returnee",
    options=(
        Option(code="wuhan", text={"zh": "武汉", "en": "Wuhan"}),
        Option(code="hubei", text={"zh": "湖北其他地方", "en": "Elsewhere in Hubei"}),
        Option(code="province", text={"zh": "其他省", "en": "Another province"}),
        Option(code="shanxi", text={"zh": "省内其他县市", "en": "Elsewhere in Shanxi"}),
    ),
)
LEAVING: Final = Question(
    id="leaving_soon",
    type="count",
    text={"zh": "初十以前有几个人要外出？", "en": "How many mean to leave within the next days?"},
)

FIRST: Final = QuestionSetPublished(
    number=1,
    questions=(RETURNEE, SYMPTOM, CONTACT),
    read_out={
        "zh": "家里现在几口人？14天内有没有人从外地回来，有没有人发热咳嗽，有没有接触过病人？",
        "en": "How many are you at home? Anybody back from elsewhere within 14 days, any fever or cough, any contact?",
    },
)
REFINED: Final = QuestionSetPublished(
    number=2,
    questions=(RETURNEE, FROM, SYMPTOM, CONTACT, LEAVING),
    read_out={
        "zh": "家里现在几口人？14天内有没有人从外地、特别是湖北回来，有没有人发热咳嗽、接触过病人？近几天谁要出门？",
        "en": "How many are you at home? Anybody back from elsewhere, above all Hubei, any fever, cough or contact? "
        "Who means to travel?",
    },
)
STAYING: Final = Question(
    id="staying",
    type="yes_no",
    text={
        "zh": "不出门、不串门、不聚众打牌，都讲到了、答应了吗？",
        "en": "Told to stay in, not to visit, not to gather for cards - and agreed?",
    },
)
THIRD: Final = QuestionSetPublished(
    number=3,
    questions=(RETURNEE, FROM, SYMPTOM, CONTACT, LEAVING, STAYING),
    read_out={
        "zh": "家里现在几口人？有没有人从外地回来、发热咳嗽、接触过病人？谁要返程？请不出门、不串门、不聚众打牌。",
        "en": "How many are you at home? Anybody back from elsewhere, any fever, cough or contact? "
        "Who travels back to work? Please stay in: no visits, no card games.",
    },
)
ASKED_BETTER: Final[Words] = {
    "zh": "口罩天天领，戴好再上门。问清从哪里回来、哪天回来，不要只写“已排查”。",
    "en": "Masks are issued daily: put one on first. Ask from where and on which day.",
}
STAY_IN: Final[Words] = {
    "zh": "光问返乡不够：每一户都劝到，不出门、不串门、不聚众打牌。",
    "en": "Asking who came back is not enough: tell every household to stay in, not to visit, not to gather for cards.",
}
"""What the notice of the seventh day adds."""
QUESTION_SETS: Final = {1: FIRST, 2: REFINED, 3: THIRD}
POLICIES: Final = {
    1: RoundPolicy(),
    2: RoundPolicy(protection=("mask", "distance"), advice=ASKED_BETTER),
    3: RoundPolicy(protection=("mask", "distance"), pairs=True, advice=STAY_IN),
}
ROUND_NAMES: Final[dict[int, Words]] = {
    1: {"zh": "第一轮排查", "en": "Round 1"},
    2: {"zh": "第二轮排查", "en": "Round 2"},
    3: {"zh": "第三轮排查", "en": "Round 3"},
}
