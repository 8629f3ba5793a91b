"""Roles granted on a part of the tree (A17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models.unit import Unit


class Role(models.TextChoices):
    """What a person may be granted, always on one unit and all below it."""

    ACADEMY_ADMINISTRATOR = "academy_administrator", _("学院管理员")
    UNIT_ADMINISTRATOR = "unit_administrator", _("单位管理员")
    CLASS_TEACHER = "class_teacher", _("班主任")
    COURSE_EDITOR = "course_editor", _("课程编辑")
    AUDITOR = "auditor", _("审计员")


class RoleGrant(models.Model):
    """One role of one person on one unit's subtree, from a moment until it is taken back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_grants")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="roles_granted"
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_grant_a_person_role_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} on {self.unit_id}"
