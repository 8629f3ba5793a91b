"""What a period brought: the report as page, Excel and Word, and every change behind it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import CourseMove
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.sheets import workbook_of
from yuanjiao.web.manage import period_document, period_words
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.life_filters import ChangeFilter
from yuanjiao.web.manage.forms.period import PeriodForm, offered
from yuanjiao.web.manage.listings.life import CHANGES
from yuanjiao.web.shell.listing import excel, wants_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@allowed(Permission.COURSES_READ)
def changes(request: ManageRequest) -> HttpResponse:
    """Every change of the reader's courses: who, when, why."""
    form = ChangeFilter(request.GET)
    reach = CourseMove.objects.filter(course__in=catalogue.courses_in(request.scope, Permission.COURSES_READ))
    rows = form.in_order(form.narrow(reach.select_related("course__topic", "actor", "batch")))
    if wants_file(request):
        return export(request, CHANGES, rows.count(), rows.iterator)
    return render(request, "manage/life/changes.html", {"form": form, "page": CHANGES.page(request, rows)})


@require_GET
@allowed(Permission.COURSES_READ)
def report(request: ManageRequest) -> HttpResponse:
    """What came and went in a period, by topic and source, beside the period before."""
    today = timezone.localdate()
    form = PeriodForm(request.GET)
    period = form.period(today)
    courses = catalogue.courses_in(request.scope, Permission.COURSES_READ)
    found = catalogue.period_report(courses, period)
    wanted = request.GET.get("export")
    if wanted == "excel":
        moves = catalogue.moves_of(courses, period).select_related("course__topic", "actor").order_by("at", "id")
        return excel(workbook_of(period_words.sheets(found, moves)), "courses-of-a-period")
    if wanted == "word":
        content = period_document.document(found, "", timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="courses-of-a-period.docx"'}
        return HttpResponse(content, content_type=WORD, headers=headers)
    words = {
        "form": PeriodForm(initial={"first": period.first, "last": period.last}) if form.is_valid() else form,
        "report": found,
        "sentences": period_words.sentences(found),
        "top": max((max(each.added, each.retired) for each in (*found.topics, *found.sources)), default=0),
        "offered": offered(today),
    }
    return render(request, "manage/life/period.html", words, status=422 if form.errors else 200)
