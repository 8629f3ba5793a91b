"""The parts of a score in words: what each looks at, and how the points of one course came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.public import ScorePart
from yuanjiao.web.manage.review_board import Board, BoardLine, weights_of

NAMES = {
    ScorePart.USE: gettext_lazy("使用"),
    ScorePart.COMPLETION: gettext_lazy("完成"),
    ScorePart.RATING: gettext_lazy("评分"),
    ScorePart.AGE: gettext_lazy("时效"),
    ScorePart.LICENCE: gettext_lazy("授权"),
}


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One part of a score: its points, its weight, and why."""

    name: str
    points: float | None
    weight: int
    share: float
    sentence: str


def explained(board: Board, line: BoardLine) -> list[ExplainedPart]:
    """Every part, also those left out, which say why."""
    weights = weights_of(board.rules)
    whole = sum(weights[part] for part in line.points) or 1
    return [
        ExplainedPart(
            name=str(NAMES[part]),
            points=line.points.get(part),
            weight=weights[part],
            share=weights[part] / whole if part in line.points else 0.0,
            sentence=SENTENCES[part](board, line),
        )
        for part in ScorePart
    ]


def _use(board: Board, line: BoardLine) -> str:
    words = {"mine": f"{line.figures.starts_a_month:.1f}", "usual": f"{board.scale.usual_starts:.1f}"}
    return _("每月 %(mine)s 人开始学，在线课程的中位数是 %(usual)s 人；等于中位数得 50 分，两倍得 67 分。") % words


def _completion(_board: Board, line: BoardLine) -> str:
    if line.figures.completion_rate is None:
        return _("还没有人开始学，不计。")
    words = {"starts": f"{line.figures.starts:,}", "completions": f"{line.figures.completions:,}"}
    return _("%(starts)s 人开始，%(completions)s 人学完；全部学完得 100 分。") % words


def _rating(board: Board, line: BoardLine) -> str:
    number = f"{line.figures.rating_count:,}"
    if ScorePart.RATING not in line.points:
        words = {"number": number, "least": board.rules.ratings_least}
        return _("只有 %(number)s 人评分，不到 %(least)s 人，不计。") % words
    words = {"number": number, "stars": f"{line.figures.stars or 0:.1f}"}
    return _("%(number)s 人评分，平均 %(stars)s 星；1 星 0 分，5 星 100 分。") % words


def _age(board: Board, line: BoardLine) -> str:
    words = {"months": f"{line.months:.0f}", "old": board.rules.old_after_months}
    return _("上线 %(months)s 个月；刚上线 100 分，均匀降到 %(old)s 个月 0 分。") % words


def _licence(_board: Board, line: BoardLine) -> str:
    if line.figures.licence_days is None:
        return _("没有到期的授权，不计。")
    return _("授权还剩 %(days)s 天；一年以上 100 分，均匀降到 0 分。") % {"days": f"{line.figures.licence_days:,}"}


SENTENCES: Mapping[ScorePart, Callable[[Board, BoardLine], str]] = {
    ScorePart.USE: _use,
    ScorePart.COMPLETION: _completion,
    ScorePart.RATING: _rating,
    ScorePart.AGE: _age,
    ScorePart.LICENCE: _licence,
}
