"""The logs of class teachers, and the teachers as those see them who appoint them (A18)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yuanjiao.organisation.public import Permission
from yuanjiao.outreach.public import contacts_in, reminders_in
from yuanjiao.web.manage.caseload import LATELY, teachers_of
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.my_class import CaseloadFilter, ContactFilter, ReminderFilter
from yuanjiao.web.manage.listings.my_class import CASELOAD, CONTACTS, REMINDERS
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file

CARERS = (Permission.OWN_CLASS_REMIND, Permission.LEARNERS_REMIND)


@allowed(*CARERS)
def contacts(request: ManageRequest) -> HttpResponse:
    """What was talked about with the learners of her classes, or of her units."""
    form = ContactFilter(request.GET)
    rows = form.in_order(form.narrow(contacts_in(request.scope)))
    if wants_file(request):
        return export(request, CONTACTS, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    return render(request, "manage/my_class/contacts.html", {"form": form, "page": CONTACTS.page(request, rows)})


@allowed(*CARERS)
def reminders(request: ManageRequest) -> HttpResponse:
    """What was sent to the learners of her classes, or of her units."""
    form = ReminderFilter(request.GET)
    rows = form.in_order(form.narrow(reminders_in(request.scope)))
    if wants_file(request):
        return export(request, REMINDERS, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    return render(request, "manage/my_class/reminders.html", {"form": form, "page": REMINDERS.page(request, rows)})


@allowed(Permission.CLASSES_READ)
def caseload(request: ManageRequest) -> HttpResponse:
    """The class teachers of her units: learners, how many are behind, last contact, reminders."""
    form, now = CaseloadFilter(request.GET), timezone.now()
    rows = form.in_order(form.narrow(teachers_of(request.scope, now), now - LATELY))
    if wants_file(request):
        return export(request, CASELOAD, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    cares = request.scope.has(Permission.LEARNERS_REMIND)
    words = {"form": form, "page": CASELOAD.page(request, rows), "may_remind": cares}
    return render(request, "manage/my_class/caseload.html", words)
