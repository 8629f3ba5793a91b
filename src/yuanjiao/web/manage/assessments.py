"""What the pages of assessments show: scores explained, and their file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Assessment, AssessmentState, Objection, Score
from yuanjiao.web.manage.forms.assessments import AnswerObjectionForm, ObjectionForm, PointsForm
from yuanjiao.web.shell.listing import Column, Listing


@dataclass(frozen=True, slots=True)
class ShownScore:
    """A score with what it rests on, its objections, and the forms that the reader may send."""

    score: Score
    figures: list[tuple[str, str]]
    objections: list[Objection]
    points_form: forms.Form | None
    objection_form: forms.Form | None


def explained(assessment: Assessment, unit: Unit, scope: Scope, now: datetime) -> list[ShownScore]:
    """Every score of a unit in the order of the rubric; two queries."""
    scores = oversight.scores_in(scope, assessment).filter(unit=unit).order_by("indicator__position")
    carries = scope.may(Permission.ASSESSMENTS_WRITE, assessment.unit)
    gives = carries and assessment.state == AssessmentState.SCORING
    objects = oversight.may_object(scope, assessment, unit, now)
    shown = []
    for score in scores.prefetch_related("objections__by", "objections__answered_by"):
        given = {"points": Decimal(score.points) / 100 if score.points is not None else None, "words": score.words}
        form = PointsForm(initial=given, auto_id=f"points_{score.pk}_%s")
        objections = sorted(score.objections.all(), key=lambda each: each.pk)
        waits = any(each.answered_at is None for each in objections)
        shown.append(
            ShownScore(
                score,
                [(name, said(name, value)) for name, value in score.figures.items()],
                objections,
                form if gives and not score.indicator.automatic else None,
                ObjectionForm(auto_id=f"objection_{score.pk}_%s") if objects and not waits else None,
            )
        )
    return shown


def answer_form(objection: Objection) -> AnswerObjectionForm:
    """The form that answers an objection, filled with the points as they are."""
    points = Decimal(objection.points_before) / 100
    return AnswerObjectionForm(initial={"points": points}, auto_id=f"answer_{objection.pk}_%s")


def said(name: str, value: float) -> str:
    """A figure as people read it: shares in per cent."""
    return f"{value * 100:.1f}%" if "率" in name else f"{value:.2f}".rstrip("0").rstrip(".")


def scores_listing(assessment: Assessment) -> Listing:
    """The file of an assessment: each unit with its points by category, for the yearly target assessment."""
    categories = oversight.rubric_categories(assessment.rubric)

    def of(category: str, weight: int) -> Column:
        heading = f"{category}（{weight / 100:g}）"
        return Column(heading, lambda line: line.by_category.get(category, 0) / 100)

    return Listing(
        f"assessment-{assessment.year}",
        _("单位考核得分"),
        (
            Column(_("名次"), lambda line: line.rank),
            Column(_("单位"), lambda line: line.unit.name, 28),
            Column(_("总分"), lambda line: line.points / 100),
            *(of(category, weight) for category, weight in categories.items()),
            Column(_("没有评分的项"), lambda line: line.missing),
        ),
    )
