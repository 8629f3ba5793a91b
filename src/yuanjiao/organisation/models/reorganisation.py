"""Dated reorganisations: units move, merge, split, change their names (C5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models.unit import Unit


class ReorganisationKind(models.TextChoices):
    """What becomes of units."""

    MOVE = "move", _("划转")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("拆分")
    RENAME = "rename", _("更名")


class ReorganisationState(models.TextChoices):
    """Where a reorganisation stands. `FAILED` touched nothing: what was wished had become impossible by its day."""

    PLANNED = "planned", _("等待生效")
    RUNNING = "running", _("正在办理")
    DONE = "done", _("已完成")
    WITHDRAWN = "withdrawn", _("已撤回")
    FAILED = "failed", _("没有办成")


UNSETTLED = (ReorganisationState.PLANNED, ReorganisationState.RUNNING)


class Reorganisation(models.Model):
    """One change of the tree, in force from a day on.

    A unit that moves, and every unit that is merged away, ends on that day, and an heir takes its place
    (`UnitSuccession`): a unit never changes its place in the tree, so whatever was written with its path stays
    true. `target` is the new parent of a move, or the unit that a merger leaves. `names` are the new name, short
    name and code where the wish has any; `parts` the class groups and lower units that a split takes along;
    `effect` the figures that were shown when it was decided. `queued_at` is when the worker was last told.
    """

    kind = models.CharField(_("方式"), max_length=8, choices=ReorganisationKind.choices)
    on = models.DateField(_("生效日期"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ReorganisationState.choices, default=ReorganisationState.PLANNED
    )
    target = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    units = models.ManyToManyField(Unit, through="ReorganisedUnit", related_name="reorganisations")
    names = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    keeps_administrators = models.BooleanField(default=False)
    evens_classes = models.BooleanField(default=False)
    reason = models.CharField(_("依据"), max_length=200)
    effect = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, settled_at__isnull=True)
                | Q(settled_at__isnull=False) & ~Q(state__in=UNSETTLED),
                name="a_reorganisation_is_settled_or_not",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["move", "merge"], target__isnull=False)
                | Q(kind__in=["split", "rename"], target__isnull=True),
                name="moves_and_mergers_have_a_target",
            ),
        ]
        indexes = [models.Index(fields=["state", "on"], name="reorganisations_due")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}: {self.state}"

    @property
    def unsettled(self) -> bool:
        """Whether it is still to be made."""
        return self.state in UNSETTLED


class ReorganisedUnit(models.Model):
    """A unit that a reorganisation moves, merges away, splits or renames; in one unsettled reorganisation at most."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="sources")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unsettled = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "unit"], name="a_unit_is_reorganised_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(unsettled=True), name="one_unsettled_reorganisation_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.reorganisation_id}"


class UnitSuccession(models.Model):
    """That a unit was succeeded by another on a day: wholly, and it ended; or in part, and it goes on."""

    former = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")
    heir = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="formers")
    on = models.DateField()
    whole = models.BooleanField(default=True)
    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["former"], condition=Q(whole=True), name="a_unit_has_one_whole_heir"),
            # Once in part and once wholly: what was split off may take in the rest another year.
            models.UniqueConstraint(fields=["former", "heir", "whole"], name="a_unit_succeeds_another_once_each_way"),
            models.CheckConstraint(condition=~Q(former=F("heir")), name="no_unit_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.former_id} → {self.heir_id} on {self.on}"


class UnitName(models.Model):
    """What a unit was called, and which code it had, before a day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=12, blank=True, db_index=True)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "until"], name="one_former_name_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"
