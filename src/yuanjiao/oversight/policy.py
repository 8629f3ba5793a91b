"""The template that circulars are written from, as dated versions (C3)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from yuanjiao.kernel import policy

CIRCULAR = "circular"
TITLE = "关于{期间}干部网络学习情况的通报"
TEXT = """现将{期间}干部网络学习情况通报如下。数据截至{截止时刻}，{达标标准}为达标。

一、总体情况
应学学员{应学人数}人，参学{参学人数}人，参学率{参学率}，{参学率变化}；达标{达标人数}人，达标率{达标率}，{达标率变化}。\
人均学分{人均学分}，{人均学分变化}；参学人员平均{平均学分}学分。

二、学得好的单位
达标率在{较好标准}以上的单位：{较好单位}。

三、需要加强的单位
达标率低于{较差标准}的单位：{较差单位}。

四、下一步要求
请各单位对照附表，逐人了解没有达标的原因，帮助学员安排好学习时间；学习中遇到困难的，及时与班主任联系。"""


class CircularRules(msgspec.Struct, frozen=True):
    """Policy kind ``circular``: title and text with fields in braces, and from and below which rate units are named."""

    title: str = TITLE
    text: str = TEXT
    good_from: int = 90
    weak_below: int = 60


class TemplateInForce(NamedTuple):
    """The template with the number that a circular written from it keeps."""

    version: int
    rules: CircularRules


def circular_template(now: datetime) -> TemplateInForce:
    """The template in force; one query."""
    return TemplateInForce(*policy.rules(CIRCULAR, CircularRules, now))
