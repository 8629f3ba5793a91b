"""What is sent to a task of a plan: how far it is, and its files."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.oversight import public as oversight
from yuanjiao.web.manage.door import ANY, ManageRequest, act, allowed
from yuanjiao.web.manage.forms.plans import ReportForm
from yuanjiao.web.manage.forms.talks import FileForm


@require_POST
@allowed(*ANY)
def report(request: ManageRequest, plan_task_id: int) -> HttpResponse:
    """Say how far a task is."""
    held, form = get_object_or_404(oversight.tasks_in(request.scope), pk=plan_task_id), ReportForm(request.POST)
    if not form.is_valid():
        return _refused(request, form, held.pk)
    tell = partial(oversight.report_plan_task, actor=request.scope, task_id=held.pk, **form.cleaned_data)
    back = reverse("manage:plan_task", args=[held.pk])
    return act(request, lambda: tell(now=timezone.now()), _("进度已记下。"), back, (oversight.OversightRefused,))


@require_POST
@allowed(*ANY)
def attach(request: ManageRequest, plan_task_id: int) -> HttpResponse:
    """Put a file beside a task."""
    held = get_object_or_404(oversight.tasks_in(request.scope), pk=plan_task_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, form, held.pk)
    sent, back = form.cleaned_data["file"], reverse("manage:plan_task", args=[held.pk])

    def put() -> object:
        file = oversight.sound(sent.name, sent.read())
        return oversight.attach_to_plan_task(actor=request.scope, task_id=held.pk, file=file, now=timezone.now())

    return act(request, put, _("已附上。"), back, (oversight.OversightRefused,))


def _refused(request: ManageRequest, form: ReportForm | FileForm, task_id: int) -> HttpResponse:
    def refuse() -> None:
        lines = [f"{form.fields[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        raise oversight.OversightRefused("；".join(lines))

    return act(request, refuse, "", reverse("manage:plan_task", args=[task_id]), (oversight.OversightRefused,))
