"""Telling many people of the measures, by the worker, some thousand at a time."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Unit
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.public import notify_many
from yuanjiao.oversight.measures import not_noted
from yuanjiao.oversight.models import MeasuresVersion

AT_ONCE = 2000
KIND = "oversight.measures"
NOT_AGAIN_WITHIN = timedelta(days=1)
"""Nobody is told of the same measures twice within a day, also when the worker has to begin anew."""


def tell_of_measures(running: jobs.Running) -> str:
    """Leave a notice for everyone of a unit's subtree who has not taken note of a version."""
    arguments, now = running.arguments, timezone.now()
    version = MeasuresVersion.objects.get(pk=arguments["version"])
    told = Notice.objects.filter(person_id=OuterRef("pk"), kind=KIND, created_at__gt=now - NOT_AGAIN_WITHIN)
    unit = Unit.objects.get(pk=arguments["unit"])
    people = list(not_noted(unit, version).exclude(Exists(told)).order_by("pk").values_list("pk", flat=True))
    title = _("请阅知《%(title)s》第 %(number)s 版") % {"title": version.title, "number": version.number}
    for start in range(0, len(people), AT_ONCE):
        running.step(start, len(people))
        numbers = people[start : start + AT_ONCE]
        notify_many(person_ids=numbers, kind=KIND, title=title, body=version.summary, link=arguments["page"], now=now)
    words = ngettext("已告知 %(number)s 人。", "已告知 %(number)s 人。", len(people))
    return words % {"number": f"{len(people):,}"}
