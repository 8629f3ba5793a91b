"""A long list as an Excel file: written by the worker, with progress, to be fetched later.

The worker asks the list's own page again as its owner, so scope, filters and order are the page's, as of then.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Person
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.shell.listing import Listing

KIND = "web.export"
AT_ONCE = 5_000
"""A longer list goes to the worker; this many are written while the reader waits."""


class WorkerRequest(HttpRequest):
    """The request for a list's file, as the worker makes it for the list's owner."""

    def __init__(self, path: str, query: str, owner: Person, running: jobs.Running) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = QueryDict(query)
        self.user = owner
        self.running = running


def export(request: ManageRequest, listing: Listing, count: int, rows: Callable[[], Iterable[Any]]) -> HttpResponse:
    """The list's file at once, or the page of the job that writes it."""
    running: jobs.Running | None = getattr(request, "running", None)
    if running is not None:
        return listing.file(_counted(rows(), running, count))
    if count <= AT_ONCE:
        return listing.file(rows())
    job = jobs.start(
        KIND,
        owner_id=request.user.pk,
        title=_("导出：%(list)s") % {"list": listing.title},
        arguments={"path": request.path, "query": request.GET.urlencode(), "name": listing.name},
        now=timezone.now(),
        whole=count,
    )
    return redirect("manage:job", job.key)


def write_export(running: jobs.Running) -> str | None:
    """Write the file of a list."""
    owner = Person.objects.filter(pk=running.job.owner_id or 0, is_active=True).first()
    if owner is None:
        raise jobs.JobFailed(_("申请导出的人已不在册。"))
    place = resolve(running.arguments["path"])
    request = WorkerRequest(running.arguments["path"], running.arguments["query"], owner, running)
    response = place.func(request, *place.args, **place.kwargs)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        file.write(response.content)
    running.keep(Path(file.name), f"{running.arguments['name']}.xlsx")
    return None


def _counted(rows: Iterable[Any], running: jobs.Running, whole: int) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        if number % 500 == 0:
            running.step(number, max(whole, number))
        yield row
