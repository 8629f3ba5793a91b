"""The administrator's desk: what stands, and what waits for her."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yuanjiao.organisation import queries
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, allowed


@allowed(Permission.PEOPLE_READ, Permission.OWN_CLASS_READ, Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """People, classes and imports of the scope, each with the way to them."""
    figures = queries.desk_figures(request.scope)
    shown = [
        {"value": f"{figures.learners:,}", "unit": _("人"), "label": _("应学学员")},
        {"value": f"{figures.never_signed_in:,}", "unit": _("人"), "label": _("还没有登录过")},
        {"value": f"{figures.without_class:,}", "unit": _("人"), "label": _("还没有编班")},
        {"value": f"{figures.classes:,}", "unit": _("个"), "label": _("班级")},
        {"value": f"{figures.classes_without_teacher:,}", "unit": _("个"), "label": _("没有班主任的班")},
    ]
    words = {
        "figures": figures,
        "shown": shown,
        "units": queries.units_below_top(request.scope),
        "scope": request.scope,
    }
    return render(request, "manage/desk.html", words)
