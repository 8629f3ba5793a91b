"""Circulars that were published to all learners."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from yuanjiao.oversight.public import circulars_for
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.forms.filters import CircularFilter
from yuanjiao.web.learner.listings import CIRCULARS
from yuanjiao.web.shell.circulars import circular_file, circular_page
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@login_required
def index(request: PersonRequest) -> HttpResponse:
    """The circulars of the learner's units, or as an Excel file."""
    form = CircularFilter(request.GET)
    rows = form.in_order(form.narrow(circulars_for(request.user)))
    if wants_file(request):
        return CIRCULARS.file(rows)
    return render(request, "learner/circulars/list.html", {"form": form, "page": CIRCULARS.page(request, rows)})


@login_required
def show(request: PersonRequest, circular_id: int) -> HttpResponse:
    """One circular."""
    circular = get_object_or_404(circulars_for(request.user), pk=circular_id)
    page = circular_page(circular, channel_of(request), timezone.now())
    return render(request, "learner/circulars/circular.html", {"page": page})


@login_required
def file(request: PersonRequest, circular_id: int, form: str) -> HttpResponse:
    """A circular as PDF or Word file."""
    circular = get_object_or_404(circulars_for(request.user), pk=circular_id)
    return circular_file(request, circular, form, channel_of(request), "learner:circular")
