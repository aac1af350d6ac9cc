"""A known town: doors and the people behind them, to be written in every layout that clerks use."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

SURNAMES = (
    "陈王李张刘杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金贾夏韦付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺顾毛郝龚邵万覃武钱戴严莫孔向常"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文志建国红梅海燕春花雪晓佳子轩宇浩欣怡诺涵梓晨"
KIN = ("配偶", "子", "女", "父", "母", "儿媳", "孙子", "孙女", "其他")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Resident:
    name: str
    kin: str
    sex: str
    born: str
    number: str
    phone: str


@dataclass
class Home:
    """One door; on a street `building` holds the house number and `room` the sub-number."""

    compound: str
    building: str
    stairwell: str
    room: str
    use: str = "home"
    people: list[Resident] = field(default_factory=list)
    rented: bool = False

    @property
    def on_street(self) -> bool:
        return not self.stairwell

    @property
    def head(self) -> Resident:
        return self.people[0]


def identity(chance: random.Random, born: str) -> str:
    body = f"141028{born}{chance.randrange(1000):03}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


def _resident(chance: random.Random, kin: str, surname: str) -> Resident:
    given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
    born = f"{chance.randrange(1935, 2019)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    number = identity(chance, born) if chance.random() < 0.8 else ""
    phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09}" if chance.random() < 0.6 or kin == "户主" else ""
    return Resident(surname + given, kin, chance.choice("男女"), born, number, phone)


def _fill(chance: random.Random, home: Home) -> Home:
    draw = chance.random()
    if draw < 0.1:
        home.use = "vacant"
    elif draw < 0.13:
        home.use = "business"
    else:
        surname = chance.choice(SURNAMES)
        home.people.append(_resident(chance, "户主", surname))
        for _ in range(chance.choice((0, 1, 2, 2, 3, 3, 4, 5))):
            own = surname if chance.random() < 0.7 else chance.choice(SURNAMES)
            home.people.append(_resident(chance, chance.choice(KIN), own))
        home.rented = chance.random() < 0.2
    return home


def build_town(seed: int = 7) -> list[Home]:
    """Two compounds with stairwells and one street, 11 storeys so that rooms have three and four digits."""
    chance = random.Random(seed)  # noqa: S311
    homes = [
        _fill(chance, Home(compound, str(b), str(s), f"{f}{d:02}"))
        for compound, buildings, floors in (("水利小区", 3, 6), ("农机公司家属院", 2, 11))
        for b in range(1, buildings + 1)
        for s in range(1, 3)
        for f in range(1, floors + 1)
        for d in (1, 2)
    ]
    for number in range(1, 60, 2):
        subs = range(chance.choice((1, 1, 2, 3)))
        homes.extend(_fill(chance, Home("东关街", str(number), "", str(sub) if sub else "")) for sub in subs)
    _plant_namesakes(homes)
    return homes


def _plant_namesakes(homes: list[Home]) -> None:
    """Behind every fifteenth door two people share a name: they are two people."""
    large = [h for h in homes if len(h.people) > 3]
    for home in large[::15]:
        home.people[3].name = home.people[1].name


def truth(homes: list[Home]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for home in homes:
        row = found.setdefault(home.compound, {"doors": 0, "occupied": 0, "persons": 0, "vacant": 0, "business": 0})
        row["doors"] += 1
        row[{"home": "occupied"}.get(home.use, home.use)] += 1
        row["persons"] += len(home.people)
    return found


def persons_named(homes: list[Home]) -> Counter[str]:
    return Counter(p.name for h in homes for p in h.people)
