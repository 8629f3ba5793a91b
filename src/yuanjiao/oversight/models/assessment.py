"""Unit assessment (A19): the yearly scores of the units below one, under a rubric, with objections and answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Unit
from yuanjiao.oversight.models.rubric import Indicator, Rubric


class AssessmentState(models.TextChoices):
    """Where an assessment stands."""

    COUNTING = "counting", _("计算中")
    SCORING = "scoring", _("评分中")
    SHOWN = "shown", _("公示中")
    FINAL = "final", _("已定")


SHOWN = (AssessmentState.SHOWN, AssessmentState.FINAL)
"""When the units may read their scores."""


class Assessment(models.Model):
    """The scores of the units directly below one, for a year, under a version of the rubric.

    Figures are those of the hour at which they were counted. Once shown, units may object until a day and are
    answered until another; final scores never change, which their `hash` shows. `job` is the work that counts.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.COUNTING
    )
    job = models.ForeignKey(BackgroundJob, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    objections_until = models.DateField(_("异议截止"), null=True)
    answers_until = models.DateField(_("答复截止"), null=True)
    final_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_assessment_a_unit_and_year"),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.COUNTING) | Q(counted_at__isnull=False),
                name="scores_of_an_assessment_have_their_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) & Q(objections_until__isnull=True, answers_until__isnull=True)
                | Q(state__in=SHOWN, answers_until__gte=F("objections_until")),
                name="shown_scores_can_be_objected_to",
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.FINAL, final_at__isnull=False) & ~Q(hash="")
                | ~Q(state=AssessmentState.FINAL) & Q(final_at__isnull=True, hash=""),
                name="final_scores_are_sealed",
            ),
        ]
        indexes = [models.Index(fields=["state", "objections_until"], name="assessments_by_state")]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.year}: {self.state}"


class Score(models.Model):
    """What one unit has for one indicator, in hundredths of a point, and what that rests on.

    `figures` are exact fractions by their names in the formula; `words` are those of whoever scored by hand.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scores")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveIntegerField(null=True)
    figures = models.JSONField(default=dict)
    words = models.TextField(_("依据"), max_length=2000, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "unit", "indicator"], name="one_score_a_unit_and_indicator"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, words="") | Q(points__isnull=False) & ~Q(words=""),
                name="points_given_by_hand_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id}: {self.points}"


class Objection(models.Model):
    """A unit objects to one of its scores; the answer may change the points, and what they were is kept."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="objections")
    words = models.TextField(_("异议"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    points_before = models.PositiveIntegerField()
    points_after = models.PositiveIntegerField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["score"], condition=Q(answered_at__isnull=True), name="one_open_objection_a_score"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, points_after__isnull=True, answer="")
                | Q(answered_at__isnull=False, points_after__isnull=False) & ~Q(answer=""),
                name="an_answered_objection_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score_id}: {self.words[:20]}"

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet."""
        return self.answered_at is None
