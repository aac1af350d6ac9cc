"""Check-off sheets as PDFs: everything is there, rare characters are really drawn, no name is a command."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bulou.ground.words import LANGUAGES, Language, catalogue
from bulou.reports import fonts, glyphs
from bulou.reports.fonts import NoChineseFont
from bulou.reports.sheets import BOXES, Asked, Row, SheetPaper, SheetsPaper, qr_svg
from bulou.reports.typesetting import pdf
from tests.reports.pages import drawn, number_of_pages, text_of
from tests.town import NOW

RARE = "鄜堉"
EVERYDAY = "水利小区三号楼二单元网格员张网格"


def _sheet(number: str, *, doors: int, group: str = "鄜州堉园3号楼2单元", person: str = "张网格") -> SheetPaper:
    return SheetPaper(
        number=number,
        round_name="第二轮排查",
        community="东关",
        person=person,
        printed="19:46",
        deadline="22:00",
        read_out="家里现在几口人？",
        questions=(
            Asked(number=1, text="有没有人返乡？", kind="yes_no"),
            Asked(number=2, text="从哪里回来？", kind="choice", options=("A 武汉", "B 其他省")),
        ),
        boxes=tuple(catalogue("zh")[f"paper.box.{one}"] for one in BOXES),
        rows=tuple(
            Row(number=n, door=f"{n:03d}", group=group if n == 1 else "", reserved=n == 2) for n in range(1, doors + 1)
        ),
        qr=qr_svg("http://127.0.0.1:8000/r/jixian/paper/0193"),
    )


def _pdf(*sheets: SheetPaper, language: Language = "zh") -> bytes:
    return pdf("sheets", SheetsPaper(sheets=sheets), language=language, now=NOW)


def test_rare_and_everyday_characters_can_be_copied_out_and_are_drawn() -> None:
    printed = _pdf(_sheet("0012", doors=3, group=f"{RARE}{EVERYDAY}"))
    text, shapes = text_of(printed), drawn(printed)
    for one in RARE + EVERYDAY:
        assert one in text
        assert shapes[one] > 10, one


def test_a_character_that_no_font_draws_is_printed_as_a_mark_with_its_number() -> None:
    text = text_of(_pdf(_sheet("0012", doors=1, group="\U0002fa1f庄")))
    assert "〓U+2FA1F庄" in text.replace(" ", "")


def test_every_row_the_number_and_the_person_stand_on_the_sheet() -> None:
    text = text_of(_pdf(_sheet("0012", doors=34)))
    assert all(f"{n} {n:03d}" in text for n in range(1, 35))
    assert "第 0012 号" in text
    assert "张网格" in text


def test_a_full_sheet_is_one_leaf_printed_on_both_sides() -> None:
    assert number_of_pages(_pdf(_sheet("0012", doors=34))) == 2


def test_pages_are_counted_within_each_sheet() -> None:
    text = text_of(_pdf(_sheet("0012", doors=34), _sheet("0013", doors=5)))
    assert "第 0012 号　第 2 页 共 2 页" in text
    assert "第 0013 号　第 1 页 共 1 页" in text


def test_a_door_under_observation_says_that_somebody_else_sees_to_it() -> None:
    assert "专人负责，请勿敲门" in text_of(_pdf(_sheet("0012", doors=3)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_set_in_both_languages(language: Language) -> None:
    text = text_of(_pdf(_sheet("0012", doors=3), language=language))
    assert {"zh": "念给住户听", "en": "Read out"}[language] in text


@pytest.mark.parametrize("name", ['#panic("gone")', "$x^2$", "*三号*", "\\u{41}", '"]; <sheet>', "// 后排", "@ref"])
def test_a_name_is_never_a_command(name: str) -> None:
    assert name.replace(" ", "") in text_of(_pdf(_sheet("0012", doors=1, group=name))).replace(" ", "")


def test_the_same_sheet_is_the_same_file() -> None:
    assert _pdf(_sheet("0012", doors=5)) == _pdf(_sheet("0012", doors=5))


def test_nothing_is_printed_in_colour() -> None:
    """Every colour command of the PDF sets a grey: a photocopier loses nothing."""
    printed = PdfReader(BytesIO(_pdf(_sheet("0012", doors=3))))
    contents = [content for page in printed.pages if (content := page.get_contents())]
    commands = b"\n".join(content.get_data() for content in contents)
    coloured = [line for line in commands.splitlines() if line.endswith((b" rg", b" RG", b" k", b" K"))]
    assert coloured == []


def test_the_packaged_font_is_noto_sans_sc_under_the_open_font_licence() -> None:
    font = fonts.packaged()
    assert font is not None
    with TTFont(font, lazy=True) as opened:
        named = opened["name"]
        assert named.getDebugName(1) == "Noto Sans SC"
        assert "SIL Open Font License" in named.getDebugName(13)
    known = glyphs.characters(font)
    assert len(known) > 30_000
    assert {ord(one) for one in RARE} <= known


def test_a_machine_without_any_chinese_font_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "packaged", lambda: None)
    monkeypatch.setattr(fonts, "_ELSEWHERE", ())
    fonts.case.cache_clear()
    try:
        with pytest.raises(NoChineseFont, match="fonts-noto-cjk"):
            _pdf(_sheet("0012", doors=1))
    finally:
        fonts.case.cache_clear()


@pytest.mark.parametrize("content", [b"", b"not a font", b"OTTO\x00\x01" + b"\x00" * 20, b"ttcf" + b"\xff" * 20])
def test_a_broken_font_file_is_named_and_nothing_worse(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(content)
    with pytest.raises(glyphs.UnreadableFont, match="broken"):
        glyphs.characters(broken)
