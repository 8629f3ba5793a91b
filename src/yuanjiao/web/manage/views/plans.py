"""Yearly work plans: the list, a plan with its tasks, one task, the document (A19)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.public import date_of
from yuanjiao.kernel.fonts import FontMissing
from yuanjiao.organisation import queries
from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Attachment, PlanTask, WorkPlan
from yuanjiao.web.manage import plans
from yuanjiao.web.manage.attachments import as_download
from yuanjiao.web.manage.door import ANY, ManageRequest, allowed
from yuanjiao.web.manage.forms.plans import NewPlanForm, PlanFilter, PlanTaskFilter, PlanTaskForm, ReportForm
from yuanjiao.web.manage.forms.talks import FileForm
from yuanjiao.web.manage.listings.oversight import PLAN_TASKS, PLANS
from yuanjiao.web.shell.listing import wants_file
from yuanjiao.web.shell.typeset import without_font


@allowed(*ANY)
def index(request: ManageRequest) -> HttpResponse:
    """The plans of the scope, and those in which she sees to something."""
    within = oversight.plans_in(request.scope)
    years = sorted(set(within.order_by().values_list("year", flat=True).distinct()), reverse=True)
    form = PlanFilter(request.GET, years=years)
    rows = form.in_order(form.narrow(oversight.counted(within).annotate(left=F("whole") - F("finished"))))
    if wants_file(request):
        return PLANS.file(rows)
    words = {"form": form, "page": PLANS.page(request, rows), "may_write": request.scope.has(Permission.PLANS_WRITE)}
    return render(request, "manage/plans/list.html", words)


@allowed(Permission.PLANS_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Open a plan."""
    now, tops = timezone.now(), queries.tops_of(request.scope)
    start = {"unit": tops[0].code or tops[0].name if len(tops) == 1 else ""}
    form = NewPlanForm(request.POST or None, scope=request.scope, years=plans.years_open(now), initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        like = (
            WorkPlan.objects.filter(unit=said["unit"], year=said["year"] - 1).first() if said["like_before"] else None
        )
        facts = {name: said[name] for name in ("unit", "year", "title", "aims")}
        try:
            plan = oversight.open_plan(actor=request.scope, like=like, now=now, **facts)
        except oversight.OversightRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("计划已建好，现在把任务列进去。"))
            return redirect("manage:plan", plan.pk)
    return render(request, "manage/plans/new.html", {"form": form}, status=422 if form.errors else 200)


@allowed(*ANY)
def show(request: ManageRequest, plan_id: int) -> HttpResponse:
    """One plan: its tasks, how far they are, and the year before beside it; a sent form adds a task."""
    plan = get_object_or_404(oversight.plans_in(request.scope), pk=plan_id)
    now, form = timezone.now(), PlanTaskFilter(request.GET)
    rows = form.in_order(form.narrow(oversight.tasks_of(plan), date_of(now)))
    if wants_file(request):
        return PLAN_TASKS.file(rows)
    add_form = PlanTaskForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and _added(request, plan, add_form):
        return redirect("manage:plan", plan.pk)
    page, before = PLAN_TASKS.page(request, rows), oversight.plan_before(plan)
    progress, comparison = plans.compared(plan, before, now)
    words = {"plan": plan, "form": form, "page": page, "before": before, "progress": progress, "add_form": add_form}
    words |= {"comparison": comparison, "lines": plans.lines(plan, list(page), before, now)}
    words["may_write"] = request.scope.may(Permission.PLANS_WRITE, plan.unit)
    return render(request, "manage/plans/plan.html", words, status=422 if add_form.errors else 200)


def _added(request: ManageRequest, plan: WorkPlan, form: PlanTaskForm) -> bool:
    if not form.is_valid():
        return False
    try:
        oversight.add_plan_task(actor=request.scope, plan=plan, details=form.details(), now=timezone.now())
    except oversight.OversightRefused as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("任务已列入，负责人会收到通知。"))
    return True


@allowed(*ANY)
def document(request: ManageRequest, plan_id: int) -> HttpResponse:
    """The plan as PDF."""
    plan = get_object_or_404(oversight.plans_in(request.scope), pk=plan_id)
    try:
        pdf = oversight.plan_pdf(plans.facts_of(plan, timezone.now()))
    except FontMissing:
        return without_font(request, "manage:plan", plan.pk)
    headers = {"Content-Disposition": f'attachment; filename="plan-{plan.year}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@allowed(*ANY)
def task(request: ManageRequest, plan_task_id: int) -> HttpResponse:
    """One task with its files and everything that happened to it; a sent form changes it."""
    held = get_object_or_404(oversight.tasks_in(request.scope), pk=plan_task_id)
    may_write = request.scope.may(Permission.PLANS_WRITE, held.plan.unit)
    form = PlanTaskForm(request.POST, scope=request.scope) if request.POST else PlanTaskForm.of(held, request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            oversight.change_plan_task(actor=request.scope, task_id=held.pk, details=form.details(), now=timezone.now())
        except oversight.OversightRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已改好，原来的写在经过里。"))
            return redirect("manage:plan_task", held.pk)
    words = _about(request, held) | {"form": form, "may_write": may_write}
    return render(request, "manage/plans/task.html", words, status=422 if form.errors else 200)


def _about(request: ManageRequest, task: PlanTask) -> dict[str, Any]:
    return {
        "task": task,
        "may_report": oversight.may_report(request.scope, task),
        "report_form": ReportForm(initial={"state": task.state, "progress": task.progress}, auto_id="report_%s"),
        "file_form": FileForm(),
        "files": task.attachments.order_by("-pk"),
        "steps": task.steps.select_related("actor").order_by("-pk"),
    }


@allowed(*ANY)
def attachment(request: ManageRequest, plan_file_key: str) -> HttpResponseBase:
    """A file that was put beside a task, as a download."""
    held = get_object_or_404(Attachment, key=plan_file_key)
    get_object_or_404(oversight.tasks_in(request.scope), pk=held.plan_task_id)
    return as_download(held)
