"""A heading: a title, a section row, a sheet's or file's name, and the place that it says its rows are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bulou.rosters.address import parse_address
from bulou.rosters.cells import fold
from bulou.rosters.places import compound_kind

_LIST = re.compile(
    r"(?:居民|住户|业主|人口|人员|物业费?|入户|排查|住房|户籍|常住|流动|家庭|房屋|基本|信息"
    r"|情况|摸底|疫情|防控|防疫|摸排|管控|封控|缴费|收费|登记|全员|(?:(?<![\u4e00-\u9fff])|(?<=社区))小区居民|入住|普查|走访|数据|基础)*"
    r"(?:花名册|登记[册表卡]|名册|名单|台[账帐]|明细表?|统计表?|信息表?|情况表?|摸底表?|一览表"
    r"|收[费缴]表|缴费表|汇总表?|清单|底册|档案|表格?|数据|名录|分布图|平面图|示意图)"
)
# What a title says beside a name: whose list it is and what for.
_FILLER = re.compile(
    r"(?:居民|住户|业主|租户|租客|房客|房东|商户|人口|人员|人|物业|费用?|房租|租金|水费|电费|暖气|供暖|垃圾|卫生|入户|排查|住房"
    r"|户籍|常住|流动|外来|出租[屋房]?|租房|租赁|家庭|房屋|门牌|沿街|临街|房产|居住|基本|信息|情况|摸底|疫情|防控|缴[费纳]?|收[费缴]|应收|实收"
    r"|欠费|登记|全员|入住|普查|走访|数据|基础|分布|户型|管理|服务|中心|公司|处|工作|统计|调查|核查|采集|台[账帐]|明细|年度"
    r"|的|各|全体|全部|所有|和|及|与|[(（][^()（）]*[)）])+$"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[、.]\s*|\([一二三四五六七八九十\d]+\)"
    r"|第[一二三四五六七八九十\d]+部分[:、]?|[◆●■★▲*#]+)\s*"
)
_COUNT = re.compile(r"[(,，、\s]*(?:共计?|合计|总计)?\s*\d+\s*[户人套间栋口]+[,，、)\s]*")
_DATE = re.compile(r"(?:截至|截止)?(?:19|20)\d{2}[年.\-/]?(?:度|\d{1,2}[月.\-/]?(?:\d{1,2}日?)?)?(?=\D|$)")
_PAIR = re.compile(r"([\u4e00-\u9fff]{1,6})\s*:\s*([^\s:]+?)(?=\s|$|[\u4e00-\u9fff]{1,4}:)")
_STRONG_END = re.compile(
    r".*(?:小区|家属院|家属楼|宿舍楼?|花园|花苑|苑|家园|公寓|新村|新城|山庄|大院|公馆|大厦"
    r"|安置房|号院|庭院|[街巷路弄]|胡同|大道)(?:[东南西北][区院])?"
)
# 水利小区外来务工者: what a title goes on to say, unless it is where something is (水利小区对面).
_BEYOND_END = re.compile(
    r"(.*(?:小区|家属院|家属楼|花园|花苑|佳苑|家园|公寓|新村))"
    r"(?!.*(?:对面|旁|附近|门口|[东西南北前后][侧边面区院]|期|校区))[\u4e00-\u9fff]{2,8}"
)
# 水利小区、东苑小区住户表 is about both and says of no row in which it is.
_SEVERAL = re.compile(r"(?:小区|家属院|家属楼|花园|苑|家园|公寓|[街巷路])[、,和与及]")
_COMMUNITY = re.compile(r"([\u4e00-\u9fff]{1,6}?)(?:社区|居委会|居民委员会)(?:居委会)?")
_GENERIC = re.compile(
    r"(?:sheet|工作表|表|页|新建.*工作表|book|工作簿|roster|table|data|export|untitled|汇总"
    r"|统计|合计|花名册|名单|明细"
    r"|居民|住户|业主|人员|总表|副本|原始|模板|说明|导出|附件|目录|数据|底册|台账|登记|名册|户"
    r"|全部|一览|信息|待核行?|不漏|改好的?|更正|修改)*[\d()\-_ .]*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r".*(?:汇总|统计|合计|总览|分析|透视|报表).*")


@dataclass(frozen=True, slots=True)
class Heading:
    """`sure` when the compound's name ends as such names end; `number` is the number of a courtyard on a street."""

    community: str = ""
    compound: str = ""
    building: str = ""
    stairwell: str = ""
    sure: bool = False
    number: str = ""

    def says_place(self) -> bool:
        return bool(self.compound or self.building or self.stairwell)


@lru_cache(maxsize=4096)
def parse_heading(text: str) -> Heading | None:
    """What a heading says; None when it is a door's address or no heading at all."""
    text = _NUMBERING.sub("", fold(text))
    if pairs := dict(_PAIR.findall(text)):
        return _from_pairs(pairs)
    cut = _LIST.search(text)
    name = _DATE.sub("", text[: cut.start()] if cut else text)
    name = re.sub(r"\([^)]*(?:[户人]|截[至止]|版|份)[^)]*\)|[《》]", "", _COUNT.sub("", name)).strip(
        " -_—=*,、:【】[]《》"
    )
    name = name.removeprefix("#")
    bare = _FILLER.sub("", name).strip("()")
    if not name or len(bare) > 30:
        return Heading() if cut else None
    if _GENERIC.fullmatch(bare):
        return Heading()
    return _from_name(bare, titled=cut is not None or bare != name)


def _from_name(name: str, *, titled: bool) -> Heading | None:
    parts = parse_address(name)
    if parts.number and compound_kind(parts.compound) == "street" and (titled or name.endswith("院")):
        # 东关街56号院租客登记: the rows below are the doors of one courtyard.
        return Heading(parts.community, parts.compound, number=parts.number, sure=True)
    if parts.loose or parts.subs or parts.number or parts.floor:
        return None
    compound, community = parts.compound, parts.community
    if not community and (found := _COMMUNITY.match(compound)):
        community, rest = found[1], compound[found.end() :]
        compound = rest if len(rest) > 1 else ""
        if re.match(r".*[县镇乡]", community):
            community = re.sub(r".*[县镇乡]", "", community)
    if _GENERIC.fullmatch(compound) or (compound.isascii() and len(compound) < 3):
        compound = ""
    if _SEVERAL.search(compound):
        compound = ""
    if cut := _BEYOND_END.fullmatch(compound):
        compound = cut[1]
    sure = _STRONG_END.fullmatch(compound) is not None
    if len(compound) > 15 or (titled and not sure and len(compound) > 8):
        compound = ""
    return Heading(community, compound, parts.building, parts.stairwell, sure)


def _from_pairs(pairs: dict[str, str]) -> Heading | None:
    community = compound = building = stairwell = ""
    for label, value in pairs.items():
        if label in ("小区", "小区名称", "院落", "街巷", "街道", "地址", "物业小区", "名称", "楼盘"):
            found = parse_address(value)
            compound = found.compound
            building = building or found.building
        elif label in ("楼", "楼号", "楼栋", "栋号", "幢号", "楼栋号"):
            building = parse_address(value).building or value
        elif label in ("单元", "单元号"):
            stairwell = parse_address(value).stairwell or value
        elif "社区" in label or "单位" in label:
            at = _COMMUNITY.match(value)
            community = at[1] if at else ""
    if not (community or compound or building or stairwell):
        return None
    return Heading(community, compound, building, stairwell, sure=bool(compound))


def is_summary_name(name: str) -> bool:
    """Whether a sheet's name or title says that it only adds up others."""
    return _SUMMARY.fullmatch(name) is not None


def community_of(text: str) -> str:
    """The community's name in a file's name or title, without 社区; '' when there is none."""
    heading = parse_heading(text)
    if heading is None:
        return ""
    if heading.community:
        return heading.community
    plain = heading.compound
    return plain if plain and not heading.sure and compound_kind(plain) == "compound" and len(plain) <= 6 else ""
