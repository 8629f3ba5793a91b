"""Unit assessment (A19): a rubric in versions, the yearly scores of units under it, objections and answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit

WHOLE = 100_00
"""All weights of a rubric together, in hundredths of a point."""


class Rubric(models.Model):
    """One version of the rubric: a draft, which may be written, or published, which never changes."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("标题"), max_length=120)
    draft = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="rubrics_published"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft"], condition=models.Q(draft=True), name="one_draft_rubric"),
            models.CheckConstraint(
                condition=models.Q(draft=True, published_at__isnull=True)
                | models.Q(draft=False, published_at__isnull=False),
                name="published_rubrics_say_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Indicator(models.Model):
    """One line of a rubric: from a formula over figures of the program, or given by hand with evidence."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(_("次序"))
    category = models.CharField(_("类别"), max_length=60)
    title = models.CharField(_("指标"), max_length=120)
    weight = models.PositiveIntegerField(_("分值"))
    formula = models.CharField(_("公式"), max_length=200, blank=True)
    guidance = models.CharField(_("怎么评"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rubric", "position"], name="indicators_have_their_places"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="indicators_weigh_something"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def automatic(self) -> bool:
        """Whether the program scores it."""
        return bool(self.formula)


class AssessmentState(models.TextChoices):
    """Where an assessment stands."""

    COUNTING = "counting", _("正在计算")
    SCORING = "scoring", _("评分中")
    SHOWN = "shown", _("公示中")
    FINAL = "final", _("已定")


class Assessment(models.Model):
    """The scores of the units directly below one, for a year, under a rubric.

    Figures are those of the hour at which they were counted. Once shown, units may object until a day;
    final scores never change.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.COUNTING)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assessments_opened"
    )
    opened_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateField(_("异议截止"), null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_assessment_a_unit_and_year"),
            models.CheckConstraint(
                condition=models.Q(state=AssessmentState.FINAL, final_at__isnull=False)
                | ~models.Q(state=AssessmentState.FINAL) & models.Q(final_at__isnull=True),
                name="final_assessments_say_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(AssessmentState.COUNTING, AssessmentState.SCORING))
                | models.Q(objections_until__isnull=False),
                name="shown_assessments_can_be_objected_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.year}: {self.state}"


class Score(models.Model):
    """What one unit has for one indicator, in hundredths of a point, with the figures or words it rests on."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scores")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveIntegerField(null=True, blank=True)
    figures = models.JSONField(default=dict)
    words = models.TextField(_("依据"), max_length=2000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="scores_given"
    )
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "unit", "indicator"], name="one_score_a_unit_and_indicator"),
        ]
        indexes = [models.Index(fields=["unit", "assessment"], name="scores_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id}: {self.points}"


class Objection(models.Model):
    """A unit objects to one score; the answer may change its points, and keeps what they were."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="objections")
    words = models.TextField(_("异议"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="objections")
    at = models.DateTimeField()
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    points_before = models.PositiveIntegerField()
    points_after = models.PositiveIntegerField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="objections_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["score"], condition=models.Q(answered_at__isnull=True), name="one_open_objection_a_score"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | models.Q(points_after__isnull=False) & ~models.Q(answer=""),
                name="answered_objections_have_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score_id}: {self.words[:20]}"
