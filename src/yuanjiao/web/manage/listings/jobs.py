"""The list of long work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.web.manage.listings.people import STATE
from yuanjiao.web.shell.listing import Column, Listing

JOBS = Listing(
    "jobs",
    gettext_lazy("后台任务"),
    (
        Column(gettext_lazy("任务"), lambda job: job.title, 40),
        Column(STATE, lambda job: str(job.get_state_display())),
        Column(gettext_lazy("开始时间"), lambda job: job.created_at, 20),
        Column(gettext_lazy("结束时间"), lambda job: job.finished_at, 20),
        Column(gettext_lazy("说明"), lambda job: job.message, 40),
    ),
    page_size=20,
)
