"""Invented names: of staff, of residents; and numbers that no telephone in China has."""

from random import Random
from typing import Final

SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰玉萍红英华文建国志海燕雪梅春晓宇浩怡欣梓轩子晨雨思佳琪婷慧鑫斌飞鹏辉"
)
RARE: Final = "鄜堉昶玥"
"""A few people have a rare character in their name; paper and screens must show it."""


def name(rng: Random) -> str:
    """A made-up name of two or three characters."""
    given = rng.choice(GIVEN) + (rng.choice(GIVEN) if rng.random() < 0.75 else "")
    if rng.random() < 0.01:
        given = given[:-1] + rng.choice(RARE)
    return rng.choice(SURNAMES) + given


def phone(rng: Random) -> str:
    """Eleven digits that look like a phone and are nobody's: no Chinese number begins like this."""
    return f"100{rng.randrange(10**8):08d}"
