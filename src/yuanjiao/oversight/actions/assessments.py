"""Assessing the units below one: counting, scoring by hand, showing, objections, final (A19)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanjiao.credits.public import date_of
from yuanjiao.kernel import audit, jobs
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.outreach.public import notify_many
from yuanjiao.oversight.assessments import may_object
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Assessment, AssessmentState, Objection, Rubric, Score
from yuanjiao.oversight.pages import assessment_page
from yuanjiao.oversight.talks import administrators_of

COUNT = "oversight.assessment"


class AssessedAlready(OversightRefused):
    """The units have an assessment of this year."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这一年已经有一次考核了。"))


class NotAtThisStage(OversightRefused):
    """The assessment has gone on, or has not come so far."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("考核现在不在这一步，请看看到了哪一步。"))


class PointsMissing(OversightRefused):
    """Scores by hand are still missing."""


class PointsOff(OversightRefused):
    """More points than the indicator weighs."""


class GivenByFormula(OversightRefused):
    """The program scores this indicator."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这个指标由公式计分；有问题请单位提异议，再按异议改。"))


class TermTooShort(OversightRefused):
    """Units are given no time to object."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("异议截止日要在今天以后。"))


class StillOpen(OversightRefused):
    """Objections wait, or may still come."""


@transaction.atomic
def open_assessment(*, actor: Scope, unit: Unit, rubric: Rubric, year: int, now: datetime) -> Assessment:
    """Begin the assessment of the units directly below one; it is counted in the background.

    :raises OutOfScope: when the actor may not assess there.
    :raises AssessedAlready: when there is one of this year.
    :raises NotAtThisStage: when the rubric is a draft.
    """
    actor.demand(Permission.ASSESSMENTS_WRITE, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if rubric.draft:
        raise NotAtThisStage
    if Assessment.objects.filter(unit=unit, year=year).exists():
        raise AssessedAlready
    assessment = Assessment.objects.create(
        rubric=rubric, unit=unit, year=year, opened_by_id=actor.actor_id, opened_at=now
    )
    _record(actor, "open_assessment", assessment, now)
    title = _("计算考核：%(unit)s %(year)s 年度") % {"unit": unit.name, "year": year}
    jobs.start(COUNT, owner_id=actor.actor_id, title=title, arguments={"assessment": assessment.pk}, now=now)
    return assessment


@transaction.atomic
def give_points(*, actor: Scope, score_id: int, points: int, words: str, now: datetime) -> Score:
    """Score an indicator by hand, with what it rests on.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when scores are no longer given.
    :raises GivenByFormula: when the program scores it.
    :raises PointsOff: when it is more than the indicator weighs.
    """
    score = _score(score_id)
    actor.demand(Permission.ASSESSMENTS_WRITE, score.assessment.unit)
    _at(score.assessment, AssessmentState.SCORING)
    if score.indicator.automatic:
        raise GivenByFormula
    _fits(score, points)
    score.points, score.words, score.given_by_id, score.given_at = points, words, actor.actor_id, now
    score.save()
    _record(actor, "give_points", score.assessment, now, score)
    return score


@transaction.atomic
def show_assessment(*, actor: Scope, assessment_id: int, objections_until: date, now: datetime) -> Assessment:
    """Show every unit its scores; until a day it may object.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when it is not being scored.
    :raises PointsMissing: when scores are missing.
    :raises TermTooShort: when the day is not ahead.
    """
    assessment = _assessment(actor, assessment_id)
    _at(assessment, AssessmentState.SCORING)
    left = assessment.scores.filter(points__isnull=True).count()
    if left:
        sentence = ngettext("还有 %(number)s 项没有评分。", "还有 %(number)s 项没有评分。", left)
        raise PointsMissing(sentence % {"number": left})
    if objections_until <= date_of(now):
        raise TermTooShort
    assessment.state, assessment.objections_until = AssessmentState.SHOWN, objections_until
    assessment.save()
    _record(actor, "show_assessment", assessment, now)
    title = _("%(year)s 年度考核得分公示，%(day)s前可以提异议") % {"year": assessment.year, "day": objections_until}
    _tell_units(actor, assessment, title, now)
    return assessment


@transaction.atomic
def object_to(*, actor: Scope, score_id: int, words: str, now: datetime) -> Objection:
    """Object to a score, for the unit that has it; whoever opened the assessment is told.

    :raises OutOfScope: when the actor may not object for the unit, or the day has passed.
    :raises NotAtThisStage: when an objection to it waits already.
    """
    score = _score(score_id)
    if not may_object(actor, score.assessment, score.unit, now):
        raise OutOfScope
    if score.objections.filter(answered_at__isnull=True).exists():
        raise NotAtThisStage
    objection = Objection.objects.create(
        score=score, words=words, by_id=actor.actor_id, at=now, points_before=score.points or 0
    )
    _record(actor, "object_to", score.assessment, now, score)
    if score.assessment.opened_by_id:
        title = _("%(unit)s对“%(title)s”有异议") % {"unit": score.unit, "title": score.indicator.title}
        _tell([score.assessment.opened_by_id], actor, score.assessment, title, words, now)
    return objection


@transaction.atomic
def answer_objection(
    *, actor: Scope, objection_id: int, points: int, answer: str, now: datetime
) -> Objection:
    """Answer an objection, keeping the points or changing them; the unit is told.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when it has an answer, or the scores are final.
    :raises PointsOff: when it is more than the indicator weighs.
    """
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    score = _score(objection.score_id)
    actor.demand(Permission.ASSESSMENTS_WRITE, score.assessment.unit)
    _at(score.assessment, AssessmentState.SHOWN)
    if objection.answered_at is not None:
        raise NotAtThisStage
    _fits(score, points)
    objection.answer, objection.points_after = answer, points
    objection.answered_by_id, objection.answered_at = actor.actor_id, now
    objection.save()
    score.points = points
    score.save(update_fields=["points"])
    _record(actor, "answer_objection", score.assessment, now, score)
    title = _("对“%(title)s”的异议有答复了") % {"title": score.indicator.title}
    told = administrators_of([score.unit_id], now).get(score.unit_id, [])
    _tell({*told, *([objection.by_id] if objection.by_id else [])}, actor, score.assessment, title, answer, now)
    return objection


@transaction.atomic
def finish_assessment(*, actor: Scope, assessment_id: int, now: datetime) -> Assessment:
    """Make the scores final; they never change again.

    :raises OutOfScope: when the actor does not carry the assessment out.
    :raises NotAtThisStage: when it is not shown.
    :raises StillOpen: when objections wait, or may still come.
    """
    assessment = _assessment(actor, assessment_id)
    _at(assessment, AssessmentState.SHOWN)
    left = Objection.objects.filter(score__assessment=assessment, answered_at__isnull=True).count()
    if left:
        sentence = ngettext("还有 %(number)s 条异议没有答复。", "还有 %(number)s 条异议没有答复。", left)
        raise StillOpen(sentence % {"number": left})
    if assessment.objections_until and date_of(now) <= assessment.objections_until:
        raise StillOpen(_("异议截止日还没过，过了再定。"))
    assessment.state, assessment.final_at = AssessmentState.FINAL, now
    assessment.save()
    _record(actor, "finish_assessment", assessment, now)
    _tell_units(actor, assessment, _("%(year)s 年度考核得分已定") % {"year": assessment.year}, now)
    return assessment


def _assessment(actor: Scope, assessment_id: int) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "rubric")
    assessment = rows.get(pk=assessment_id)
    actor.demand(Permission.ASSESSMENTS_WRITE, assessment.unit)
    return assessment


def _score(score_id: int) -> Score:
    rows = Score.objects.select_for_update(of=("self",)).select_related("assessment__unit", "unit", "indicator")
    score = rows.get(pk=score_id)
    # The assessment is read under its own lock, so that scores cannot change while it becomes final.
    score.assessment = Assessment.objects.select_for_update(of=("self",)).select_related("unit").get(
        pk=score.assessment_id
    )
    return score


def _at(assessment: Assessment, state: AssessmentState) -> None:
    if assessment.state != state:
        raise NotAtThisStage


def _fits(score: Score, points: int) -> None:
    if not 0 <= points <= score.indicator.weight:
        raise PointsOff(_("这个指标最多 %(most)s 分。") % {"most": f"{score.indicator.weight / 100:g}"})


def _tell_units(actor: Scope, assessment: Assessment, title: str, now: datetime) -> None:
    units = assessment.scores.order_by().values_list("unit_id", flat=True).distinct()
    told = {person for people in administrators_of(units, now).values() for person in people}
    _tell(told, actor, assessment, title, "", now)


def _tell(
    people: set[int] | list[int], actor: Scope, assessment: Assessment, title: str, body: str, now: datetime
) -> None:
    numbers = sorted(set(people) - {actor.person_id})
    link = assessment_page(assessment.pk)
    notify_many(person_ids=numbers, kind="oversight.assessment", title=title, body=body, link=link, now=now)


def _record(actor: Scope, act: str, assessment: Assessment, now: datetime, score: Score | None = None) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.{act}",
        subject=("assessment", assessment.pk),
        unit_path=str((score or assessment).unit.path),
        detail={"indicator": score.indicator_id, "points": score.points} if score else {},
    )
