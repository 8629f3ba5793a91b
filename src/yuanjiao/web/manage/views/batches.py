"""Acts on many courses: chosen by filter or file, seen in numbers first, done by one job, undone as one."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import CourseBatch
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import course_batches
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.batches import BatchForm
from yuanjiao.web.manage.forms.life_filters import BatchFilter
from yuanjiao.web.manage.listings.life import BATCHES
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.COURSES_WRITE)
def index(request: ManageRequest) -> HttpResponse:
    """The batches of those courses that are the reader's to change."""
    form = BatchFilter(request.GET)
    rows = form.in_order(form.narrow(course_batches.batches_in(request.scope, request.user)))
    if wants_file(request):
        return BATCHES.file(rows)
    return render(request, "manage/life/batches.html", {"form": form, "page": BATCHES.page(request, rows)})


@allowed(Permission.COURSES_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Choose the act and the courses; then see what will change and what cannot; then begin."""
    if request.method != "POST":
        return _choose(request, BatchForm(initial=course_batches.asked(request)))
    form = BatchForm(request.POST, request.FILES)
    course_ids, unknown = course_batches.chosen(request, form)
    if not form.is_valid():
        return _choose(request, form)
    if "confirmed" in request.POST:
        return _begin(request, form, course_ids)
    preview = course_batches.preview(request.scope, form, course_ids, timezone.now())
    words = {"form": form, "preview": preview, "unknown": unknown, "given": form.cleaned_data}
    return render(request, "manage/life/batch_preview.html", words)


def _begin(request: ManageRequest, form: BatchForm, course_ids: list[int]) -> HttpResponse:
    given = {"act": form.cleaned_data["act"], "reason": form.cleaned_data["reason"], "at": form.moment}
    try:
        _batch, job = catalogue.start_batch(
            actor=request.user, course_ids=course_ids, now=timezone.now(), **course_batches.typed(given)
        )
    except catalogue.CatalogueFailure as failure:
        form.add_error(None, failure.sentence)
        return _choose(request, form)
    return redirect("manage:job", job.key)


def _choose(request: ManageRequest, form: BatchForm) -> HttpResponse:
    words = {"form": form, "number": course_batches.number_chosen(form), "most": catalogue.MOST_IN_A_BATCH}
    return render(request, "manage/life/batch_new.html", words, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.COURSES_WRITE)
def show(request: ManageRequest, batch_key: str) -> HttpResponse:
    """What became of each course of a batch."""
    batch = _batch(request, batch_key)
    words = {"batch": batch, "lines": course_batches.outcome(request.scope, batch)}
    return render(request, "manage/life/batch.html", words)


@require_POST
@allowed(Permission.COURSES_WRITE)
def undo(request: ManageRequest, batch_key: str) -> HttpResponse:
    """Undo a batch as one, and go to the job that does it."""
    batch = _batch(request, batch_key)
    deed = partial(catalogue.undo_batch, actor=request.user, batch=batch, now=timezone.now())
    return course_batches.to_job(request, deed, reverse("manage:batch", args=[batch.key]))


def _batch(request: ManageRequest, key: str) -> CourseBatch:
    return get_object_or_404(course_batches.batches_in(request.scope, request.user), key=key)
