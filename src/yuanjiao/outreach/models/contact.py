"""What a class teacher and a learner talked about (A18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactWay(models.TextChoices):
    """How they were in touch."""

    CALL = "call", _("电话")
    VISIT = "visit", _("当面")
    MESSAGE = "message", _("微信或短信")
    OTHER = "other", _("其他")


class Contact(models.Model):
    """One contact with a learner: when, how, what was said, what comes next and on which day.

    The latest contact's `follow_up_on` stands; a later contact takes its place. Whoever looks after the
    learner at the time reads all of them.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="contacts_written"
    )
    at = models.DateTimeField(_("什么时候"))
    way = models.CharField(_("怎么联系的"), max_length=8, choices=ContactWay.choices, default=ContactWay.CALL)
    said = models.TextField(_("说了什么"), max_length=1000)
    next_step = models.CharField(_("下一步"), max_length=200, blank=True)
    follow_up_on = models.DateField(_("哪天再联系"), null=True, blank=True)
    unit_path = models.CharField(max_length=255)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="contacts_of_a_learner"),
            models.Index(fields=["by", "-at"], name="contacts_of_a_teacher"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(said=""), name="contacts_say_something")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at:%Y-%m-%d}"
