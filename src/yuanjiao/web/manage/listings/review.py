"""The review board as an Excel file."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.public import ScorePart
from yuanjiao.web.manage.listings.life import COURSE, KEY
from yuanjiao.web.manage.review_board import BoardLine
from yuanjiao.web.manage.review_words import NAMES
from yuanjiao.web.shell.listing import Column, Listing


def _points(part: ScorePart) -> Column:
    return Column(NAMES[part], lambda line: round(line.points[part], 1) if part in line.points else None)


def _rate(line: BoardLine) -> float | None:
    rate = line.figures.completion_rate
    return None if rate is None else round(rate * 100, 1)


REVIEW = Listing(
    "review",
    gettext_lazy("课程评议"),
    (
        Column(KEY, lambda line: line.course.key, 26),
        Column(COURSE, lambda line: line.course.title, 36),
        Column(gettext_lazy("状态"), lambda line: str(line.course.get_state_display())),
        Column(gettext_lazy("主题"), lambda line: str(line.course.topic), 20),
        Column(gettext_lazy("来源"), lambda line: str(line.course.get_source_kind_display())),
        Column(gettext_lazy("得分"), lambda line: round(line.score, 1)),
        *(_points(part) for part in ScorePart),
        Column(gettext_lazy("点击"), lambda line: line.course.click_count),
        Column(gettext_lazy("开始"), lambda line: line.figures.starts),
        Column(gettext_lazy("学完"), lambda line: line.figures.completions),
        Column(gettext_lazy("完成率（%）"), _rate),
        Column(gettext_lazy("平均星数"), lambda line: round(line.figures.stars, 2) if line.figures.stars else None),
        Column(gettext_lazy("评分人数"), lambda line: line.figures.rating_count),
        Column(
            gettext_lazy("上线日期"),
            lambda line: timezone.localdate(line.course.published_at) if line.course.published_at else None,
        ),
        Column(gettext_lazy("授权剩余天数"), lambda line: line.figures.licence_days),
        Column(gettext_lazy("建议"), lambda line: str(line.proposal.get_kind_display()) if line.proposal else ""),
    ),
    page_size=30,
)
