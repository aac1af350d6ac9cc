"""The marks that clerks leave: totals, signatures, notes, and the words for an empty flat or a shop."""

from __future__ import annotations

import re
from functools import lru_cache

_TOTAL = re.compile(
    r"(?:(?:本|全)?(?:页|表|栋|楼|单元|小区|社区|院|村|街|巷)?|.{1,12})(?:小\s*计|合\s*计|总\s*计|共\s*计|累\s*计"
    r"|总\s*数)[:：]?(?:\s*[\d.]+\s*[户人间套]?)*"
    r"|共\s*\d+\s*[户人].*|总\s*户\s*数.*|总\s*人\s*[数口].*|户数合计.*"
)
_STAMP = re.compile(
    r".{0,10}(?:\(盖章\)|\(公章\)|\(签字\)|\(签章\)|盖章|签字|签章)[:：]?.*"
    r"|(?:填表|填报|制表|审核|审批|复核|登记|经办|采集|统计|调查|录入|核对|上报|联系|负责|主管"
    r"|报送|汇总)(?:人|单位|日期|时间|员|领导)?(?:电话|签字|签名)?\s*:.*"
    r"|(?:单位负责人|社区书记|社区主任|网格员|网格长|楼长|日期|时间|电话|联系电话|社区|单位|年月日)\s*:.*"
    r"|第\s*\d+\s*页.*|年\s*月\s*日"
)
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_NOTE = re.compile(
    r"(?:备?注|说明|附注|填表说明|注意事项?|提示|要求|Note|备注说明)\s*\d*\s*[:：.、].*"
    r"|[*※△▲★].*|\(?以(?:上|下)(?:空白|为).*|此表.*|本表.*"
)
_VACANT = re.compile(
    r"(?<![非不未无])(?:空置|空户|空房|空关|空屋|空宅|空挂|闲置|空闲)"
    r"|(?<!家中)(?<!家里)(?<!敲门)(?<!白天)(?<!常)(?:长期|常年|现|暂时?|目前|全家外出|锁门|外出)?"
    r"(?:无人|没人|未有人|没有人)(?:居?住|入住)?(?:$|[(,。;、])"
    r"|[长常](?:期|年)不在|人?[已都]?(?:搬走|搬离|迁走)(?:了)?$"
    r"|^(?:全家|举家|常年在?|长期在?)(?:外出|在外)(?:居住|生活)?$"
    r"|无人居?住|没人住|不住人|未入住|未居住|尚未入住|未装修|未交房|未售出?|毛坯房?|^在建|待售|待租|空着|^空$"
    r"|^(?:已售|房主|业主|户主)?[未没不]住人?$"
    r"|^(?:vacant|empty|unoccupied)$",
    re.IGNORECASE,
)
_SHOP = re.compile(
    r"门面|商铺|门市|门脸|门店|经营(?:用?房?|性?场所|户)?$|^经营|营业|商业用?房?|商用|商户|铺面|铺子|店铺|店面|底商"
    r"|办公用?房?|物业用房|仓库|库房|^[商店铺]$|^开(?:.{0,4}店|超市|诊所|饭馆|铺)"
    r"|^(?:business|shop|commercial|office|store)$",
    re.IGNORECASE,
)
# What a business is called, be it by its trade (超市) or by its own name (李记饭店).
_TRADE = re.compile(
    r".*(?:超市|诊所|[饭酒商药书旅粮花布]店|[饭酒旅]馆|商行|理发店?|美容院|美发|发廊|药房|小卖部|便利店|经销部|门诊部?"
    r"|卫生室|服务部|服装店|早餐店|五金店?|烟酒副?食?|副食|杂货|餐厅|餐馆|面馆|小吃|火锅|烧烤|宾馆|招待所|旅馆|网吧|棋牌室"
    r"|麻将馆|茶楼|茶馆|浴室|洗浴|幼儿园|培训|银行|信用社|营业厅|营业部|公司|办公室|工作室|事务所|修理部|维修部|汽修|洗车"
    r"|照相馆|打印|彩票|快递|驿站|(?:加工|印刷|面粉|修理|制衣|砖)厂|物业办公?室?|办事处|服务站|服务中心"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}店)"
)
_EXAMPLE = re.compile(r"\(?(?:例|示例|样例|范例|填写示例|例如|举例)\)?(?:[:：].*)?")
_YES = frozenset(
    (
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "Y",
        "y",
        "YES",
        "Yes",
        "1",
        "空",
        "☑",
        "对",
        "v",
        "V",
    )
)
_NO = frozenset(
    (
        "否",
        "无",
        "×",
        "✗",
        "✘",
        "N",
        "n",
        "NO",
        "No",
        "0",
        "没有",
        "☐",
        "x",
        "X",
    )
)
_BLANK = frozenset(
    (
        "无",
        "-",
        "--",
        "---",
        "—",
        "/",
        "//",
        "\\",
        "。",
        ".",
        "没有",
        "不详",
        "未知",
        "空",
        "暂无",
        "不清楚",
        "未提供",
        "拒绝",
        "N/A",
        "NA",
        "无电话",
        "未登记",
        "待核实",
        "待查",
        "*",
        "?",
        "0",
        "×",
        "null",
        "None",
        "〇",
    )
)


@lru_cache(maxsize=16384)
def is_total(text: str) -> bool:
    return len(text) <= 40 and _TOTAL.fullmatch(text.strip("()[]【】")) is not None


@lru_cache(maxsize=16384)
def is_stamp(text: str) -> bool:
    return _STAMP.fullmatch(text) is not None


def is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def is_note(text: str) -> bool:
    return _NOTE.fullmatch(text) is not None


def is_example(text: str) -> bool:
    """Whether the row only shows how to fill in the form."""
    return _EXAMPLE.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def says_vacant(text: str) -> bool:
    """Whether the text says that nobody lives there (空置, （空户）, 长期无人居住)."""
    return _VACANT.search(text.strip("()[]【】<> ")) is not None


@lru_cache(maxsize=16384)
def says_shop(text: str) -> bool:
    """Whether the text says that the door is a business (门面房, 经营用房)."""
    if len(text) > 20 or re.search(r"[非不]|商品房|上班|工作|打工|职工|退休|员工", text):
        return False
    return _SHOP.search(text) is not None


@lru_cache(maxsize=16384)
def names_business(text: str) -> bool:
    """Whether the text is what a business is called (李记饭店, 药店), not a person (张店)."""
    return _TRADE.fullmatch(text) is not None


def numbers_columns(filled: list[str]) -> bool:
    """Whether the row only numbers the columns (栏次 甲 乙 1 2 3 4), as official forms do."""
    numbers = [int(c) for c in filled if c.isdecimal() and len(c) < 3]
    if len(numbers) < 4 or len(filled) - len(numbers) > 4:
        return False
    others = [c for c in filled if not (c.isdecimal() and len(c) < 3)]
    return numbers == list(range(1, len(numbers) + 1)) and all(c in ("甲", "乙", "丙", "丁", "栏次") for c in others)


def mark_of(filled: list[str]) -> str:
    """Which of a clerk's marks makes the row no data; '' when none does."""
    first, few = filled[0], len(filled) <= 3
    if any(is_total(c) for c in filled[:3]):
        return "total"
    if (is_stamp(first) and len(filled) <= 6) or (few and any(is_stamp(c) and ":" in c for c in filled)):
        return "stamp"
    if len(filled) == 1 and is_date(first):
        return "stamp"
    is_sentence = len(filled) == 1 and len(first) > 40
    return "note" if is_example(first) or (is_note(first) and len(filled) <= 2) or is_sentence else ""


def is_yes(text: str) -> bool:
    return text in _YES


def is_no(text: str) -> bool:
    return text in _NO


def without_blank(text: str) -> str:
    """The text, or nothing where the clerk wrote that there is nothing (无, /, 不详)."""
    return "" if text in _BLANK else text
