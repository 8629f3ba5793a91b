"""Carrying an assessment out: begin, count, show, make final (A19). Final scores are never touched again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanjiao.credits.public import date_of
from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.actions.assessment_steps import (
    NotAtThisStage,
    carried_out,
    record,
    remove_scores,
    tell_units,
)
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Assessment, AssessmentState, Objection, Rubric
from yuanjiao.oversight.seals import assessment_hash

COUNT_SCORES = "oversight.scores"


class AssessedAlready(OversightRefused):
    """The units have an assessment of this year."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这个单位这一年已经有一次考核，请在列表里打开它。"))


class RubricUnpublished(OversightRefused):
    """A rubric that is still being written scores nobody."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这份细则还是草稿，发布以后才能用来考核。"))


class PointsMissing(OversightRefused):
    """Scores by hand are still missing."""


class NobodyAssessed(OversightRefused):
    """No unit below has learners."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("下一级没有应学学员的单位，没有得分可以公示。"))


class TermTooShort(OversightRefused):
    """Units are given no time to object, or nobody any time to answer."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("异议截止要在今天以后，答复截止不能早于异议截止。"))


class StillOpen(OversightRefused):
    """Objections wait, or may still come."""


@transaction.atomic
def open_assessment(*, actor: Scope, unit: Unit, rubric: Rubric, year: int, now: datetime) -> Assessment:
    """Begin the assessment of the units directly below one; it is counted in the background.

    :raises OutOfScope: when the actor may not assess there.
    :raises AssessedAlready: when there is one of this year.
    :raises RubricUnpublished: when the rubric is a draft.
    """
    actor.demand(Permission.ASSESSMENTS_WRITE, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if rubric.draft:
        raise RubricUnpublished
    if Assessment.objects.filter(unit=unit, year=year).exists():
        raise AssessedAlready
    assessment = Assessment.objects.create(
        rubric=rubric, unit=unit, year=year, opened_by_id=actor.actor_id, opened_at=now
    )
    record(actor, "open_assessment", assessment, now)
    _count(actor, assessment, now)
    return assessment


@transaction.atomic
def count_scores_again(*, actor: Scope, assessment_id: int, now: datetime) -> Assessment:
    """Count the figures anew, as they stand now; points given by hand stay.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when the scores have been shown.
    """
    assessment = carried_out(actor, assessment_id, AssessmentState.COUNTING, AssessmentState.SCORING)
    if assessment.job is not None:
        jobs.cancel(assessment.job, now=now)
    record(actor, "count_scores_again", assessment, now)
    _count(actor, assessment, now)
    return assessment


@transaction.atomic
def discard_assessment(*, actor: Scope, assessment_id: int, now: datetime) -> None:
    """Remove an assessment that no unit has seen, with its scores and files.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when the scores have been shown.
    """
    assessment = carried_out(actor, assessment_id, AssessmentState.COUNTING, AssessmentState.SCORING)
    if assessment.job is not None:
        jobs.cancel(assessment.job, now=now)
    record(actor, "discard_assessment", assessment, now)
    remove_scores(assessment.scores.all())
    assessment.delete()


@transaction.atomic
def show_assessment(
    *, actor: Scope, assessment_id: int, objections_until: date, answers_until: date, now: datetime
) -> Assessment:
    """Show every unit its scores; it may object until a day, and is answered until another.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when it is not being scored.
    :raises NobodyAssessed: when there are no scores.
    :raises PointsMissing: when scores are missing.
    :raises TermTooShort: when a day is not ahead.
    """
    assessment = carried_out(actor, assessment_id, AssessmentState.SCORING)
    left = assessment.scores.filter(points__isnull=True).count()
    if left:
        sentence = ngettext("还有 %(number)s 项没有评分。", "还有 %(number)s 项没有评分。", left)
        raise PointsMissing(sentence % {"number": left})
    if not assessment.scores.exists():
        raise NobodyAssessed
    if not date_of(now) < objections_until <= answers_until:
        raise TermTooShort
    assessment.state = AssessmentState.SHOWN
    assessment.objections_until, assessment.answers_until = objections_until, answers_until
    assessment.save()
    record(actor, "show_assessment", assessment, now)
    title = _("%(year)s 年度考核得分公示") % {"year": assessment.year}
    body = _("请逐项核对。%(day)s前可以对某一项提出异议。") % {"day": objections_until}
    tell_units(actor, assessment, title, now, body)
    return assessment


@transaction.atomic
def finish_assessment(*, actor: Scope, assessment_id: int, now: datetime) -> Assessment:
    """Make the scores final and seal them; they never change again.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when it is not shown.
    :raises StillOpen: when objections wait, or may still come.
    """
    assessment = carried_out(actor, assessment_id, AssessmentState.SHOWN)
    if assessment.objections_until is None:
        raise NotAtThisStage
    if date_of(now) <= assessment.objections_until:
        raise StillOpen(_("%(day)s以前还可以提异议，过了再定分。") % {"day": assessment.objections_until})
    left = Objection.objects.filter(score__assessment=assessment, answered_at__isnull=True).count()
    if left:
        sentence = ngettext("还有 %(number)s 条异议没有答复。", "还有 %(number)s 条异议没有答复。", left)
        raise StillOpen(sentence % {"number": left})
    assessment.state, assessment.final_at = AssessmentState.FINAL, now
    assessment.hash = assessment_hash(assessment)
    assessment.save()
    record(actor, "finish_assessment", assessment, now)
    tell_units(actor, assessment, _("%(year)s 年度考核得分已定") % {"year": assessment.year}, now)
    return assessment


def _count(actor: Scope, assessment: Assessment, now: datetime) -> None:
    assessment.state = AssessmentState.COUNTING
    assessment.save()
    title = _("计算考核得分：%(unit)s %(year)s 年度") % {"unit": assessment.unit.name, "year": assessment.year}
    arguments = {"assessment": assessment.pk}
    assessment.job = jobs.start(COUNT_SCORES, owner_id=actor.actor_id, title=title, arguments=arguments, now=now)
    assessment.save(update_fields=["job"])
