"""Times for which a learner owes nothing (A16)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models.training import EVERY_TIER


class ExemptionReason(models.TextChoices):
    """Why someone need not study for a time."""

    SICK_LEAVE = "sick_leave", _("长期病假")
    MATERNITY = "maternity", _("产假")
    RETIREMENT = "retirement", _("年内退休")
    SECONDMENT = "secondment", _("借调或挂职")
    FULL_TIME_STUDY = "full_time_study", _("脱产学习")
    OTHER = "other", _("其他")


class ExemptionState(models.TextChoices):
    """Where an exemption stands; one whose days are over has ended by itself and stays granted."""

    WAITING = "waiting", _("待审批")
    GRANTED = "granted", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class Exemption(models.Model):
    """A learner's exemption from a day to a day, both counted; it lowers what those years require of her.

    `ended_on` is the last day where it was ended before its time. `rule_version` is the exemption rule that was
    in force when it was granted: a later one changes nothing about it.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("原因"), max_length=16, choices=ExemptionReason.choices)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    ended_on = models.DateField(_("提前到哪天止"), null=True)
    note = models.CharField(_("情况说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ExemptionState.choices, default=ExemptionState.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="exemptions_requested"
    )
    requested_at = models.DateTimeField()
    due_on = models.DateField(_("最迟答复日期"))
    deepest_tier = models.PositiveSmallIntegerField(default=EVERY_TIER)
    rule_version = models.PositiveIntegerField(default=0)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="exemptions_decided"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="an_exemption_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__lt=models.F("ends_on")),
                name="an_exemption_is_only_shortened",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "withdrawn"], decided_at__isnull=True)
                | models.Q(state__in=["granted", "refused"], decided_at__isnull=False),
                name="a_decided_exemption_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(answer=""), name="a_refusal_needs_a_reason"
            ),
            models.CheckConstraint(condition=~models.Q(decided_by=models.F("learner")), name="nobody_exempts_herself"),
        ]
        indexes = [
            models.Index(fields=["learner", "state"], name="exemptions_of_a_learner"),
            models.Index(fields=["state", "due_on"], name="exemptions_by_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.starts_on}–{self.ends_on}"

    @property
    def last_day(self) -> date:
        """The last day that is exempt."""
        return min(self.ends_on, self.ended_on) if self.ended_on else self.ends_on

    @property
    def waits(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.state == ExemptionState.WAITING
