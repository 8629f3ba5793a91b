"""Courses under audit, and an auditor's opinion of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import course_audits, policies
from yuanjiao.web.manage.course_door import course_of
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.life import OpinionForm
from yuanjiao.web.manage.forms.life_filters import AuditFilter
from yuanjiao.web.manage.listings.life import AUDITS
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The courses under audit, and how each stands."""
    form = AuditFilter(request.GET)
    rows = form.in_order(form.narrow(course_audits.under_audit(request.scope)))
    if wants_file(request):
        return AUDITS.file(rows)
    rules = catalogue.audit_rules(timezone.now())
    words = {"form": form, "page": AUDITS.page(request, rows), "rules": rules}
    words["reads_rules"] = policies.may_read(request.scope)
    return render(request, "manage/life/audits.html", words)


@allowed(Permission.COURSES_WRITE)
def opinion(request: ManageRequest, course_id: int) -> HttpResponse:
    """Give an opinion of a course, criterion by criterion."""
    course = course_of(request, course_id)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = catalogue.give_opinion(
                actor=request.user, course=course, opinion=form.opinion(), now=timezone.now()
            )
        except catalogue.CatalogueFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("五项全部通过，已记下。") if given.passed else _("意见已记下，制作人会看到。"))
            return redirect("manage:course_life", course_id)
    words = {"course": course, "form": form, "lessons": course.lessons.select_related("asset")}
    return render(request, "manage/life/opinion.html", words, status=422 if form.errors else 200)
