"""Import of people: template, upload, dry run, apply, result."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.importing.faults import Fault
from yuanjiao.organisation.importing.results import codes_workbook, fault_rows
from yuanjiao.organisation.importing.template import template_workbook
from yuanjiao.organisation.models import RUNNING, ImportJob, ImportRow, ImportStatus, RowOutcome
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.sheets import workbook
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.filters import ImportFilterForm
from yuanjiao.web.manage.forms.units import UploadForm
from yuanjiao.web.manage.listings.people import IMPORTS
from yuanjiao.web.shell.listing import excel, wants_file

FAULTS_SHOWN = 50


@allowed(Permission.PEOPLE_IMPORT)
def index(request: ManageRequest) -> HttpResponse:
    """Past imports, as an Excel file too, and the form that starts one."""
    if wants_file(request):
        return IMPORTS.file(_found(request, ImportFilterForm(request.GET)))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        start = partial(public.start_import, actor=request.scope, file_name=file.name, now=timezone.now())
        try:
            job = start(content=file.read(), forms_classes=form.cleaned_data["forms_classes"])
        except public.FileTooLarge as problem:
            form.add_error("file", str(problem))
        else:
            public.carry_on_import.enqueue(job.pk)
            return redirect("manage:import", job.key)
    return render(request, "manage/imports.html", {"form": form, **_listed(request)})


def _listed(request: ManageRequest) -> dict[str, Any]:
    filters = ImportFilterForm(request.GET)
    return {"filters": filters, "page": IMPORTS.page(request, _found(request, filters))}


def _found(request: ManageRequest, filters: ImportFilterForm) -> QuerySet[ImportJob]:
    return filters.in_order(filters.narrow(queries.imports_of(request.scope)))


@allowed(Permission.PEOPLE_IMPORT)
def template(_request: ManageRequest) -> HttpResponse:
    """The empty sheet to fill in."""
    return excel(template_workbook(), "people-template")


@allowed(Permission.PEOPLE_IMPORT)
def show(request: ManageRequest, job_key: str) -> HttpResponse:
    """Where an import stands; asked again every second while it runs."""
    job = _job(request, job_key)
    checking = job.status in {ImportStatus.WAITING, ImportStatus.CHECKING}
    wrong = ImportRow.objects.filter(job=job, outcome=RowOutcome.WRONG).order_by("number")[:FAULTS_SHOWN]
    words = {
        "job": job,
        "running": job.status in RUNNING,
        "done": job.checked_rows if checking else job.announced,
        "whole": (job.total_rows if checking else job.new_rows * 2 + job.changed_rows) or 1,
        "faults": [(row, Fault._make(fault)) for row in wrong for fault in row.errors],
        "faults_shown": FAULTS_SHOWN,
        "takes": job.new_rows + job.changed_rows,
    }
    return render(request, "manage/import.html", words)


def _job(request: ManageRequest, job_key: str) -> ImportJob:
    return get_object_or_404(queries.imports_of(request.scope), key=job_key)


@require_POST
@allowed(Permission.PEOPLE_IMPORT)
def confirm(request: ManageRequest, job_key: str) -> HttpResponse:
    """Let the right rows in."""
    job = _job(request, job_key)
    try:
        public.confirm_import(actor=request.scope, job=job, now=timezone.now())
    except public.NotWaiting as problem:
        messages.error(request, str(problem))
    else:
        public.carry_on_import.enqueue(job.pk)
    return redirect("manage:import", job.key)


@require_POST
@allowed(Permission.PEOPLE_IMPORT)
def discard(request: ManageRequest, job_key: str) -> HttpResponse:
    """Give up a checked import."""
    job = _job(request, job_key)
    give_up = partial(public.discard_import, actor=request.scope, job=job, now=timezone.now())
    return act(request, give_up, _("已放弃，没有导入任何人。"), reverse("manage:people_import"), (public.NotWaiting,))


@require_POST
@allowed(Permission.PEOPLE_IMPORT)
def carry_on(request: ManageRequest, job_key: str) -> HttpResponse:
    """Queue an import again that a stopped worker left behind."""
    job = _job(request, job_key)
    public.carry_on_import.enqueue(job.pk)
    return redirect("manage:import", job.key)


@require_POST
@allowed(Permission.PEOPLE_IMPORT)
def codes(request: ManageRequest, job_key: str) -> HttpResponse:
    """The new people's one-time codes as an Excel file; each download is on record."""
    job = _job(request, job_key)
    public.record_codes_download(actor=request.scope, job=job, now=timezone.now())
    response = excel(codes_workbook(job), "codes")
    response.headers["Cache-Control"] = "no-store"
    return response


@allowed(Permission.PEOPLE_IMPORT)
def faults(request: ManageRequest, job_key: str) -> HttpResponse:
    """Every fault of the file as an Excel file."""
    job = _job(request, job_key)
    headings = [_("行"), _("学号"), _("列"), _("问题和改法")]
    return excel(workbook(_("问题"), headings, fault_rows(job)), "faults")
