"""Telling learners what happened to their credits, in their own language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from yuanjiao.credits.events import Reversed
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.public import notify
from yuanjiao.web.shell.templatetags.shell import credit


def tell_of_reversal(happened: Reversed) -> None:
    """Leave the learner a notice: what was taken back, why, what stays, and where to object."""
    language = Person.everyone.values_list("language", flat=True).get(pk=happened.learner_id)
    with override(language):
        words = {"title": happened.title, "credit": credit(happened.hundredths), "reason": happened.reason}
        notify(
            person_id=happened.learner_id,
            kind="credits.reversed",
            title=_("《%(title)s》的 %(credit)s 学分已冲正") % words,
            body=_(
                "原因：%(reason)s。其他学分和学习记录都不变，原来那条记录也还在。如果觉得不对，请在这条记录的页面说明，会有人答复。"
            )
            % words,
            link=reverse("learner:entry", args=[happened.sequence]),
            now=happened.at,
        )
