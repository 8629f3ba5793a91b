"""One unit's scores as its page shows them: each explained, with objections and the forms that the reader may send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django import forms

from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Assessment, AssessmentState, Objection, Score
from yuanjiao.web.manage.forms.assessments import AnswerForm, ObjectionForm, PointsForm, of_points

Refused = dict[tuple[str, int], forms.Form]
"""Forms that were sent with something amiss, by what they do and to which score or objection."""


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection, and the form of its answer for whoever may send it."""

    objection: Objection
    form: forms.Form | None


@dataclass(frozen=True, slots=True)
class ShownScore:
    """A score with what it rests on, its objections, and the forms that the reader may send.

    What its formula gave is said as `value` (empty where it divides by nought), what counts of that as `share`.
    """

    score: Score
    working: oversight.Working | None
    value: str
    share: str
    figures: list[tuple[str, str]]
    objections: list[ShownObjection]
    points_form: forms.Form | None
    objection_form: forms.Form | None


@dataclass(slots=True)
class ShownCategory:
    """A category of one unit's scores."""

    name: str
    points: int = 0
    weight: int = 0
    scores: list[ShownScore] = field(default_factory=list)


def explained(
    assessment: Assessment, unit: Unit, scope: Scope, now: datetime, refused: Refused | None = None
) -> list[ShownCategory]:
    """Every score of a unit in the order of the rubric; six queries."""
    scores = oversight.scores_in(scope, assessment).filter(unit=unit).order_by("indicator__position")
    carries, refused = oversight.carries_out(scope, assessment), refused or {}
    objects = oversight.may_object(scope, assessment, unit, now)
    found: dict[str, ShownCategory] = {}
    beside = ("objections__by", "objections__answered_by", "objections__attachments", "attachments")
    for score in scores.prefetch_related(*beside):
        indicator = score.indicator
        category = found.setdefault(indicator.category, ShownCategory(indicator.category))
        category.points += score.points or 0
        category.weight += indicator.weight
        objections = sorted(score.objections.all(), key=lambda each: each.pk)
        waits = any(each.waits for each in objections)
        answers = [_answer_form(each, assessment, refused, carries=carries) for each in objections]
        working = oversight.working_of(score)
        shown = ShownScore(
            score=score,
            working=working,
            value=per_cent(working.value) if working and working.value is not None else "",
            share=per_cent(working.share) if working else "",
            figures=[(name, said(name, Fraction(text))) for name, text in score.figures.items()],
            objections=[ShownObjection(*pair) for pair in zip(objections, answers, strict=True)],
            points_form=_points_form(score, assessment, refused, carries=carries),
            objection_form=_objection_form(score, refused) if objects and not waits else None,
        )
        category.scores.append(shown)
    return list(found.values())


def _points_form(score: Score, assessment: Assessment, refused: Refused, *, carries: bool) -> forms.Form | None:
    if not carries or assessment.state != AssessmentState.SCORING or score.indicator.automatic:
        return None
    given = {"points": of_points(score.points), "words": score.words}
    return refused.get(("points", score.pk)) or PointsForm(initial=given, auto_id=f"points_{score.pk}_%s")


def _objection_form(score: Score, refused: Refused) -> forms.Form:
    return refused.get(("object", score.pk)) or ObjectionForm(auto_id=f"objection_{score.pk}_%s")


def _answer_form(objection: Objection, assessment: Assessment, refused: Refused, *, carries: bool) -> forms.Form | None:
    if not carries or assessment.state != AssessmentState.SHOWN or not objection.waits:
        return None
    given = {"points": of_points(objection.points_before)}
    return refused.get(("answer", objection.pk)) or AnswerForm(initial=given, auto_id=f"answer_{objection.pk}_%s")


def said(name: str, value: Fraction) -> str:
    """A figure as people read it: shares in per cent."""
    return per_cent(value) if name in oversight.SHARES else plain(value)


def per_cent(share: Fraction) -> str:
    """A share with two decimals at most, so that the sum beside it can be done by hand."""
    return f"{plain(share * 100)}%"


def plain(value: Fraction) -> str:
    """A number with two decimals at most."""
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")
