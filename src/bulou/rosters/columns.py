"""The columns of a table: which role each plays, by its heading and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bulou.rosters.address import parse_address
from bulou.rosters.contacts import id_in, phones_in
from bulou.rosters.headers import PEOPLE_ROLES
from bulou.rosters.marks import says_shop, says_vacant
from bulou.rosters.members import names_in
from bulou.rosters.synonyms import Role

_SAMPLE = 300
_KIN = frozenset(
    (
        "户主",
        "本人",
        "配偶",
        "妻",
        "夫",
        "妻子",
        "丈夫",
        "子",
        "女",
        "儿子",
        "女儿",
        "长子",
        "次子",
        "长女",
        "次女",
        "父",
        "母",
        "父亲",
        "母亲",
        "孙子",
        "孙女",
        "儿媳",
        "女婿",
        "其他",
        "租户",
        "外孙",
        "外孙女",
        "岳父",
        "岳母",
        "公公",
        "婆婆",
        "之妻",
        "之子",
        "之女",
        "兄弟",
        "姐妹",
    )
)
_USES = frozenset(
    (
        "自",
        "租",
        "自住",
        "租住",
        "出租",
        "常住",
        "外来",
        "流动",
        "租户",
        "业主",
        "空户",
        "空置",
    )
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单"
    "杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹"
    "束龙叶幸司韶黎薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎"
    "充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越隆师巩厍聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关"
    "肖闫付代区盖朴游覃原药卫尉仝亢苟郄逯同令问宁晋"
)


@dataclass(slots=True)
class Columns:
    """Column numbers by role, each list from left to right."""

    by_role: dict[Role, list[int]] = field(default_factory=dict)

    def of(self, role: Role) -> list[int]:
        return self.by_role.get(role, [])

    def has(self, *roles: Role) -> bool:
        return any(self.by_role.get(r) for r in roles)

    def names_people(self) -> bool:
        return self.has(*PEOPLE_ROLES)


def by_heading(roles: Sequence[Role | None], labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """Columns as headed; those whose heading says nothing get a role by content where that role is still free."""
    columns = Columns()
    for i, role in enumerate(roles):
        if role is not None:
            columns.by_role.setdefault(role, []).append(i)
    if not columns.has(Role.ROOM, Role.ADDRESS) and len(columns.of(Role.STAIRWELL)) > 0 and columns.has(Role.BUILDING):
        _last_is_room(columns, rows)
    _house_beside_room(columns, labels)
    width = max((len(r) for r in rows[:_SAMPLE]), default=0)
    unknown = [i for i in range(width) if i >= len(roles) or roles[i] is None]
    _fill(columns, unknown, rows, labels)
    if not columns.has(Role.ROOM, Role.ADDRESS):
        _address_among_others(columns, rows)
    _correct(columns, rows)
    _share(columns, rows)
    return columns


def _address_among_others(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """户籍地址 is no home beside a 现住址; in a police list it is the only address that there is."""
    found = next((i for i in columns.of(Role.OTHER) if _role_by_content(_values(rows, i)) is Role.ADDRESS), None)
    if found is not None:
        columns.by_role[Role.OTHER].remove(found)
        columns.by_role[Role.ADDRESS] = [found]


def _share(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """户主及电话: a column that holds names and numbers in one cell plays both roles."""
    if not columns.names_people():
        named = [i for i in columns.of(Role.PHONE) if _mostly(_values(rows, i), _starts_with_name)]
        columns.by_role[Role.HEAD] = named[:1]
    if not columns.has(Role.PHONE):
        people = [i for role in (Role.NAME, Role.HEAD, Role.OWNER) for i in columns.of(role)]
        columns.by_role[Role.PHONE] = [i for i in people if _mostly(_values(rows, i), lambda t: bool(phones_in(t)))]


def _mostly(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) * 2 >= len(values)


def _starts_with_name(text: str) -> bool:
    return any(is_name(n) for n in names_in(text)[:1])


def _house_beside_room(columns: Columns, labels: Sequence[str]) -> None:
    """门牌号 is the door itself, but the house in the street where another column holds the room (室号)."""
    rooms = columns.of(Role.ROOM)
    houses = [i for i in rooms if i < len(labels) and "牌" in labels[i]]
    if houses and len(houses) < len(rooms) and columns.has(Role.COMPOUND):
        columns.by_role[Role.HOUSE] = houses
        columns.by_role[Role.ROOM] = [i for i in rooms if i not in houses]


def _last_is_room(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """门号 is a stairwell beside a room's column and a room where there is none."""
    last = columns.of(Role.STAIRWELL)[-1]
    if any(_is_room(v) for v in _values(rows, last)):
        columns.by_role[Role.STAIRWELL].remove(last)
        columns.by_role[Role.ROOM] = [last]


def by_content(rows: Sequence[Sequence[str]]) -> Columns:
    """Columns of a table without any heading."""
    columns = Columns()
    width = max((len(r) for r in rows[:_SAMPLE]), default=0)
    _fill(columns, list(range(width)), rows)
    return columns


def _fill(columns: Columns, unknown: list[int], rows: Sequence[Sequence[str]], labels: Sequence[str] = ()) -> None:
    for i in unknown:
        values = _values(rows, i)
        role = _role_by_content(values)
        headed = i < len(labels) and bool(labels[i])
        if headed and (role is Role.COUNT or (role is Role.NAME and columns.names_people())):
            continue  # amounts and months are small numbers too, and a warden or a community may look like a name
        if role is Role.NAME and len(set(values)) * 5 < len(values):
            continue
        if role is not None and (not columns.has(role) or role is Role.PHONE):
            columns.by_role.setdefault(role, []).append(i)


def _correct(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """A whole address under 房号 or 姓名 is still an address; swapped phones and identity numbers are swapped back."""
    for role in (Role.NAME, Role.HEAD, Role.PHONE, Role.ID, Role.NOTE):
        for i in list(columns.of(role)):
            found = _role_by_content(_values(rows, i))
            if found in (Role.ADDRESS, Role.PHONE, Role.ID) and found is not role:
                columns.by_role[role].remove(i)
                columns.by_role.setdefault(found, []).append(i)


def _values(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [r[column] for r in rows[:_SAMPLE] if column < len(r) and r[column]]


def _role_by_content(values: list[str]) -> Role | None:
    if not values:
        return None
    for role, share, test in _TESTS:
        if sum(map(test, values)) >= share * len(values):
            if role is Role.SERIAL and not _counts_up(values):
                continue
            return role
    return None


def _is_address(text: str) -> bool:
    parts = parse_address(text)
    numbers = len(parts.loose) + bool(parts.building) + bool(parts.stairwell)
    return (bool(parts.compound) and (numbers > 1 or bool(parts.number))) or numbers > 2


def is_name(text: str) -> bool:
    """Whether the text is a person's name as far as its surname and length tell."""
    plain = text.replace(" ", "")
    if re.search("(?:小区|家属院|花园|苑|公寓|家园|[街巷路楼室户]|单元|合计)$", plain):
        return False
    return 2 <= len(plain) <= 4 and plain[0] in _SURNAMES and re.fullmatch(r"[\u3400-\u9fff·]+", plain) is not None


def _is_members(text: str) -> bool:
    names = names_in(text)
    return len(names) > 1 and all(is_name(n) for n in names)


def _is_room(text: str) -> bool:
    return (
        re.fullmatch(r"[A-Z]?\d{3,4}[A-Z]?(?:室|号|房)?|\d{1,2}-\d{3,4}(?:室|号)?|[东西南北]户", text.upper())
        is not None
    )


def _is_compound(text: str) -> bool:
    return re.fullmatch(r"\S{1,8}(?:小区|家属院|家属楼|花园|佳苑|苑|公寓|家园|街|巷|路|胡同)", text) is not None


def _counts_up(values: list[str]) -> bool:
    numbers = [int(v) for v in values if v.isdigit() and len(v) < 7]
    return len(numbers) > 2 and all(0 <= b - a <= 1 for a, b in pairwise(numbers))


_TESTS: tuple[tuple[Role, float, Callable[[str], bool]], ...] = (
    (Role.ID, 0.6, lambda t: bool(id_in(t))),
    (Role.PHONE, 0.6, lambda t: bool(phones_in(t))),
    (Role.SEX, 0.7, lambda t: t in ("男", "女")),
    (Role.RELATION, 0.8, lambda t: t in _KIN),
    (Role.USE, 0.8, lambda t: t in _USES or says_vacant(t) or says_shop(t)),
    (Role.SERIAL, 0.95, lambda t: t.isdigit() and len(t) < 7),
    (Role.ADDRESS, 0.6, _is_address),
    (Role.COMPOUND, 0.8, _is_compound),
    (
        Role.BUILDING,
        0.8,
        lambda t: re.fullmatch(r"[\dA-Z一二三四五六七八九十]+(?:号楼|栋|幢|座|#楼?|楼)", t.upper()) is not None,
    ),
    (
        Role.STAIRWELL,
        0.8,
        lambda t: re.fullmatch(r"[\dA-Z一二三四五六七八九十东西中]+(?:单元|门)", t.upper()) is not None,
    ),
    (Role.ROOM, 0.8, _is_room),
    (Role.MEMBERS, 0.5, _is_members),
    (Role.NAME, 0.6, is_name),
    (Role.COUNT, 0.9, lambda t: re.fullmatch(r"\d{1,2}人?", t) is not None),
)
