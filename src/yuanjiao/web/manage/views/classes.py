"""Class groups: list, one class, forming, evening out, teachers."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import ClassGroup
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.sheets import workbook
from yuanjiao.web.manage.door import ManageRequest, act, allowed, file_response
from yuanjiao.web.manage.forms.units import ClassFilterForm, FormClassesForm, TeacherForm

PAGE = 50
READERS = (Permission.CLASSES_READ, Permission.OWN_CLASS_READ)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The classes of the scope."""
    form = ClassFilterForm(request.GET)
    page = Paginator(_found(request, form), PAGE).get_page(request.GET.get("page"))
    words = {
        "form": form,
        "page": page,
        "export": f"{reverse('manage:classes_export')}?{request.GET.urlencode()}",
        "may_write": request.scope.has(Permission.CLASSES_WRITE),
        "figures": queries.desk_figures(request.scope, None, timezone.now()),
        "forming": FormClassesForm(scope=request.scope, prefix="forming"),
    }
    return render(request, "manage/classes.html", words)


def _found(request: ManageRequest, form: ClassFilterForm) -> QuerySet[ClassGroup]:
    form.is_valid()
    said = form.cleaned_data
    lacking = said.get("teacher") == "none"
    return queries.find_classes(request.scope, words=said.get("q", "").strip(), without_teacher=lacking)


@allowed(*READERS)
def export(request: ManageRequest) -> HttpResponse:
    """The same list as an Excel file."""
    classes = _found(request, ClassFilterForm(request.GET))
    headings = [_("班级"), _("单位"), _("人数"), _("班主任"), _("班主任学号")]
    rows = (
        [group.name, group.unit.name, str(group.size), *_teacher(group)] for group in classes.iterator(chunk_size=2000)
    )
    return file_response(workbook(_("班级"), headings, rows), "classes.xlsx")


def _teacher(group: ClassGroup) -> list[str]:
    return [group.teacher.full_name, group.teacher.staff_number] if group.teacher else ["", ""]


@allowed(*READERS)
def show(request: ManageRequest, class_id: int) -> HttpResponse:
    """One class and its people."""
    group = _group(request, class_id)
    words = {
        "group": group,
        "places": group.places.select_related("person").order_by("person__staff_number"),
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
        formed = list(public.form_class_groups_below(actor=request.scope, top=unit, now=now))
    else:
        formed = [public.form_class_groups(actor=request.scope, unit=unit, now=now)]
    counts = {"placed": sum(each.placed for each in formed), "opened": sum(each.opened for each in formed)}
    messages.success(request, _("已为 %(placed)s 名学员编班，新开 %(opened)s 个班。") % counts)
    return redirect("manage:classes")


@require_POST
@allowed(Permission.CLASSES_WRITE)
def rebalance(request: ManageRequest, class_id: int) -> HttpResponse:
    """Even out the classes of this class's unit."""
    unit = _group(request, class_id).unit
    done = public.rebalance_class_groups(actor=request.scope, unit=unit, now=timezone.now())
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
