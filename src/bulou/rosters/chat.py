"""A chat: what residents wrote into a WeChat group or a 接龙, each line cut into serial, place, people and the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bulou.core.territory.numerals import NUMERAL, all_digits
from bulou.rosters.cells import fold
from bulou.rosters.columns import is_name
from bulou.rosters.contacts import id_in, phones_in
from bulou.rosters.headers import is_header
from bulou.rosters.headings import parse_heading
from bulou.rosters.marks import names_business, says_shop, says_vacant
from bulou.rosters.sheets import Sheet
from bulou.rosters.synonyms import Role

ROLES = (Role.SERIAL, Role.ADDRESS, Role.NAME, Role.COUNT, Role.PHONE, Role.ID, Role.USE)
"""The columns into which every line is cut."""
_STAMP = re.compile(
    r".{0,30}?(?:\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?|昨天|今天|星期.|周.)?\s*(?:[上下]午|凌晨|早上|晚上|中午)?\s*\d{1,2}:\d\d(?::\d\d)?"
)
_CHAIN = re.compile(r"#?\s*(?:群)?接龙.*")
_BEFORE_TITLE = re.compile(r"^#?\s*(?:群)?接龙\s*")
_NOISE = re.compile(
    r"@.*|(?:收到|好的?|谢谢|辛苦了?|感谢|知道了|明白|已?填|已?报|嗯|行|ok|\+1|\[[^\]]{1,6}\]|[!。~,.?]|大家|各位|您|你们|了)+|"
    r".*(?:加入了?群聊|撤回了一条消息|拍了拍|邀请.+加入).*|\[?(?:图片|语音|视频|表情|文件)\]?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:例|示例|格式|如|例如|模板)[: ].*|请.*(?:填|报|接龙|登记|回复).*|.*(?:如实填写|按格式|逐户上报).*"
)
_SERIAL = re.compile(r"(\d{1,4})\s*(?:[.、)]|:(?!\d)|号[:.、])\s*(?=\S)")
_DOTTED = re.compile(r"\d{1,3}\.\d{1,2}\.\d{3,4}(?!\d)")
_SENDER = re.compile(r"([^\s\d:,]{2,12}):\s*(?=\S)")
_COUNT = re.compile(
    rf"(?:家里|家中|现在|全家|一共|总共|人口数?|人数|常住|现住|居住|住着|共|有|住)*[::]?\s*(?<![\d-])(\d{{1,2}}|{NUMERAL}{{1,3}})\s*(?:口人|个人|口|人|位)(?![\u4e00-\u9fff]?民)"
)
_GROWN = re.compile(rf"(?<![\d-])(\d|{NUMERAL})(?:个)?大人?[,、 ]?(?:和|加)?(\d|{NUMERAL})(?:个)?(?:小孩?|孩子?)")
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_LABEL = re.compile(
    r"(?:户主|业主|租户|房主|姓名|联系人|联系电话|电话号码|手机号码?|联系方式|电话|手机|身份证号?码?|家庭住址|详细地址"
    r"|住址|地址|住在|门牌号?|房号|人数|备注|tel|本人|我是|我叫|我家住?|我家?在|我们?家?是?)\s*(?:[::]|是|为|(?=[\s\d\u4e00-\u9fff]|$))",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[,;。!\s]+|(?<!\d)、|、(?!\d)|(?<=[\u4e00-\u9fff]):|:(?=[\u4e00-\u9fff])")
_GLUED = re.compile(r"(.*\d(?:室|号|户|[东西中南北]户?)?)([\u4e00-\u9fff·]{2,4})")
_PLACE = re.compile(r".*(?:小区|家属院|家属楼|花园|苑|公寓|家园|新村|院|[街巷路弄]|胡同|社区|单元|号楼|[栋幢座楼])")
_DIGIT = re.compile(rf"\d|{NUMERAL}+(?:号|栋|幢|单元|楼|室)")


def is_chat(text: str) -> bool:
    """Whether the text is messages and not a table: no tabs, no headings, and lines as people write them."""
    lines = [fold(line) for line in text.splitlines()]
    lines = [line for line in lines if line][:300]
    if not lines or "\t" in text or any(is_header(re.split(r"[,;|、\s]+", line)) for line in lines[:40]):
        return False
    if any(_CHAIN.fullmatch(line) or (_STAMP.fullmatch(line) and len(line) < 60) for line in lines):
        return True
    numbered = sum(bool(_SERIAL.match(line)) and not _DOTTED.match(line) for line in lines)
    spoken = sum(bool(_COUNT.search(line) and _DIGIT.search(_COUNT.sub("", line))) for line in lines)
    return max(numbered, spoken) * 2 > len(lines)


def chat_sheet(text: str) -> Sheet:
    """The messages as a sheet of known columns; row 1 is line 1."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    folded = [fold(line) for line in lines]
    senders = Counter(m[1] for line in folded if (m := _SENDER.match(line)))
    rows = []
    serial = 0
    for line in folded:
        number, rest = _serial(line, serial)
        serial = int(number) if number else serial
        rows.append(_cut(number, rest, {name for name, times in senders.items() if times > 1}))
    return Sheet("", rows, roles=ROLES, lines=tuple(lines))


def reason_for(row: Sequence[str]) -> str:
    """Why a message is no data ("chat": talk; "header": who wrote and when), or '' when it may be."""
    text = row[1]
    if any(row[2:]) or not text:
        return ""
    if _CHAIN.fullmatch(text):
        return "title"
    if _STAMP.fullmatch(text) or re.fullmatch(r"[^\d\s:]{1,12}:", text):
        return "stamp"
    return "chat" if _NOISE.fullmatch(text) or _ASKED.fullmatch(text) else ""


def is_understood(row: Sequence[str]) -> bool:
    """Whether anything could be made of the message: a number, a name, a count; else it is only a sentence."""
    return any(row[2:]) or _DIGIT.search(row[1]) is not None


def _serial(line: str, before: int) -> tuple[str, str]:
    """The number of a list and what follows it; a bare number counts only when it goes on from the line before."""
    found = _SERIAL.match(line)
    if found and not (_DOTTED.match(line) and int(found[1]) != before + 1):
        return found[1], line[found.end() :]
    bare = re.match(r"(\d{1,4})\s+(?=\S)", line)
    if bare and before and int(bare[1]) == before + 1:
        return bare[1], line[bare.end() :]
    return "", line


def _cut(serial: str, line: str, senders: set[str]) -> list[str]:
    whole = [serial, line, "", "", "", "", ""]
    if not _is_heading(line) and reason_for(whole):
        return whole
    if (by := _SENDER.match(line)) and by[1] in senders:
        line = line[by.end() :]
    number, line = id_in(line), _NUMBER.sub(" ", line)
    phones, line = phones_in(" ".join(_PHONE.findall(line))), _PHONE.sub(" ", line)
    count, line = _count(line)
    places, names, rest = _pieces(_LABEL.sub(" ", line))
    if not (names or count or phones or number) and _is_heading(whole[1]):
        return [serial, _BEFORE_TITLE.sub("", whole[1]), "", "", "", "", ""]
    if not places and not names and not count:
        return whole
    return [serial, " ".join(places), "、".join(names), count, " ".join(phones), number, " ".join(rest)]


def _is_heading(line: str) -> bool:
    heading = parse_heading(_BEFORE_TITLE.sub("", line))
    return heading is not None and heading.says_place() and (heading.sure or bool(heading.building))


def _count(line: str) -> tuple[str, str]:
    if grown := _GROWN.search(line):
        total = sum(int(all_digits(n)) for n in grown.groups())
        return str(total), line[: grown.start()] + " " + line[grown.end() :]
    found = _COUNT.search(line)
    if found is None:
        return "", line
    return all_digits(found[1]), line[: found.start()] + " " + line[found.end() :]


def _pieces(line: str) -> tuple[list[str], list[str], list[str]]:
    """What names the place, what names people, and the rest, each in its order."""
    places: list[str] = []
    names: list[str] = []
    rest: list[str] = []
    for piece in filter(None, (p.strip("-—:、()") for p in _PIECE.split(line))):
        glued = _GLUED.fullmatch(piece)
        if glued and is_name(glued[2]):
            places.append(glued[1])
            names.append(glued[2])
        elif says_vacant(piece) or names_business(piece) or (says_shop(piece) and not _DIGIT.search(piece)):
            rest.append(piece)
        elif _DIGIT.search(piece) or (_PLACE.fullmatch(piece) and not is_name(piece)):
            places.append(piece)
        elif is_name(piece):
            names.append(piece)
        else:
            rest.append(piece)
    return places, names, rest
