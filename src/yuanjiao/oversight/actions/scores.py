"""The scores of units: counted by formula, given by hand, objected to and answered (A19)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.oversight.actions.assessment_steps import (
    NotAtThisStage,
    assessment_of,
    carried_out,
    locked,
    record,
    remove_scores,
    score_of,
    tell,
)
from yuanjiao.oversight.assessment_figures import NAMES, Figures, figures_of_units
from yuanjiao.oversight.assessments import may_object, units_to_assess
from yuanjiao.oversight.attachments import Sound, store
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.formula import understood, worked_out
from yuanjiao.oversight.models import AssessmentState, Attachment, Indicator, Objection, Score
from yuanjiao.oversight.score_sheet import Given
from yuanjiao.oversight.talks import administrators_of


class PointsOff(OversightRefused):
    """More points than the indicator weighs."""


class GivenByFormula(OversightRefused):
    """The program scores this indicator."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这个指标由公式计分；有问题请单位提异议，再按异议改。"))


class ObjectedAlready(OversightRefused):
    """An objection to the score waits for its answer."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("对这一项已经提过异议，正在等答复。"))


class AnsweredAlready(OversightRefused):
    """The objection has its answer."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这条异议已经有答复了。"))


@transaction.atomic
def count_scores(*, assessment_id: int, now: datetime, told: Callable[[int, int], None]) -> int:
    """Give every unit below a score for each indicator: counted where there is a formula, open where there is none.

    Points given by hand stay. Gives how many units there are.

    :param told: is told how far it is, and stops it by raising.
    :raises NotAtThisStage: when the assessment has gone on.
    """
    assessment = locked(assessment_id, AssessmentState.COUNTING)
    told(0, 1)
    figures = figures_of_units(units_to_assess(assessment.unit, now), assessment.year)
    indicators = list(assessment.rubric.indicators.all())
    by_hand = assessment.scores.filter(unit_id__in=figures, indicator__formula="")
    kept = set(by_hand.values_list("unit_id", "indicator_id"))
    remove_scores(assessment.scores.exclude(pk__in=by_hand.values("pk")))
    rows = [
        _counted(Score(assessment=assessment, unit_id=unit_id, indicator=indicator), found)
        for unit_id, found in figures.items()
        for indicator in indicators
        if (unit_id, indicator.pk) not in kept
    ]
    Score.objects.bulk_create(rows, batch_size=1000)
    assessment.state, assessment.counted_at = AssessmentState.SCORING, now
    assessment.save()
    told(1, 1)
    return len(figures)


def _counted(score: Score, figures: Figures) -> Score:
    indicator: Indicator = score.indicator
    if indicator.automatic:
        formula = understood(indicator.formula, NAMES)
        score.points = worked_out(formula, figures, indicator.weight).points
        score.figures = {name: str(figures[name]) for name in formula.names}
    return score


@transaction.atomic
def give_points(
    *, actor: Scope, score_id: int, points: int, words: str, now: datetime, file: Sound | None = None
) -> Score:
    """Score an indicator by hand, with what it rests on in words and perhaps a file.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when scores are no longer given.
    :raises GivenByFormula: when the program scores it.
    :raises PointsOff: when it is more than the indicator weighs.
    """
    assessment = carried_out(actor, assessment_of(score_id), AssessmentState.SCORING)
    score = score_of(assessment, score_id)
    _give(actor, score, Given(score_id, points, words), now)
    if file is not None:
        store(Attachment(score=score, added_by_id=actor.actor_id, added_at=now), file)
    return score


@transaction.atomic
def give_points_of_many(*, actor: Scope, assessment_id: int, given: Sequence[Given], now: datetime) -> int:
    """Score many by hand, all of them or none; gives how many.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when scores are no longer given, or were counted anew meanwhile.
    :raises GivenByFormula: when the program scores one of them.
    :raises PointsOff: when one gets more than its indicator weighs.
    """
    assessment = carried_out(actor, assessment_id, AssessmentState.SCORING)
    numbers = [each.score_id for each in given]
    scores = assessment.scores.select_related("assessment", "unit", "indicator").in_bulk(numbers)
    if len(scores) < len(numbers):
        raise NotAtThisStage
    for each in given:
        _give(actor, scores[each.score_id], each, now)
    return len(given)


def _give(actor: Scope, score: Score, given: Given, now: datetime) -> None:
    if score.indicator.automatic:
        raise GivenByFormula
    _fits(score, given.points)
    score.points, score.words, score.given_by_id, score.given_at = given.points, given.words, actor.actor_id, now
    score.save(update_fields=["points", "words", "given_by", "given_at"])
    record(actor, "give_points", score.assessment, now, score)


@transaction.atomic
def object_to(*, actor: Scope, score_id: int, words: str, now: datetime, file: Sound | None = None) -> Objection:
    """Object to a score, for the unit that has it, perhaps with a file; whoever began the assessment is told.

    :raises OutOfScope: when the actor may not object for the unit, or the day has passed.
    :raises NotAtThisStage: when the scores are not shown.
    :raises ObjectedAlready: when an objection to it waits.
    """
    assessment = locked(assessment_of(score_id), AssessmentState.SHOWN)
    score = score_of(assessment, score_id)
    if not may_object(actor, assessment, score.unit, now):
        raise OutOfScope
    if score.objections.filter(answered_at__isnull=True).exists():
        raise ObjectedAlready
    objection = Objection.objects.create(
        score=score, words=words, by_id=actor.actor_id, at=now, points_before=score.points or 0
    )
    if file is not None:
        store(Attachment(objection=objection, added_by_id=actor.actor_id, added_at=now), file)
    record(actor, "object_to", assessment, now, score)
    title = _("%(unit)s对“%(title)s”有异议") % {"unit": score.unit, "title": score.indicator.title}
    tell(actor, _carriers(assessment.unit, assessment.opened_by_id, now), assessment, title, now, words)
    return objection


@transaction.atomic
def answer_objection(*, actor: Scope, objection_id: int, points: int, answer: str, now: datetime) -> Objection:
    """Answer an objection, keeping the points or changing them; the unit is told.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when the scores are final.
    :raises AnsweredAlready: when it has an answer.
    :raises PointsOff: when it is more than the indicator weighs.
    """
    score_id = Objection.objects.values_list("score_id", flat=True).get(pk=objection_id)
    assessment = carried_out(actor, assessment_of(score_id), AssessmentState.SHOWN)
    score, objection = score_of(assessment, score_id), Objection.objects.get(pk=objection_id)
    if not objection.waits:
        raise AnsweredAlready
    _fits(score, points)
    objection.answer, objection.points_after = answer, points
    objection.answered_by_id, objection.answered_at = actor.actor_id, now
    objection.save()
    score.points = points
    score.save(update_fields=["points"])
    record(actor, "answer_objection", assessment, now, score)
    title = _("对“%(title)s”的异议有答复了") % {"title": score.indicator.title}
    tell(actor, _carriers(score.unit, objection.by_id, now), assessment, title, now, answer)
    return objection


def _fits(score: Score, points: int) -> None:
    if not 0 <= points <= score.indicator.weight:
        raise PointsOff(_("这个指标最多 %(most)s 分。") % {"most": f"{score.indicator.weight / 100:g}"})


def _carriers(unit: Unit, person_id: int | None, now: datetime) -> set[int]:
    """The administrators of a unit, and whoever acted before."""
    return {*administrators_of([unit.pk], now).get(unit.pk, []), *([person_id] if person_id else [])}
