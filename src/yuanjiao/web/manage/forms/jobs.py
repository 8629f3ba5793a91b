"""The filters of the list of long work."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.web.manage.forms.filters import NEWEST, OLDEST
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class JobFilterForm(ListForm):
    """One's own jobs."""

    sorts = {"newest": Sort(NEWEST, ("-created_at", "-id")), "oldest": Sort(OLDEST, ("created_at", "id"))}
    q = search_field(_("任务名称"))
    state = choice_field(_("状态"), JobState.choices)

    def narrow(self, jobs: QuerySet[BackgroundJob]) -> QuerySet[BackgroundJob]:
        """The jobs that fit."""
        if words := self.wanted("q"):
            jobs = jobs.filter(title__icontains=words)
        if state := self.wanted("state"):
            jobs = jobs.filter(state=state)
        return jobs
