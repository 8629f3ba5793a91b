"""Made-up names, posts and levels; every name carries the mark of the demonstration."""

from __future__ import annotations

import random
from typing import NamedTuple

from yuanjiao.demonstration.plan import MARK

SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文冉向"
)
GIVEN_FIRST = (
    "晓建文志国海春秋明永丽秀玉雪雨思子俊佳宇欣梦家嘉一天泽浩诗怡安若婷晨楠可启伟雅静红小德光远云月兰"
    "青书学立敏慧成新友仁"
)
GIVEN_SECOND = (
    "明华平军强伟芳敏静丽艳娟霞玲英杰涛勇超波辉刚健鹏飞宁琳洁莹萍梅燕彬斌峰磊龙林凯翔宇轩然涵彤瑶琪阳"
    "晨文武生根泉山川河洋帆航远成功才贤良德惠珍"
)


class Post(NamedTuple):
    """A post: its level, rank, title, and how many in a hundred hold it."""

    level: str
    rank: str
    title: str
    share: int


POSTS = (
    Post("150", "ky1", "科员", 30),
    Post("150", "zk4", "四级主任科员", 20),
    Post("150", "zk2", "二级主任科员", 14),
    Post("142", "zk1", "副科长", 15),
    Post("141", "zk1", "科长", 11),
    Post("132", "dy3", "副处长", 6),
    Post("131", "dy2", "处长", 3),
    Post("199", "", "工作人员", 1),
)
TOWNSHIP_TITLES = {"142": "副镇长", "141": "镇长", "132": "副主任", "131": "主任"}


def name(chance: random.Random) -> str:
    """A name without the mark."""
    given = chance.choice(GIVEN_FIRST) if chance.random() < 0.8 else ""
    return chance.choice(SURNAMES) + given + chance.choice(GIVEN_SECOND)


def marked(bare: str) -> str:
    """A name that says it is made up."""
    return bare + MARK


def post(chance: random.Random) -> Post:
    """A post, drawn by its share."""
    return chance.choices(POSTS, weights=[each.share for each in POSTS])[0]
