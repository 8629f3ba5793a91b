"""Why may I see this? The appointments by which a reader sees a unit or a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from yuanjiao.organisation import queries
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, allowed


@allowed(Permission.UNITS_READ)
def unit(request: ManageRequest, unit_id: int) -> HttpResponse:
    """By which appointments the reader sees a unit."""
    found = get_object_or_404(request.scope.units(), pk=unit_id)
    why = queries.why_of(request.scope, str(found.path), Permission.UNITS_READ, timezone.now())
    words = {"unit": found, "why": why, "reads_trail": request.scope.may(Permission.AUDIT_READ, found)}
    return render(request, "manage/why.html", words)


@allowed(Permission.PEOPLE_READ, Permission.OWN_CLASS_READ)
def person(request: ManageRequest, person_id: int) -> HttpResponse:
    """By which appointments the reader sees a person, or that she teaches her."""
    found = get_object_or_404(request.scope.people().select_related("unit"), pk=person_id)
    path = str(found.unit.path)
    why = queries.why_of(request.scope, path, Permission.PEOPLE_READ, timezone.now(), person=found)
    words = {"person": found, "unit": found.unit, "why": why}
    words["reads_trail"] = request.scope.may(Permission.AUDIT_READ, found.unit)
    return render(request, "manage/why.html", words)
