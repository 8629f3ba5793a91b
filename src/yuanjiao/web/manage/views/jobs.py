"""Long work in the background: one's own jobs, how far each is, its result."""

from __future__ import annotations

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.kernel.storage import originals
from yuanjiao.web.manage.door import ANY, ManageRequest, act, allowed
from yuanjiao.web.manage.forms.jobs import JobFilterForm
from yuanjiao.web.manage.listings.jobs import JOBS
from yuanjiao.web.shell.listing import wants_file


@allowed(*ANY)
def index(request: ManageRequest) -> HttpResponse:
    """The reader's own jobs."""
    form = JobFilterForm(request.GET)
    mine = form.in_order(form.narrow(BackgroundJob.objects.filter(owner_id=request.user.pk)))
    if wants_file(request):
        return JOBS.file(mine)
    return render(request, "manage/jobs/list.html", {"form": form, "page": JOBS.page(request, mine)})


@allowed(*ANY)
def show(request: ManageRequest, own_job_key: str) -> HttpResponse:
    """How far a job is; asked again every second while it is under way."""
    job = _own(request, own_job_key)
    words = {"job": job, "days": jobs.RESULT_DAYS, "mailing": job.arguments.get("mailing")}
    return render(request, "manage/jobs/job.html", words)


@allowed(*ANY)
def file(request: ManageRequest, own_job_key: str) -> HttpResponseBase:
    """The file that came of a job."""
    job = _own(request, own_job_key)
    if not job.file_name:
        raise Http404
    with originals().copy_of(job.stored_as) as path:
        # Opened before the copy goes: on a bucket it is deleted here, and stays readable until it is closed.
        return FileResponse(path.open("rb"), as_attachment=True, filename=job.file_name)


@require_POST
@allowed(*ANY)
def cancel(request: ManageRequest, own_job_key: str) -> HttpResponse:
    """Stop a job."""
    job = _own(request, own_job_key)
    stop = partial(jobs.cancel, job, now=timezone.now())
    return act(request, stop, _("已取消。"), reverse("manage:job", args=[job.key]))


def _own(request: ManageRequest, key: str) -> BackgroundJob:
    return get_object_or_404(BackgroundJob, key=key, owner_id=request.user.pk)
