"""The unit tree of the scope."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed, typed
from yuanjiao.web.manage.forms.filters import UnitFilterForm
from yuanjiao.web.manage.forms.units import NewUnitForm, RenameUnitForm
from yuanjiao.web.manage.listings.people import UNITS
from yuanjiao.web.shell.listing import wants_file

EXPECTED = (public.CodeTaken, public.UnitHasEnded, public.UnitNotEmpty)


@allowed(Permission.UNITS_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The units of the scope; whoever has one topmost unit stands at it."""
    tops = list(queries.topmost_units(request.scope))
    return _page(request, tops[0] if len(tops) == 1 else None)


@allowed(Permission.UNITS_READ)
def show(request: ManageRequest, unit_id: int) -> HttpResponse:
    """One unit with those below it and their people."""
    return _page(request, get_object_or_404(request.scope.units(), pk=unit_id))


def _page(request: ManageRequest, unit: Unit | None) -> HttpResponse:
    form = UnitFilterForm(request.GET)
    units = queries.units_below(request.scope, unit, form.asked())
    if wants_file(request):
        return UNITS.file(units)
    words = {"form": form, "page": UNITS.page(request, units), "deep": form.asked().deep}
    if unit is not None:
        words |= _about(request, unit)
    return render(request, "manage/units.html", words)


def _about(request: ManageRequest, unit: Unit) -> dict[str, Any]:
    history = public.successions_of(unit)
    ends = {each.former_id for each in history} | {each.heir_id for each in history}
    waiting = public.reorganisations_in(request.scope).filter(sources__unit=unit, sources__unsettled=True)
    public.tell_of_ends([unit])
    return {
        "unit": unit,
        "history": history,
        "seen": set(request.scope.units().filter(pk__in=ends).values_list("pk", flat=True)),
        "names": public.former_names_of(unit),
        "waiting": [(each, public.sentence(each)) for each in waiting],
        "above": request.scope.units().filter(path__in=unit.lineage()[:-1]),
        "own_people": queries.active_people_of(unit),
        "may_write": request.scope.may(Permission.UNITS_WRITE, unit),
        "reads_trail": request.scope.may(Permission.AUDIT_READ, unit),
        # A unit goes to another place, or gets a sister, by the will of whoever administers the unit above.
        "may_reorganise": unit.depth > 1 and request.scope.may(Permission.UNITS_WRITE, unit.lineage()[-2]),
        "new_form": NewUnitForm(prefix="new"),
        "rename_form": RenameUnitForm(initial={"name": unit.name, "short_name": unit.short_name}, prefix="rename"),
    }


@allowed(Permission.UNITS_READ, Permission.PEOPLE_WRITE)
def suggest(request: ManageRequest) -> HttpResponse:
    """Options for a unit field while typing."""
    words = typed(request).rpartition("/")[2]
    units = list(queries.suggest_units(request.scope, words, Permission.UNITS_READ)) if words else []
    return render(request, "manage/suggestions.html", {"units": queries.named_in_full(units)})


def _unit(request: ManageRequest, unit_id: int) -> Unit:
    unit: Unit = get_object_or_404(request.scope.units(Permission.UNITS_WRITE), pk=unit_id)
    return unit


@require_POST
@allowed(Permission.UNITS_WRITE)
def add(request: ManageRequest, unit_id: int) -> HttpResponse:
    """Set up a unit below this one."""
    unit = _unit(request, unit_id)
    form = NewUnitForm(request.POST, prefix="new")
    back = reverse("manage:unit", args=[unit.pk])
    if not form.is_valid():
        return act(request, partial(_refuse, form), "", back, (ValueError,))
    set_up = partial(public.add_unit, actor=request.scope, under=unit, details=form.details())
    return act(
        request, lambda: set_up(on=form.cleaned_data["on"], now=timezone.now()), _("已设立单位。"), back, EXPECTED
    )


@require_POST
@allowed(Permission.UNITS_WRITE)
def rename(request: ManageRequest, unit_id: int) -> HttpResponse:
    """Give this unit another name."""
    unit = _unit(request, unit_id)
    form = RenameUnitForm(request.POST, prefix="rename")
    back = reverse("manage:unit", args=[unit.pk])
    if not form.is_valid():
        return act(request, partial(_refuse, form), "", back, (ValueError,))
    change = partial(public.rename_unit, actor=request.scope, unit_id=unit.pk, **form.cleaned_data)
    return act(request, lambda: change(now=timezone.now()), _("已改名。"), back)


@require_POST
@allowed(Permission.UNITS_WRITE)
def close(request: ManageRequest, unit_id: int) -> HttpResponse:
    """End this unit, once nobody is in it."""
    unit, now = _unit(request, unit_id), timezone.now()
    end = partial(public.close_unit, actor=request.scope, unit_id=unit.pk, on=timezone.localdate(now))
    return act(request, lambda: end(now=now), _("已撤销单位。"), reverse("manage:unit", args=[unit.pk]), EXPECTED)


def _refuse(form: NewUnitForm | RenameUnitForm) -> None:
    raise ValueError("；".join(str(error) for errors in form.errors.values() for error in errors))
