"""Circulars: the list, one of them with its figures, its files, who has opened it (A19)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Circular, SnapshotUnit
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.manage import circular_list
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.circulars import CircularFilter, ReceiptFilter, UnitFigureFilter
from yuanjiao.web.manage.listings.circulars import CIRCULARS, FIGURES, RANKED_FIGURES, READERS
from yuanjiao.web.shell.circulars import circular_file, circular_page, may_rank
from yuanjiao.web.shell.listing import wants_file

READ = (Permission.FIGURES_READ, Permission.CIRCULARS_WRITE)


@allowed(*READ)
def index(request: ManageRequest) -> HttpResponse:
    """The circulars that the reader may see."""
    form = CircularFilter(request.GET)
    rows = form.in_order(form.narrow(oversight.circulars_in(request.scope)))
    if wants_file(request):
        return CIRCULARS.file(circular_list.lines(rows))
    page = CIRCULARS.page(request, rows)
    may_write = request.scope.has(Permission.CIRCULARS_WRITE)
    words = {"form": form, "page": page, "rows": circular_list.lines(page), "may_write": may_write}
    return render(request, "manage/circulars/list.html", words)


@allowed(*READ)
def show(request: ManageRequest, circular_id: int) -> HttpResponse:
    """One circular; opening a published one is noted for those whom it concerns."""
    circular, now = _circular(request, circular_id), timezone.now()
    if circular.published:
        oversight.note_opened(actor=request.user, circular=circular, now=now)
    page = circular_page(circular, channel_of(request), now)
    words = {
        "page": page,
        "circular": circular,
        "reachable": _reachable(request, page.figures.below if page.figures else []),
        "may_write": request.scope.may(Permission.CIRCULARS_WRITE, circular.unit),
        "opened": oversight.opened(request.scope, circular),
    }
    return render(request, "manage/circulars/circular.html", words)


@allowed(*READ)
def units(request: ManageRequest, circular_id: int) -> HttpResponse:
    """The figures of every unit in a circular."""
    circular, form = _circular(request, circular_id), UnitFigureFilter(request.GET)
    rows = SnapshotUnit.objects.filter(snapshot=circular.snapshot, tier__lte=3, due__gt=0)
    rows = form.in_order(form.narrow(rows))
    ranked = may_rank(circular, channel_of(request), timezone.now())
    listing = RANKED_FIGURES if ranked else FIGURES
    if wants_file(request):
        return listing.file(oversight.lines_of(circular.snapshot, rows))
    page = listing.page(request, rows)
    words: dict[str, Any] = {"circular": circular, "form": form, "page": page, "ranked": ranked}
    words["lines"] = lines = oversight.lines_of(circular.snapshot, page)
    words["reachable"] = _reachable(request, lines)
    return render(request, "manage/circulars/units.html", words)


@allowed(*READ)
def readers(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Which administrators of the reader's units have opened a circular."""
    circular, form = _circular(request, circular_id), ReceiptFilter(request.GET)
    rows = form.in_order(form.narrow(oversight.receipts_in(request.scope, circular)))
    if wants_file(request):
        return READERS.file(rows)
    words = {
        "circular": circular,
        "form": form,
        "page": READERS.page(request, rows),
        "opened": oversight.opened(request.scope, circular),
        "may_remind": request.scope.has(Permission.LEARNERS_REMIND),
    }
    return render(request, "manage/circulars/readers.html", words)


@allowed(*READ)
def file(request: ManageRequest, circular_id: int, form: str) -> HttpResponse:
    """A circular as PDF or Word file."""
    circular = _circular(request, circular_id)
    return circular_file(request, circular, form, channel_of(request), "manage:circular")


def _circular(request: ManageRequest, circular_id: int) -> Circular:
    return get_object_or_404(oversight.circulars_in(request.scope), pk=circular_id)


def _reachable(request: ManageRequest, lines: list[oversight.Line]) -> set[int]:
    """The units among some whose people the reader may see."""
    return {line.unit_id for line in lines if request.scope.may(Permission.PEOPLE_READ, line.path)}
