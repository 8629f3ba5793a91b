"""What is read: each kind's last days, and the resources with the most readers."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yuanjiao.library import public as library
from yuanjiao.library.models import ResourceKind
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.manage.library_door import editors
from yuanjiao.web.shell.listing import Column, Listing, wants_file

FIGURES = Listing(
    "reading",
    _("阅读数据"),
    (
        Column(_("资源"), lambda line: str(ResourceKind(line.kind).label)),
        Column(_("日期"), lambda line: line.day.day),
        Column(_("打开次数"), lambda line: line.day.opens),
        Column(_("读者人次"), lambda line: line.day.readers),
    ),
)


class Line(NamedTuple):
    """One day of one kind."""

    kind: ResourceKind
    day: library.DayOfReading


@require_GET
@editors
def index(request: ManageRequest) -> HttpResponse:
    """The last thirty days of every kind, plotted, and what is read most; or all days as an Excel file."""
    today = timezone.localdate()
    days = {kind: library.days_of_reading(kind, None, today) for kind in ResourceKind}
    if wants_file(request):
        return FIGURES.file(Line(kind, day) for kind, each in days.items() for day in each)
    kinds = [
        {
            "label": kind.label,
            "days": each,
            "opens": sum(day.opens for day in each),
            "plot": [day.opens for day in each],
        }
        for kind, each in days.items()
    ]
    context = {"kinds": kinds, "most_read": library.most_read(today), "days": library.DAYS_SHOWN}
    return render(request, "manage/library/reading.html", context)
