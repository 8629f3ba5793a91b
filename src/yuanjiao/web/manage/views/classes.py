"""Class groups: list, one class, forming, evening out, teachers."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import ClassGroup
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.filters import ClassFilterForm, ClassmatesForm
from yuanjiao.web.manage.forms.units import FormClassesForm, TeacherForm
from yuanjiao.web.manage.listings.people import CLASSES, CLASSMATES
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.CLASSES_READ, Permission.OWN_CLASS_READ)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The classes of the scope, as a page or an Excel file."""
    form = ClassFilterForm(request.GET)
    words, lacking = form.wanted("q") or "", form.wanted("teacher") == "none"
    groups = form.in_order(queries.find_classes(request.scope, words=words, without_teacher=lacking))
    if wants_file(request):
        return CLASSES.file(groups)
    shown = {
        "form": form,
        "page": CLASSES.page(request, groups),
        "may_write": request.scope.has(Permission.CLASSES_WRITE),
        "figures": queries.desk_figures(request.scope, None, timezone.now()),
        "forming": FormClassesForm(scope=request.scope, prefix="forming"),
    }
    return render(request, "manage/classes.html", shown)


@allowed(*READERS)
def show(request: ManageRequest, class_id: int) -> HttpResponse:
    """One class and its people, who can be had as an Excel file."""
    group, form = _group(request, class_id), ClassmatesForm(request.GET)
    places = form.in_order(form.narrow(group.places.select_related("person")))
    if wants_file(request):
        return CLASSMATES.file(places)
    words = {
        "group": group,
        "form": form,
        "page": CLASSMATES.page(request, places),
        "may_write": request.scope.may(Permission.CLASSES_WRITE, group.unit),
        "teacher_form": TeacherForm(scope=request.scope),
    }
    return render(request, "manage/class.html", words)


def _group(request: ManageRequest, class_id: int) -> ClassGroup:
    return get_object_or_404(queries.find_classes(request.scope), pk=class_id)


@require_POST
@allowed(Permission.CLASSES_WRITE)
def form(request: ManageRequest) -> HttpResponse:
    """Form classes in a unit, or in all units below it."""
    asked = FormClassesForm(request.POST, scope=request.scope, prefix="forming")
    if not asked.is_valid():
        messages.error(request, "；".join(str(error) for errors in asked.errors.values() for error in errors))
        return redirect("manage:classes")
    unit, now = asked.cleaned_data["unit"], timezone.now()
    if asked.cleaned_data["below"]:
        formed = public.form_classes_below(actor=request.scope, top=unit, now=now)
    else:
        formed = [public.form_class_groups(actor=request.scope, unit=unit, now=now)]
    if not isinstance(formed, list):
        return redirect("manage:job", formed.key)
    messages.success(request, public.told_formed(formed))
    return redirect("manage:classes")


@allowed(Permission.CLASSES_WRITE)
def rebalance(request: ManageRequest, class_id: int) -> HttpResponse:
    """Show who would move where if this unit's classes were evened out, and do it when confirmed."""
    group = _group(request, class_id)
    request.scope.demand(Permission.CLASSES_WRITE, group.unit)
    if request.method != "POST":
        return render(request, "manage/rebalance.html", {"group": group, "plan": public.rebalancing_of(group.unit)})
    even_out = partial(public.rebalance_class_groups, actor=request.scope, unit=group.unit)
    try:
        done = even_out(now=timezone.now(), as_shown=request.POST.get("plan", ""))
    except public.PlanHasChanged as problem:
        messages.error(request, str(problem))
        return redirect("manage:class_rebalance", class_id)
    counts = {"moved": done.placed, "dissolved": done.dissolved}
    messages.success(request, _("已调整：%(moved)s 人换班，撤并 %(dissolved)s 个空班。") % counts)
    return redirect("manage:classes")


@require_POST
@allowed(Permission.CLASSES_WRITE)
def assign(request: ManageRequest, class_id: int) -> HttpResponse:
    """Give this class its teacher, or none."""
    group = _group(request, class_id)
    asked = TeacherForm(request.POST, scope=request.scope)
    back = reverse("manage:class", args=[group.pk])
    if not asked.is_valid():
        messages.error(request, "；".join(str(error) for errors in asked.errors.values() for error in errors))
        return redirect(back)
    teacher = asked.cleaned_data["teacher"]
    give = partial(public.assign_class_teacher, actor=request.scope, class_id=group.pk, teacher=teacher)
    done = _("班主任已是%(name)s。") % {"name": teacher.full_name} if teacher else _("这个班现在没有班主任。")
    return act(request, lambda: give(now=timezone.now()), done, back, (public.TeacherHasLeft,))
