"""The administrator's desk: how do we stand, who needs me, what is due."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yuanjiao.credits.public import date_of, year_of
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.sheets import workbook
from yuanjiao.web.manage import course_tasks, desk, desk_kept, plans, waiting
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.shell.listing import excel

READERS = (Permission.PEOPLE_READ, Permission.OWN_CLASS_READ)


@allowed(*READERS, Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponseBase:
    """The desk of the scope, or of one unit in it; an editor's leads to her courses."""
    if not desk.may_see_learners(request.scope):
        now = timezone.now()
        due = [*course_tasks.due(request.scope, now), *waiting.licences_that_end(request.scope, now)]
        words = {"waiting": course_tasks.waiting(request.scope), "due": due}
        return render(request, "manage/desk_courses.html", words)
    if desk_kept.RECOUNT in request.GET:
        return desk_kept.recount(request)
    if kept := desk_kept.at_hand(request):
        return render(request, "manage/desk.html", {"kept": kept})
    people = desk.learners_below(request.scope, _named_unit(request), timezone.now())
    if people > settings.DESK_COUNTED_AT_ONCE:
        return render(request, "manage/desk.html", {"figures": desk.outlined(people)})
    return render(request, "manage/desk.html", {"kept": desk_kept.fresh(request, partial(_drawn, request))})


@allowed(*READERS)
def counted(request: ManageRequest) -> HttpResponseBase:
    """The desk as it stands: for a page that shows its outline or one counted earlier, else as a page of its own."""
    if desk_kept.RECOUNT in request.GET:
        return desk_kept.recount(request)
    kept = desk_kept.fresh(request, partial(_drawn, request))
    asked_by_page = request.headers.get("HX-Request")
    return render(request, "manage/desk/counted.html" if asked_by_page else "manage/desk.html", {"kept": kept})


def _drawn(request: ManageRequest) -> SafeString:
    return render_to_string("manage/desk/body.html", _shown(request), request)


def _shown(request: ManageRequest) -> dict[str, Any]:
    now, unit = timezone.now(), _unit(request)
    stands = desk.standings(request.scope, unit, now)
    words = {"sort": request.GET.get("sort", ""), "unit": unit.pk if unit else ""}
    return {
        "now": now,
        "unit": unit,
        "tree": desk.tree(request.scope, unit, year_of(now), date_of(now)),
        "stands": stands,
        "lines": desk.lines_below(request.scope, unit, now, words["sort"]),
        "waiting": [
            *waiting.who_needs_me(request.scope, unit, stands.outlook, now),
            *course_tasks.waiting(request.scope),
        ],
        "due": [
            *waiting.what_is_due(request.scope, unit, stands.outlook, now),
            *course_tasks.due(request.scope, now),
            *waiting.licences_that_end(request.scope, now),
        ],
        "plans": plans.of_desk(request.scope, unit, now),
        "export": f"{reverse('manage:desk_export')}?{request.GET.urlencode()}",
        "months": desk.MONTHS,
    }


def _named_unit(request: ManageRequest) -> Unit | None:
    wanted = request.GET.get("unit", "")
    return get_object_or_404(request.scope.units(), pk=wanted) if wanted.isdecimal() else None


def _unit(request: ManageRequest) -> Unit | None:
    """The unit that the address names, else the scope's only top."""
    if named := _named_unit(request):
        return named
    tops = queries.tops_of(request.scope)
    return tops[0] if len(tops) == 1 else None


@allowed(*READERS)
def export(request: ManageRequest) -> HttpResponse:
    """The units below as an Excel file."""
    lines = desk.lines_below(request.scope, _unit(request), timezone.now(), request.GET.get("sort", ""))
    headings = [_("单位"), _("应学"), _("已达标"), _("未达标"), _("达标率"), _("已得学分的人"), _("人均学分")]
    rows = (
        [line.name, *map(str, (line.people, line.met, line.people - line.met)), f"{line.met_rate:.1%}",
         str(line.started), f"{line.credits_a_head:.2f}"]
        for line in lines
    )  # fmt: skip
    return excel(workbook(_("各单位"), headings, rows), "units")
