"""Teachers for the classes that have none: who could teach each, and all of them named in one act (A18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yuanjiao.organisation import public
from yuanjiao.organisation.models import ClassGroup
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.filters import StaffingFilterForm
from yuanjiao.web.manage.listings.people import STAFFING
from yuanjiao.web.shell.listing import wants_file


@allowed(Permission.CLASSES_WRITE)
def show(request: ManageRequest) -> HttpResponse:
    """Who could teach the classes of the scope that lack a teacher; when confirmed, they do."""
    form, now = StaffingFilterForm(request.GET, scope=request.scope), timezone.now()
    groups = form.narrow(request.scope.rows(Permission.CLASSES_WRITE, ClassGroup.objects.all()))
    kind = form.wanted("kind") or ""
    if request.method == "POST":
        shown = request.POST.get("plan", "")
        try:
            done = public.staff_classes(actor=request.scope, groups=groups, as_shown=shown, kind=kind, now=now)
        except public.StaffingHasChanged as problem:
            messages.error(request, str(problem))
        else:
            if not isinstance(done, int):
                return redirect("manage:job", done.key)
            messages.success(request, public.told_staffed(done))
        return redirect(request.get_full_path())
    plan = public.staffing_of(request.scope, groups, now)
    lines = plan.narrowed(kind)
    if wants_file(request):
        return STAFFING.file(public.proposals_of(lines))
    found, page = sum(each.teacher is not None for each in lines), STAFFING.page(request, lines)
    # Only what this page shows is read as rows: a whole city lacks thousands of teachers at times.
    page.object_list = public.proposals_of(page)
    words = {"form": form, "page": page, "plan": plan, "found": found}
    return render(request, "manage/staffing.html", words | {"unit": form.wanted("unit")})
