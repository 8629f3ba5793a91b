"""Importing people from a file, as the import page does: upload, look at the faults, confirm or give up."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from ninja import File, Router, Status
from ninja.files import UploadedFile

from yuanjiao.organisation.models import ImportJob, ImportRow, RowOutcome
from yuanjiao.organisation.public import Scope, carry_on_import, confirm_import, discard_import, start_import
from yuanjiao.web.api.auth import ApiRequest, Token
from yuanjiao.web.api.limits import Key
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.shapes import ImportShape, Problem

FAULTS_SHOWN = 100
router = Router(tags=["people import"], auth=Token(TokenScope.PEOPLE_IMPORT))


@router.post(
    "/people/imports",
    response={202: ImportShape, 403: Problem, 413: Problem},
    summary="Upload an Excel or CSV file of people to be checked",
)
def upload(request: ApiRequest, file: File[UploadedFile]) -> Status[ImportShape]:
    """Nothing is in the table until the import is checked and confirmed."""
    scope = Scope.of(request.auth.person, timezone.now())
    job = start_import(actor=scope, content=file.read(), file_name=file.name or "", now=timezone.now())
    carry_on_import.enqueue(job.pk)
    return Status(202, shape_of(_job(request, job.key)))


@router.get("/people/imports/{key}", response={200: ImportShape, 404: Problem}, summary="Where an import stands")
def state(request: ApiRequest, key: Key) -> ImportShape:
    """Its progress and the rows with something wrong."""
    return shape_of(_job(request, key))


@router.post(
    "/people/imports/{key}/confirm",
    response={202: ImportShape, 403: Problem, 404: Problem, 409: Problem},
    summary="Let the right rows in",
)
def confirm(request: ApiRequest, key: Key) -> Status[ImportShape]:
    """Rows with faults stay out; 409 unless the import is checked and waiting."""
    job = _job(request, key)
    confirm_import(actor=Scope.of(request.auth.person, timezone.now()), job=job, now=timezone.now())
    carry_on_import.enqueue(job.pk)
    return Status(202, shape_of(_job(request, key)))


@router.post(
    "/people/imports/{key}/discard",
    response={200: ImportShape, 403: Problem, 404: Problem, 409: Problem},
    summary="Give an import up",
)
def discard(request: ApiRequest, key: Key) -> ImportShape:
    """The table was not touched; 409 unless the import is checked and waiting."""
    job = discard_import(
        actor=Scope.of(request.auth.person, timezone.now()), job=_job(request, key), now=timezone.now()
    )
    return shape_of(job)


def shape_of(job: ImportJob) -> ImportShape:
    """An import with the first of its faults."""
    wrong = ImportRow.objects.filter(job=job, outcome=RowOutcome.WRONG).order_by("number")
    faults = wrong.values("number", "staff_number", "errors")[:FAULTS_SHOWN]
    counts = ("total_rows", "checked_rows", "new_rows", "changed_rows", "same_rows", "wrong_rows")
    return ImportShape(
        key=job.key,
        file_name=job.file_name,
        status=job.status,
        message=job.message,
        faults=[dict(fault) for fault in faults],
        **{name: getattr(job, name) for name in counts},
    )


def _job(request: ApiRequest, key: str) -> ImportJob:
    job = ImportJob.objects.filter(key=key, created_by=request.auth.person).first()
    if job is None:
        raise Http404
    return job
