"""Reorganisations: the list, the form of each kind with its preview, one that was decided (C5)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import Reorganisation, ReorganisationKind, ReorganisationState, Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import reorganising
from yuanjiao.web.manage.door import ManageRequest, act, allowed, handed_on
from yuanjiao.web.manage.forms.reorganisations import FORMS, ReorganisationFilter, SplitForm, WhichUnitForm, WishForm
from yuanjiao.web.manage.listings.reorganisations import REORGANISATIONS, SUCCESSIONS
from yuanjiao.web.shell.listing import wants_file


@allowed(Permission.UNITS_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The reorganisations of the scope."""
    form = ReorganisationFilter(request.GET)
    rows = form.in_order(form.narrow(public.reorganisations_in(request.scope)))
    if wants_file(request):
        return REORGANISATIONS.file(rows)
    page = REORGANISATIONS.page(request, rows)
    lines = [(each, public.sentence(each)) for each in page]
    words = {"form": form, "page": page, "lines": lines, "may_write": request.scope.has(Permission.UNITS_WRITE)}
    return render(request, "manage/reorganisations/list.html", words)


@allowed(Permission.UNITS_WRITE)
def new(request: ManageRequest, reorganisation_kind: str) -> HttpResponse:
    """Say what is to become of units, see what it would do, and decide."""
    if reorganisation_kind not in FORMS:
        raise Http404
    kind = ReorganisationKind(reorganisation_kind)
    form = _form(request, kind)
    if isinstance(form, WhichUnitForm):
        return render(request, "manage/reorganisations/which.html", {"form": form, "kind": kind})
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        wish = form.wish()
        try:
            if request.POST.get("confirmed"):
                return _decided(request, public.reorganise(actor=request.scope, wish=wish, now=now))
            public.demand_possible(wish, now)
        except public.ReorganisationRefused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            words = reorganising.preview_of(wish, now) | {"handed_on": handed_on(request), "kind": kind}
            return render(request, "manage/reorganisations/preview.html", words)
    return render(
        request, "manage/reorganisations/new.html", {"form": form, "kind": kind}, status=422 if form.errors else 200
    )


def _form(request: ManageRequest, kind: ReorganisationKind) -> WishForm | WhichUnitForm:
    """The form of a kind, begun with the unit that the address names; a split first asks which unit."""
    writable = request.scope.units(Permission.UNITS_WRITE).filter(valid_to__isnull=True)
    which = WhichUnitForm(request.GET or None, scope=request.scope)
    asked = request.GET.get("unit_id", "")
    unit: Unit | None = writable.filter(pk=int(asked)).first() if asked.isdecimal() else None
    if unit is None and which.is_valid():
        unit = which.cleaned_data["unit"]
    initial = {"units": unit.code or queries.named_in_full([unit])[0][1]} if unit else {}
    options: dict[str, Any] = {"scope": request.scope, "initial": initial}
    if kind == ReorganisationKind.SPLIT:
        return SplitForm(request.POST or None, unit=unit, **options) if unit else which
    return FORMS[kind](request.POST or None, **options)


def _decided(request: ManageRequest, made: Reorganisation) -> HttpResponse:
    done = {
        ReorganisationState.PLANNED: _("已定下，到那天自动办理。"),
        ReorganisationState.DONE: _("已办好。"),
        ReorganisationState.RUNNING: _("正在办理，可以离开，过会儿再来看。"),
    }
    queued = made.state == ReorganisationState.PLANNED and made.queued_at is not None
    state = ReorganisationState.RUNNING if queued else ReorganisationState(made.state)
    # One that failed in this very moment says why on its page.
    messages.success(request, done[state]) if state in done else messages.error(request, made.message)
    return redirect("manage:reorganisation", made.pk)


@allowed(Permission.UNITS_READ)
def show(request: ManageRequest, reorganisation_id: int) -> HttpResponse:
    """One reorganisation: what was decided, how far it is, which units succeeded which."""
    made = _of_scope(request, reorganisation_id)
    rows = made.successions.select_related("former", "heir").order_by("pk")
    if wants_file(request):
        return SUCCESSIONS.file(rows)
    words = {"made": made, "sentence": public.sentence(made), "page": SUCCESSIONS.page(request, rows)}
    if made.unsettled:
        hers = all(request.scope.may(Permission.UNITS_WRITE, unit) for unit in made.units.all())
        words["progress"] = reorganising.progress_of(made)
        words["may_withdraw"] = hers and made.state == ReorganisationState.PLANNED and made.queued_at is None
    return render(request, "manage/reorganisations/reorganisation.html", words)


@require_POST
@allowed(Permission.UNITS_WRITE)
def withdraw(request: ManageRequest, reorganisation_id: int) -> HttpResponse:
    """Take back what has not begun."""
    made = _of_scope(request, reorganisation_id)
    back = reverse("manage:reorganisation", args=[made.pk])
    take_back = partial(public.withdraw_reorganisation, actor=request.scope, reorganisation_id=made.pk)
    return act(
        request, lambda: take_back(now=timezone.now()), _("已撤回，什么都没有改变。"), back, (public.AlreadyBegun,)
    )


def _of_scope(request: ManageRequest, reorganisation_id: int) -> Reorganisation:
    return get_object_or_404(public.reorganisations_in(request.scope), pk=reorganisation_id)
