"""Slips and order sheets as PDFs: what they say to residents, what they never say, and how they are cut."""

from __future__ import annotations

import pytest

from bulou.ground.words import LANGUAGES, Language, catalogue
from bulou.reports.orders import Appointment, OrderPaper, OrdersPaper, Place
from bulou.reports.slips import Notice, NoticesPaper, Receipt, ReceiptsPaper
from bulou.reports.typesetting import pdf
from tests.reports.pages import drawn, number_of_pages, text_of
from tests.town import NOW

NEVER = ("空房", "未排查", "无人", "没人", "不在家", "拒", "不配合", "隔离", "疑似", "空置", "空户")
"""What a passer-by could read off a door: that nobody is in, that somebody refused, that somebody is ill."""
NEVER_IN_ENGLISH = (
    "vacant",
    "empty",
    "nobody",
    "not at home",
    "no answer",
    "refus",
    "unscreened",
    "quarantin",
    "isolat",
)


def _notices(number: int = 1, language: Language = "zh") -> bytes:
    slips = tuple(Notice(number=f"12-{one:02d}", door=f"{one}01") for one in range(1, number + 1))
    told = NoticesPaper(community="鄜州堉园", phone="0357-7920000", hours="8:00—22:00", notices=slips)
    return pdf("notices", told, language=language, now=NOW)


def _receipts(number: int = 1, language: Language = "zh") -> bytes:
    slips = tuple(Receipt(number=f"12-{one:02d}", door="水利小区 3号楼2单元 401") for one in range(1, number + 1))
    told = ReceiptsPaper(community="东关", round_name="第二轮排查", phone="", receipts=slips)
    return pdf("receipts", told, language=language, now=NOW)


def test_a_notice_never_says_that_nobody_is_in_or_what_a_household_did() -> None:
    by_language: dict[Language, tuple[str, ...]] = {"zh": NEVER, "en": NEVER_IN_ENGLISH}
    for language, never in by_language.items():
        words = " ".join(text for key, text in catalogue(language).items() if key.startswith("paper.print.notice."))
        text = (words + text_of(_notices(language=language))).replace(" ", "" if language == "zh" else " ").lower()
        assert not [one for one in never if one in text]


def test_a_receipt_says_registered_and_nothing_about_the_household() -> None:
    text = text_of(_receipts()).replace(" ", "")
    assert "已登记" in text
    assert not [one for one in NEVER if one in text]


def test_a_notice_asks_to_call_and_says_a_number() -> None:
    text = text_of(_notices()).replace(" ", "")
    assert "打个电话" in text
    assert "0357-7920000" in text
    assert "12-01" in text


def test_rare_characters_are_drawn_on_slips_too() -> None:
    shapes = drawn(_notices())
    assert all(shapes[one] > 10 for one in "鄜堉")


@pytest.mark.parametrize(("notices", "pages"), [(1, 1), (4, 1), (5, 2)])
def test_four_notices_come_on_a_page(notices: int, pages: int) -> None:
    assert number_of_pages(_notices(notices)) == pages


@pytest.mark.parametrize(("receipts", "pages"), [(1, 1), (8, 1), (9, 2)])
def test_eight_receipts_come_on_a_page(receipts: int, pages: int) -> None:
    assert number_of_pages(_receipts(receipts)) == pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_slips_are_set_in_both_languages(language: Language) -> None:
    assert {"zh": "已登记", "en": "REGISTERED"}[language] in text_of(_receipts(language=language)).replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_sheet_says_how_many_where_when_and_with_which_sheets(language: Language) -> None:
    order = OrderPaper(
        person="张网格",
        community="东关",
        day="2020年1月30日",
        round_name="第二轮",
        deadline="22:00",
        eligible=310,
        owed=38,
        places=(Place(name="水利小区 1号楼1单元", eligible=24, owed=5, reasons="没人应3（宜晚上）"),),
        appointments=(Appointment(time="09:00", door="学背巷 3号", late=True),),
        sheets=("0012", "0013"),
        read_out="家里现在几口人？",
        printed="07:50",
    )
    printed = pdf("orders", OrdersPaper(orders=(order, order)), language=language, now=NOW)
    text = text_of(printed).replace(" ", "")
    for one in ("张网格", "310", "38", "水利小区1号楼1单元", "没人应3", "09:00", "学背巷3号", "0012", "0013"):
        assert one in text
    assert number_of_pages(printed) == 2
