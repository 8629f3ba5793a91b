"""A learner's ledger as her administrators see it, and taking a credit back (C2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits import public as books
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.forms.record import RecordFilter
from yuanjiao.web.learner.home import my_credits
from yuanjiao.web.learner.listings import ENTRIES
from yuanjiao.web.learner.record import entry_page
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.requirements import TakeBackForm
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.PEOPLE_READ, Permission.OWN_CLASS_READ)
EXPECTED = (books.AlreadyReversed, books.NotReversible, books.ReasonMissing)


@allowed(*READERS)
def record(request: ManageRequest, person_id: int) -> HttpResponse:
    """How she stands in a year, and her ledger line by line; the lines as an Excel file too."""
    person, now = _person(request, person_id), timezone.now()
    form = RecordFilter(request.GET, years=books.years_of(person.pk) or [books.year_of(now)])
    entries = form.in_order(form.narrow(books.entries_of(person.pk)))
    if wants_file(request):
        return ENTRIES.file(entries)
    year = form.wanted("year") or books.year_of(now)
    words = {
        "person": person,
        "form": form,
        "entries": ENTRIES.page(request, entries),
        "mine": my_credits(books.standing_or_empty(person, year, now), now),
    }
    return render(request, "manage/record/record.html", words)


@allowed(*READERS)
def entry(request: ManageRequest, person_id: int, sequence: int) -> HttpResponse:
    """One credit and everything it rests on."""
    person = _person(request, person_id)
    found = get_object_or_404(LedgerEntry, learner_id=person.pk, sequence=sequence)
    page = entry_page(found)
    may_take_back = page.certifiable and request.scope.may(Permission.CREDITS_CORRECT, found.unit_path)
    may = {"may_take_back": may_take_back, "reads_claims": request.scope.may(Permission.CLAIMS_READ, found.unit_path)}
    return render(request, "manage/record/entry.html", {"person": person, "page": page, **may})


@allowed(Permission.CREDITS_CORRECT)
def take_back(request: ManageRequest, person_id: int, sequence: int) -> HttpResponse:
    """Say what taking the credit back would change, ask why, and do it."""
    person = _person(request, person_id)
    found = get_object_or_404(LedgerEntry, learner_id=person.pk, sequence=sequence)
    request.scope.demand(Permission.CREDITS_CORRECT, found.unit_path)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            books.reverse(actor=request.user, entry=found, reason=form.cleaned_data["reason"], now=timezone.now())
        except EXPECTED as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("已冲正，学员会收到通知。原来那条记录还在。"))
        return redirect("manage:record_entry", person.pk, sequence)
    return _take_back_page(request, person, found, form)


def _take_back_page(request: ManageRequest, person: Person, found: LedgerEntry, form: TakeBackForm) -> HttpResponse:
    shown = channel_of(request) in books.ranking_rules(timezone.now()).people
    words = {
        "person": person,
        "entry": found,
        "form": form,
        "effect": books.reversal_effect(found),
        "shows_ranks": shown,
        "possible": entry_page(found).certifiable,
    }
    return render(request, "manage/record/take_back.html", words, status=422 if form.errors else 200)


def _person(request: ManageRequest, person_id: int) -> Person:
    return get_object_or_404(request.scope.people().select_related("unit"), pk=person_id)
