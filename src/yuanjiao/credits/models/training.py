"""Offline training and the credits claimed for it (A16)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers

EVERY_TIER = 99
"""As `CreditClaim.deepest_tier`: administrators of any tier may decide."""


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    WAITING = "waiting", _("待认定")
    APPROVED = "approved", _("已认定")
    PARTLY = "partly", _("部分认定")
    REFUSED = "refused", _("未认定")
    WITHDRAWN = "withdrawn", _("已撤回")
    REVERSED = "reversed", _("已冲正")


CREDITED = (ClaimState.APPROVED, ClaimState.PARTLY)
DECIDED = (*CREDITED, ClaimState.REFUSED, ClaimState.REVERSED)
COUNTS_AS_ATTENDED = (ClaimState.WAITING, *CREDITED)
"""Claims beside which another one on the same days is worth a look."""


class Training(models.Model):
    """One offline training as it was told: what, by whom, where, when, how long; its evidence hangs on it.

    A learner tells of hers, an organiser of one with many attendants (`for_many`). Days are whole hundredths
    (half a day: 50).
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key, editable=False)
    title = models.CharField(_("培训名称"), max_length=120)
    organiser = models.CharField(_("主办单位"), max_length=120)
    place = models.CharField(_("地点"), max_length=120)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    days_hundredths = models.PositiveIntegerField(_("培训天数（百分之一）"))
    class_hours = models.PositiveSmallIntegerField(_("学时"))
    note = models.CharField(_("补充说明"), max_length=300, blank=True)
    for_many = models.BooleanField(default=False, db_default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="trainings_told"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="a_training_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(days_hundredths__gt=0), name="a_training_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title


class CreditClaim(models.Model):
    """One learner's claim to credits for a training; a training is claimed once by each learner.

    `deepest_tier` is the lowest tier of the tree (1: city) whose administrators may decide: above herself where
    the learner is an administrator. The credit itself is a ledger entry whose source is this claim.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="claims")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credit_claims")
    state = models.CharField(_("状态"), max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING)
    submitted_at = models.DateTimeField()
    due_on = models.DateField(_("最迟答复日期"))
    deepest_tier = models.PositiveSmallIntegerField(default=EVERY_TIER)
    approved_days_hundredths = models.PositiveIntegerField(default=0)
    hundredths = models.PositiveIntegerField(default=0)
    rule_version = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="claims_decided"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "training"], name="a_training_is_claimed_once_a_learner"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "withdrawn"], decided_at__isnull=True)
                | models.Q(state__in=[str(state) for state in DECIDED], decided_at__isnull=False),
                name="a_decided_claim_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["partly", "refused"]) | ~models.Q(reason=""),
                name="less_than_claimed_needs_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("learner")), name="nobody_decides_her_own_claim"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="claims_by_deadline"),
            models.Index(fields=["learner", "-submitted_at"], name="claims_of_a_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.training_id} {self.state}"

    @property
    def waits(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.state == ClaimState.WAITING
