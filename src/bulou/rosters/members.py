"""The people named in one cell: 张三、李四（妻）；王五."""

from __future__ import annotations

import re
from functools import lru_cache

from bulou.rosters.marks import names_business, says_shop, says_vacant, without_blank

_SPLIT = re.compile(r"[、,;/|+&\n\r。]+")
_BRACKET = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|【[^】]*】?")
_DIGITS = re.compile(r"\+?[\dXx×*-]{5,}|\d{1,3}\s*岁|\b\d{1,3}\b[.)]?|\d+")
_KIN = (
    "户主|配偶|妻子|丈夫|爱人|儿子|女儿|长子|次子|三子|长女|次女|三女|父亲|母亲|儿媳妇?|女婿"
    "|孙子|孙女|外孙女?|岳父|岳母|公公|婆婆"
    "|爷爷|奶奶|哥哥|弟弟|姐姐|妹妹|之[妻夫子女父母]|租户|其他|本人"
)
_KIN_BEFORE = re.compile(rf"^(?:{_KIN}|[妻夫子女父母媳孙](?=[:-]))\s*[:-]?\s*(?=\S{{2,}})")
_KIN_AFTER = re.compile(rf"\s*[:-]\s*(?:{_KIN}|[妻夫子女父母媳孙]).*$")
_HAN = re.compile("[\u3400-\u9fff]")
_AND_MORE = re.compile(r"等?\s*共?\s*\d*\s*[人口]?$")
_MORE_COUNT = re.compile(r"(?:等|共)\s*(\d{1,2})\s*[人口]")


@lru_cache(maxsize=32768)
def names_in(text: str) -> tuple[str, ...]:
    """Every name in a cell in its order; two equal names are two people. Kinship, ages and numbers are left out."""
    if not text or says_vacant(text) or says_shop(text) or names_business(text):
        return ()
    plain = _BRACKET.sub(" ", text)
    pieces = [p for p in _SPLIT.split(plain) if p.strip()]
    if len(pieces) == 1:
        pieces = _by_spaces(pieces[0])
    return tuple(name for piece in pieces if (name := _name(piece)))


def people_said(text: str) -> int:
    """How many people a cell says there are beyond those it names (张三等5人 says 5); 0 when it does not say."""
    found = _MORE_COUNT.search(text) if text else None
    return int(found[1]) if found else 0


def _by_spaces(text: str) -> list[str]:
    words = text.split()
    # 陈 杰 and 夏 改 兰 are one name spread out; 张三 李四 are two.
    if len(words) > 1 and all(len(w) >= 2 for w in words) and _HAN.search(text):
        return words
    return [text]


def _name(piece: str) -> str:
    text = _DIGITS.sub("", piece.strip())
    text = _KIN_BEFORE.sub("", _KIN_AFTER.sub("", text.strip(" .:-")))
    if "等" in text[1:]:
        text = _AND_MORE.sub("", text)
    text = text.replace(" ", "").strip(".:-*()")
    if not text.isascii() or text.isalpha():
        return without_blank(text)
    return ""
