"""The rubric that units are assessed by (A19), in versions: categories of indicators that weigh a hundred together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WHOLE = 100_00
"""All weights of a rubric together, in hundredths of a point."""


class Rubric(models.Model):
    """One version of the rubric: a draft, which may be written, or published, which never changes."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("标题"), max_length=120)
    draft = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft"], condition=models.Q(draft=True), name="one_draft_of_the_rubric"),
            models.CheckConstraint(
                condition=models.Q(draft=True, published_at__isnull=True)
                | models.Q(draft=False, published_at__isnull=False),
                name="a_published_rubric_says_when",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(title)s，第 %(number)s 版") % {"title": self.title, "number": self.number}


class Indicator(models.Model):
    """One line of a rubric: from a formula over figures of the program, or given by hand with what it rests on."""

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
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=WHOLE), name="indicators_weigh_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def automatic(self) -> bool:
        """Whether the program scores it."""
        return bool(self.formula)
