"""Figures frozen at a stated hour (idea 7 of the architecture)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit, UnitKind
from yuanjiao.oversight.figures import Tally


class Snapshot(models.Model):
    """The figures of one unit's subtree for a period, as they were at one hour.

    They come from the ledger as of that hour (entries before it) and from the memberships of the period's
    last day, so they can be counted again later and must come out the same. `target_per_cent` is the share
    of the year's requirement that counts as met: a half-year may ask for half of it. `previous` is the
    snapshot of the circular before, which changes are told against. `hash` covers every row; while it is
    empty the figures are not there yet.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="snapshots")
    begins_on = models.DateField(_("从"))
    ends_on = models.DateField(_("到"))
    at = models.DateTimeField(_("截止时刻"))
    target_per_cent = models.PositiveSmallIntegerField(default=100)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="following")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="a_period_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(target_per_cent__gte=1, target_per_cent__lte=100), name="a_target_is_a_part_of_the_year"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, hash="") | Q(taken_at__isnull=False) & ~Q(hash=""),
                name="taken_figures_have_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on} – {self.ends_on}"

    @property
    def year(self) -> int:
        """The credit year: the one that the period ends in."""
        return self.ends_on.year


class SnapshotUnit(models.Model):
    """One unit in a snapshot, with its place in the tree and its name as they were.

    `unit_id` is a bare number and `path` a copy, so that no later reorganisation touches them. `rank` is
    among the units of the same kind below the same parent; none where nobody was due to learn.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="units", db_index=False)
    unit_id = models.BigIntegerField()
    path = models.CharField(max_length=255)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=24, choices=UnitKind.choices)
    tier = models.PositiveSmallIntegerField()
    due = models.PositiveIntegerField()
    participated = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    hundredths = models.BigIntegerField()
    rank = models.PositiveIntegerField(null=True)
    peers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "unit_id"], name="a_unit_is_counted_once_in_a_snapshot"),
            models.CheckConstraint(
                condition=Q(participated__lte=F("due"), met__lte=F("due")), name="parts_of_a_unit_fit_those_due"
            ),
        ]
        indexes = [models.Index(fields=["snapshot", "path"], name="snapshot_in_order_of_tree")]

    def __str__(self) -> str:
        return self.name

    @property
    def tally(self) -> Tally:
        """The figures."""
        return Tally(self.due, self.participated, self.met, self.hundredths)
