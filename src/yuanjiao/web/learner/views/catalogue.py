"""The catalogue, and suggestions while someone types."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.learning.models import ActivityKind
from yuanjiao.learning.public import my_courses, record_activity
from yuanjiao.web.learner.forms.catalogue import choice_of
from yuanjiao.web.learner.listings import CATALOGUE
from yuanjiao.web.shell.http import PersonRequest, clean
from yuanjiao.web.shell.listing import wants_file

SUGGESTED = 8
EXPORTED_AT_MOST = 20_000


@require_GET
@login_required
def courses(request: PersonRequest) -> HttpResponse:
    """All courses, by words, facets, order and page, all kept in the address (A5, A11); as an Excel file too."""
    now, choice = timezone.now(), choice_of(request.GET)
    viewer = catalogue.viewer_of(request.user, timezone.localdate(now))
    mine = my_courses(request.user.pk)
    if wants_file(request):
        everything = catalogue.browse(choice._replace(page=1), viewer, mine, EXPORTED_AT_MOST)
        return CATALOGUE.file(everything.courses)
    browsed = catalogue.browse(choice, viewer, mine)
    if choice.words and not choice.selection and choice.page == 1:
        results = browsed.total if browsed.exact else 0
        record_activity(
            kind=ActivityKind.SEARCH, learner_id=request.user.pk, words=choice.words, results=results, now=now
        )
    page = Paginator(range(browsed.total), catalogue.PAGE).get_page(browsed.page)
    context = {"choice": choice, "browsed": browsed, "page": page, "orders": catalogue.ORDERS.items()}
    return render(request, "learner/courses/catalogue.html", context)


@require_GET
@login_required
def suggest(request: PersonRequest) -> HttpResponse:
    """Courses for the words typed so far, as a fragment; not recorded as a search."""
    words = clean(request.GET.get("q", ""))
    found = catalogue.suggest_titles(words, SUGGESTED) if words else []
    return render(request, "learner/courses/suggestions.html", {"words": words, "courses": found})
