"""Big screens in halls: which unit each shows, and whether its address still opens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers
from yuanjiao.organisation.models import Unit


class Screen(models.Model):
    """One big screen; its signed address opens without sign-in until it is revoked, and shows no person's name."""

    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    name = models.CharField(_("放在哪里"), max_length=80)
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="screens")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="screens_made"
    )
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
