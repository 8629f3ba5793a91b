"""Class groups of at most forty, each with its class teacher (A18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models.unit import Unit

LARGEST_CLASS = 40


class ClassGroup(models.Model):
    """A class of one unit. `size` is kept by the actions that place people, and bounded by the database."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="class_groups")
    number = models.PositiveIntegerField(_("班号"))
    name = models.CharField(_("班名"), max_length=80)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="classes_taught"
    )
    size = models.PositiveSmallIntegerField(_("人数"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="class_numbers_are_unique_in_a_unit"),
            models.CheckConstraint(condition=models.Q(size__lte=LARGEST_CLASS), name="a_class_has_at_most_forty"),
        ]

    def __str__(self) -> str:
        return self.name


class ClassPlace(models.Model):
    """A learner's place in a class group; at most one at a time."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="class_place")
    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="places")
    since = models.DateField()

    def __str__(self) -> str:
        return f"{self.person_id} in {self.class_group_id}"


class ClassSubstitute(models.Model):
    """Somebody who looks after a class in its teacher's place, from one day to another, both counted.

    `grant` is the role that was given for these days where she did not hold it already.
    """

    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="substitutes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes_stood_in_for")
    since = models.DateField(_("从哪天"))
    until = models.DateField(_("到哪天"))
    reason = models.CharField(_("原因"), max_length=120, blank=True)
    grant = models.ForeignKey(
        "organisation.RoleGrant", null=True, on_delete=models.SET_NULL, related_name="for_substitutes"
    )
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="substitutes_arranged"
    )
    arranged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="standing_in_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for class {self.class_group_id}, {self.since} to {self.until}"
