"""The people of the scope: list, export, one person, and what is done to her."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import one_time, public, queries
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed, typed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.people import NewPersonForm, PeopleFilterForm, PersonForm, RetireForm, TransferForm
from yuanjiao.web.manage.people_list import PEOPLE, listed, people_found
from yuanjiao.web.manage.selection import may_remind, ticked_in
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file

READERS = (Permission.PEOPLE_READ, Permission.OWN_CLASS_READ)
EXPECTED = (public.AlreadyThere, public.ImpossibleDate, public.StaffNumberTaken)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The list with search, filters, sort, count and pages, or as an Excel file."""
    form, now = PeopleFilterForm(request.GET, scope=request.scope), timezone.now()
    people = people_found(request.scope, form, now)
    if wants_file(request):
        ticked = ticked_in(request.GET)
        people = people if ticked is None else people.filter(pk__in=ticked)
        return export(request, PEOPLE, people.count(), lambda: listed(people.iterator(chunk_size=ROWS_AT_ONCE), now))
    page = PEOPLE.page(request, people)
    words = {
        "form": form,
        "page": page,
        "lines": list(listed(page, now)),
        "class_teacher": form.wanted().class_teacher,
        "measures": form.measures(),
        "may_write": request.scope.has(Permission.PEOPLE_WRITE),
        "may_remind": may_remind(request.scope),
    }
    return render(request, "manage/people.html", words)


@allowed(*READERS)
def suggest(request: ManageRequest) -> HttpResponse:
    """Options for a person field while typing."""
    words = typed(request)
    people = queries.suggest_people(request.scope, words) if words else []
    return render(request, "manage/suggestions.html", {"people": people})


@allowed(Permission.PEOPLE_WRITE)
def add(request: ManageRequest) -> HttpResponse:
    """Take a new person in; her one-time code is shown once."""
    form = NewPersonForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        unit = form.cleaned_data["unit"]
        enrol = partial(public.enrol_person, actor=request.scope, details=form.details(), unit=unit)
        try:
            person, code = enrol(on=timezone.localdate(now), now=now)
        except public.StaffNumberTaken as problem:
            form.add_error(None, str(problem))
        else:
            return _code_page(request, person, code)
    return render(request, "manage/person_add.html", {"form": form})


def _code_page(request: ManageRequest, person: Person, code: str) -> HttpResponse:
    response = render(request, "manage/code.html", {"person": person, "code": one_time.spoken(code)})
    response.headers["Cache-Control"] = "no-store"
    return response


@allowed(*READERS)
def show(request: ManageRequest, person_id: int) -> HttpResponse:
    """One person: what is known of her, where she was, her roles and class; edited in place."""
    person = _person(request, person_id)
    may_write = request.scope.may(Permission.PEOPLE_WRITE, person.unit)
    form = PersonForm(request.POST) if request.method == "POST" else PersonForm.of(person)
    if request.method == "POST" and form.is_valid():
        update = partial(public.update_person, actor=request.scope, person_id=person.pk, details=form.details())
        back = reverse("manage:person", args=[person.pk])
        return act(request, lambda: update(now=timezone.now()), _("已保存。"), back, EXPECTED)
    return render(request, "manage/person.html", {"form": form, **_about(request, person, may_write=may_write)})


def _about(request: ManageRequest, person: Person, *, may_write: bool) -> dict[str, Any]:
    now = timezone.now()
    return {
        "person": person,
        "may_write": may_write,
        "may_remind": request.scope.people(Permission.LEARNERS_REMIND).filter(pk=person.pk, is_active=True).exists(),
        "may_appoint": request.scope.may(Permission.ROLES_GRANT, person.unit),
        "reads_claims": request.scope.has(Permission.CLAIMS_READ),
        "reads_trail": request.scope.may(Permission.AUDIT_READ, person.unit),
        "stays": queries.stays_of(person),
        "grants": queries.open_grants(request.scope, now).filter(person=person),
        "place": queries.place_of(person),
        "transfer_form": TransferForm(scope=request.scope, prefix="transfer"),
        "retire_form": RetireForm(prefix="retire"),
    }


def _person(request: ManageRequest, person_id: int) -> Person:
    people = request.scope.people().select_related("unit").prefetch_related("tags")
    return get_object_or_404(people, pk=person_id)


@require_POST
@allowed(Permission.PEOPLE_WRITE)
def transfer(request: ManageRequest, person_id: int) -> HttpResponse:
    """Move a person to another unit from a day on."""
    person = _person(request, person_id)
    form = TransferForm(request.POST, scope=request.scope, prefix="transfer")
    if not form.is_valid():
        about = _about(request, person, may_write=True) | {"transfer_form": form, "form": PersonForm.of(person)}
        return render(request, "manage/person.html", about, status=422)
    to, on = form.cleaned_data["unit"], form.cleaned_data["on"]
    move = partial(public.transfer_person, actor=request.scope, person_id=person.pk, to=to, on=on)
    done = _("已调入%(unit)s。") % {"unit": to.name}
    return act(request, lambda: move(now=timezone.now()), done, reverse("manage:person", args=[person.pk]), EXPECTED)


@require_POST
@allowed(Permission.PEOPLE_WRITE)
def retire(request: ManageRequest, person_id: int) -> HttpResponse:
    """End a person's stay; she can no longer sign in."""
    person = _person(request, person_id)
    form = RetireForm(request.POST, prefix="retire")
    if not form.is_valid():
        about = _about(request, person, may_write=True) | {"retire_form": form, "form": PersonForm.of(person)}
        return render(request, "manage/person.html", about, status=422)
    end = partial(public.retire_person, actor=request.scope, person_id=person.pk, **form.cleaned_data)
    back = reverse("manage:person", args=[person.pk])
    return act(request, lambda: end(now=timezone.now()), _("已办理离册。学习记录和学分都保留。"), back, EXPECTED)


@require_POST
@allowed(Permission.PEOPLE_WRITE)
def bring_back(request: ManageRequest, person_id: int) -> HttpResponse:
    """Undo a departure."""
    person, now = _person(request, person_id), timezone.now()
    back = partial(public.bring_back_person, actor=request.scope, person_id=person.pk, on=timezone.localdate(now))
    return act(request, lambda: back(now=now), _("已恢复在册。"), reverse("manage:person", args=[person.pk]))


@require_POST
@allowed(Permission.PEOPLE_WRITE)
def reset_code(request: ManageRequest, person_id: int) -> HttpResponse:
    """Hand out a new one-time code, shown once."""
    person = _person(request, person_id)
    code = public.reset_one_time_code(actor=request.scope, person_id=person.pk, now=timezone.now())
    return _code_page(request, person, code)
