"""Cost and use of courses by source, supplier and year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.learning.public import counted_at
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.web.manage import portfolio
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.portfolio import SOURCE, SUPPLIER, YEAR, PortfolioForm
from yuanjiao.web.manage.listings.portfolio import PORTFOLIO
from yuanjiao.web.manage.templatetags.sources import hours, yuan
from yuanjiao.web.shell.components import Figure
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """What the academy's courses cost and what was learned for it; for those who read all of its contracts."""
    if not request.scope.covers_academy(Permission.COURSES_READ):
        raise OutOfScope
    today = timezone.localdate()
    form = PortfolioForm(request.GET, years=portfolio.years(today))
    year, by = form.wanted("year") or today.year, form.wanted("by") or SOURCE
    if by == YEAR:
        found = portfolio.by_year(today)
    else:
        found = portfolio.by_supplier(year) if by == SUPPLIER else portfolio.by_source(year)
    if wants_file(request):
        return PORTFOLIO.file([*found.lines, found.whole])
    context = {
        "form": form,
        "by": by,
        "year": year,
        "found": found,
        "page": PORTFOLIO.page(request, found.lines),
        "figures": _figures(found.whole),
        "counted_at": counted_at(),
    }
    return render(request, "manage/sources/portfolio.html", context)


def _figures(whole: portfolio.Line) -> list[Figure]:
    return [
        Figure(yuan(whole.cost_fen), _("成本（元）")),
        Figure(hours(whole.learned_ms), _("学完学时（小时）")),
        Figure(yuan(whole.fen_an_hour), _("每学时成本（元）")),
        Figure(f"{whole.completions:,}", _("学完人次")),
    ]
