"""Courses made here, from the plan to the day they go online (A12)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.course import Course
from yuanjiao.organisation.models import Person, Unit


class ProductionState(models.TextChoices):
    """How far the work on a recording is."""

    PLANNED = "planned", _("已计划")
    RECORDED = "recorded", _("已录制")
    EDITED = "edited", _("已剪辑")
    AUDITED = "audited", _("已审片")
    PUBLISHED = "published", _("已成课")
    ABANDONED = "abandoned", _("已放弃")


class Production(models.Model):
    """One recording: the event, when and where, with what, what it cost, and the course that it became.

    `record_on` is the day of recording, planned or past. `unit` records it, none the academy. Each change of
    `state` is a `ProductionStep`.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("制作单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="productions"
    )
    event = models.CharField(_("活动"), max_length=120)
    record_on = models.DateField(_("录制日期"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    equipment = models.CharField(_("设备"), max_length=300, blank=True)
    cost_fen = models.PositiveBigIntegerField(_("费用（分）"), default=0)
    notes = models.TextField(_("备注"), max_length=2000, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ProductionState.choices, default=ProductionState.PLANNED)
    changed_at = models.DateTimeField()
    course = models.OneToOneField(
        Course, verbose_name=_("成课"), null=True, blank=True, on_delete=models.PROTECT, related_name="production"
    )

    class Meta:
        indexes = [models.Index(fields=["state", "-changed_at"], name="productions_on_the_board")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="published", course__isnull=False)
                | models.Q(course__isnull=True) & ~models.Q(state="published"),
                name="what_is_published_became_a_course",
            ),
        ]

    def __str__(self) -> str:
        return self.event


class ProductionCrew(models.Model):
    """One of the crew: somebody of the academy, or a name; and what she does."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="crew")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    duty = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["production", "position"], name="crew_have_an_order"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, name="") | models.Q(person__isnull=True) & ~models.Q(name=""),
                name="crew_is_a_person_or_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.name


class ProductionStep(models.Model):
    """One change of a production's state: who, when, and what there was to say."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=ProductionState.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.production_id}: {self.state}"
