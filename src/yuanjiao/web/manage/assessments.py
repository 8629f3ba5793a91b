"""What the pages of assessments show: categories, units with their points and plots, and the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yuanjiao.credits.public import date_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import WHOLE, Assessment, AssessmentState, Rubric
from yuanjiao.web.shell.listing import Column, Listing

TONES = ("pine", "slate", "amber", "cinnabar", "pine-soft")
OBJECTION_DAYS, ANSWER_DAYS = 7, 14


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the rubric as the plot shows it."""

    name: str
    weight: int
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's row: its points, and the parts of its plot."""

    scores: oversight.UnitScores
    parts: list[tuple[float, str]]
    said: str


def categories_of(rubric: Rubric) -> list[Category]:
    """The categories in their order, each with its tone."""
    found = oversight.rubric_categories(rubric).items()
    return [Category(name, weight, TONES[number % len(TONES)]) for number, (name, weight) in enumerate(found)]


def lines_of(rows: Iterable[oversight.UnitScores], categories: list[Category]) -> list[Line]:
    """The rows of units with their plots: a hundred is the whole width."""
    return [
        Line(
            row,
            [*((row.by_category.get(each.name, 0), each.tone) for each in categories), (WHOLE - row.points, "track")],
            "，".join(f"{each.name} {row.by_category.get(each.name, 0) / 100:g}" for each in categories),
        )
        for row in rows
    ]


def summed(rows: list[oversight.UnitScores]) -> dict[str, int]:
    """What all rows say together: how many units, what is missing, what waits, how many have a year before."""
    return {
        "units": len(rows),
        "missing": sum(row.missing for row in rows),
        "objections": sum(row.objections for row in rows),
        "compared": sum(row.before is not None for row in rows),
    }


def listing_of(assessment: Assessment) -> Listing:
    """The file for the yearly target assessment: each unit with its points by category and by indicator."""
    categories = oversight.rubric_categories(assessment.rubric)
    indicators = list(assessment.rubric.indicators.order_by("position"))
    return Listing(
        f"assessment-{assessment.year}",
        _("%(year)s 年度单位考核得分") % {"year": assessment.year},
        (
            Column(_("名次"), lambda row: row.rank),
            Column(_("单位"), lambda row: row.unit.name, 28),
            Column(_("区划代码"), lambda row: row.unit.code or ""),
            Column(_("总分"), lambda row: row.points / 100),
            Column(_("上一年"), lambda row: None if row.before is None else row.before / 100),
            *(_category_column(name, weight) for name, weight in categories.items()),
            *(_indicator_column(each.pk, each.title, each.weight) for each in indicators),
            Column(_("没有评分的项"), lambda row: row.missing),
        ),
    )


def _category_column(name: str, weight: int) -> Column:
    return Column(f"{name}（{weight / 100:g}）", lambda row: row.by_category.get(name, 0) / 100, 20)


def _indicator_column(number: int, title: str, weight: int) -> Column:
    def value(row: oversight.UnitScores) -> float | None:
        points = row.by_indicator.get(number)
        return None if points is None else points / 100

    return Column(f"{title}（{weight / 100:g}）", value, 24)


def page_of(assessment: Assessment, scope: Scope, now: datetime) -> dict[str, Any]:
    """What every page of an assessment says of it and of its reader."""
    final = assessment.state == AssessmentState.FINAL
    return {
        "assessment": assessment,
        "categories": categories_of(assessment.rubric),
        "carries": oversight.carries_out(scope, assessment),
        "oversees": scope.may(Permission.FIGURES_READ, assessment.unit),
        "term_over": term_over(assessment, now),
        "holds": not final or oversight.assessment_holds(assessment),
    }


def term_over(assessment: Assessment, now: datetime) -> bool:
    """Whether the day until which units may object has passed."""
    return assessment.objections_until is not None and date_of(now) > assessment.objections_until


def next_to_score(rows: Iterable[oversight.UnitScores], unit: Unit) -> Unit | None:
    """The next unit in the order of the tree for which points are missing; after the last one it begins again."""
    waiting = [row.unit for row in rows if row.missing and row.unit != unit]
    return min(waiting, key=lambda each: (each.path < unit.path, each.path), default=None)


def terms_from(now: datetime) -> dict[str, date]:
    """Until when units may object and are answered, unless whoever shows the scores says otherwise."""
    day = date_of(now)
    return {
        "objections_until": day + timedelta(days=OBJECTION_DAYS),
        "answers_until": day + timedelta(days=ANSWER_DAYS),
    }
